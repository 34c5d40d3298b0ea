"""Maps over settings: learning rate and bias, width and depth; deaths against accuracy."""
import numpy as np

from helpers import plots
from helpers.experiments import deaths

WHERE = {"all": "all layers", "1": "layer 1", "2": "layer 2", "3": "layer 3"}
TITLES = {"sgd": "SGD", "momentum": "Momentum", "adam": "Adam"}


def death_map(grids):
    """A build: share dead and accuracy over learning rate and bias, means over seeds.

    grids: optimiser -> `Grid`, all with the same axes, recorded before and after training.
    """
    first, *_ = grids.values()
    rates, biases, seeds = first.learning_rates, first.biases, len(first.seeds)
    share = {name: _mean(g, g.lives.share) for name, g in grids.items()}     # (2, A, B, layers)
    right = {name: _mean(g, g.lives.right) for name, g in grids.items()}     # (2, A, B)

    def build(fig):
        axes = fig.subplots(1, 2, sharey=True)
        pairs = [_table(ax, rates, biases, cmap) for ax, cmap in
                 zip(axes, ("cividis_r", "viridis"), strict=True)]
        axes[0].set(xlabel="learning rate", ylabel="starting bias", title="dead neurons, %")
        axes[1].set(xlabel="learning rate", title="training images right, %")

        def update(optimiser, layer, moment):
            t = ("before", "after").index(moment)
            dead, correct = share[optimiser][t], right[optimiser][t]
            dead = dead.mean(axis=-1) if layer == "all" else dead[..., int(layer) - 1]
            for (image, cells), values in zip(pairs, (dead, correct), strict=True):
                image.set_data(values.T)
                _write(cells, values.T, image)
            start = f"{TITLES[optimiser]}, {WHERE[layer]}, {moment} training"
            return f"{_map_sentence(start, dead, correct, rates, biases)} {seeds} seeds."

        return update

    return build


def _table(ax, rates, biases, cmap):
    """A heat map over learning rates and biases, and a text for each of its cells."""
    edges = (np.arange(len(rates) + 1) - 0.5, np.arange(len(biases) + 1) - 0.5)
    image = plots.heat_map(ax, np.zeros((len(biases), len(rates))), *edges, cmap=cmap, vmin=0,
                           vmax=1)
    ax.set_xticks(range(len(rates)), [f"{rate:g}" for rate in rates])
    ax.set_yticks(range(len(biases)), [f"{bias:g}" for bias in biases])
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    return image, [[ax.text(a, b, "", ha="center", va="center", fontsize=11)
                    for a in range(len(rates))] for b in range(len(biases))]


def _mean(grid, array):
    """The mean over seeds of an array (2, E, ...), as (2, A, B, ...)."""
    return np.stack([grid.by_setting(part).mean(axis=2) for part in array])


def _write(cells, values, image):
    """Percentages into the cells, white on dark colours."""
    for row, numbers in zip(cells, values, strict=True):
        for text, value in zip(row, numbers, strict=True):
            dark = np.dot(image.cmap(value)[:3], (0.3, 0.6, 0.1)) < 0.55
            text.set(text="–" if np.isnan(value) else f"{100 * value:.0f}",
                     color="white" if dark else "black")


def _map_sentence(start, dead, right, rates, biases):
    """Where the fewest and the most die, and how right the best setting is."""
    best = np.unravel_index(np.nanargmax(right), right.shape)
    return (f"{start}: from {np.nanmin(dead):.0%} to {np.nanmax(dead):.0%} dead. Best: "
            f"{right[best]:.0%} right at learning rate {rates[best[0]]:g}, bias "
            f"{biases[best[1]]:g} ({dead[best]:.0%} dead).")


def death_and_accuracy(grids):
    """A build: each trained network as a dot, share of dead neurons against test accuracy."""
    def build(fig):
        ax = fig.subplots()
        dead, test = [], []
        for (name, grid), colour, shape in zip(grids.items(), plots.COLOURS, "os^", strict=False):
            dead.append(grid.lives.share[-1].mean(axis=1))
            test.append(grid.lives.test)
            ax.plot(dead[-1], test[-1], linestyle="none", marker=shape, markersize=5, alpha=0.6,
                    color=colour, label=TITLES[name])
        ax.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
        plots.frame(ax, (-0.02, 1.02), (0, 1.02), "share of hidden neurons that are dead",
                    "test accuracy")
        dead, test = np.concatenate(dead), np.concatenate(test)
        few, many = test[dead < 0.3], test[dead > 0.7]
        return (f"{len(test)} networks. With less than 30% dead, test accuracy runs from "
                f"{few.min():.2f} to {few.max():.2f}; with more than 70% dead, from "
                f"{many.min():.2f} to {many.max():.2f}.")

    return build


def born_dead(table):
    """A build: the share of networks that are dead before training, by width and layers.

    table: width -> `BornDead`, widths 1, 2, 3, ...
    """
    widths = list(table)
    interval = np.stack([table[n].interval for n in widths])                  # (widths, layers)
    layers = np.arange(1, interval.shape[1] + 1)

    def build(fig):
        left, right = fig.subplots(1, 2)
        here = _width_by_layers(left, interval, widths)
        exact, both, one, dot = _shares_by_layers(right, layers)

        def update(width, depth):
            chosen, formula = table[width], deaths.chance_of_dead_network(width, layers)
            for line, values in ((exact, formula), (one, chosen.one_input),
                                 (both, chosen.interval)):
                line.set_ydata(values)
            here.set_data([depth], [width])
            dot.set_data([depth], [chosen.interval[depth - 1]])
            return (f"Width {width}, {depth} layers: dead for one input with chance "
                    f"{formula[depth - 1]:.3f}, measured {chosen.one_input[depth - 1]:.2f}; dead "
                    f"for every input {chosen.interval[depth - 1]:.2f}.")

        return update

    return build


def _shares_by_layers(ax, layers):
    """The lines of formula and of every input, the dots of one input, the marker."""
    lines = [plots.curve(ax, layers, layers, colour=colour, line=dash)
             for colour, dash in ((plots.BLUE, "-"), (plots.VERMILLION, "--"))]
    dots, = ax.plot(layers, layers, "o", color=plots.BLUE, markersize=4)
    plots.frame(ax, (1, layers[-1]), (-0.02, 1.02), "layers", "share dead")
    for row, (text, colour) in enumerate((("for one input: formula and dots", plots.BLUE),
                                          ("for every input, measured", plots.VERMILLION))):
        ax.text(0, 1.2 - 0.1 * row, text, color=colour, va="top", fontsize=11,
                transform=ax.transAxes)
    return *lines, dots, plots.marker(ax, 1, 1)


def _width_by_layers(ax, shares, widths):
    """The map of shares (widths, layers) and the marker that moves on it."""
    image = plots.heat_map(ax, shares, (0.5, shares.shape[1] + 0.5),
                           (widths[0] - 0.5, widths[-1] + 0.5), cmap="cividis_r", vmin=0, vmax=1)
    plots.colour_bar(ax, image, "share dead for every input")
    plots.frame(ax, None, None, "layers", "width")
    return plots.marker(ax, 1, 1)
