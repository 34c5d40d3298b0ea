"""A network's hidden neurons over training: squares that go dark, shares by layer."""
import numpy as np
from matplotlib.colors import to_rgb

from helpers import plots

ALIVE = np.array([to_rgb("#dcecf7"), to_rgb(plots.BLUE)])     # on for few examples, on for all
DEAD, CUT_OFF = np.array(to_rgb("#3c3c3c")), np.array(to_rgb(plots.ORANGE))
LAYER_LOOKS = tuple(zip((plots.BLUE, plots.VERMILLION, plots.GREEN), plots.LINES, strict=False))


def replay(grid, control):
    """A build: the neurons of one network (seed 0 of a `Grid`) at a step, above a control network.

    control: the (learning rate, bias) of the control, which is one of the grid's settings.
    """
    run, fixed = grid.lives, _nearest(grid, *control)
    on, cut, right = (grid.by_setting(array.swapaxes(0, 1))[:, :, 0]
                      for array in (run.on, run.cut_off, run.right))
    dead = on == 0                                            # (A, B, R, layers, n)
    colours, share = _colours(on, dead, cut), dead.mean(axis=(3, 4))

    def build(fig):
        squares, lines = fig.subplots(2, 1, height_ratios=(2.3, 1))
        strips = [_strip(squares, colours[fixed][0], top) for top in TOPS]
        _name_strips(squares, control)
        mine, marker = _share_lines(lines, run.steps, share[fixed])

        def update(learning_rate, bias, step):
            here, r = _nearest(grid, learning_rate, bias), np.argmin(np.abs(run.steps - step))
            for strip, top, at in zip(strips, TOPS, (here, fixed), strict=True):
                _show_strip(strip, top, colours[at][r], dead[at][r])
            mine.set_ydata(share[here])
            marker.set_data([run.steps[r]], [share[here][r]])
            return (f"Step {run.steps[r]}: dead {_counts(dead[here][r])} of 32 a layer, cut off "
                    f"{cut[here][r].sum()}, {right[here][r]:.2f} right. Control: dead "
                    f"{_counts(dead[fixed][r])}, {right[fixed][r]:.2f} right.")

        return update

    return build


def _share_lines(ax, steps, control):
    """The line of the share of dead neurons, above that of the control, and its marker."""
    mine, _ = (plots.curve(ax, steps, control, colour=colour, line=dash)
               for colour, dash in ((plots.BLACK, "-"), (plots.GREY, "--")))
    plots.frame(ax, (0, steps[-1]), (-0.05, 1.05), "step", "share dead", ticks=4)
    return mine, plots.marker(ax, 0, 0)


TOPS = (0.0, -4.9)
"""Where the two strips of squares of `replay` begin: yours, and the control below it."""


def _nearest(grid, learning_rate, bias):
    """The indices of a setting on a grid."""
    return (int(np.argmin(np.abs(grid.learning_rates - learning_rate))),
            int(np.argmin(np.abs(grid.biases - bias))))


def _colours(on, dead, cut):
    """An RGB colour for every neuron: light to full blue by its share on, grey, orange."""
    share = np.nan_to_num(on)[..., None]
    colours = ALIVE[0] + share * (ALIVE[1] - ALIVE[0])
    return np.where(dead[..., None], DEAD, np.where(cut[..., None], CUT_OFF, colours))


def _strip(ax, colours, top):
    """The squares of one network, one row a layer, and the crosses on dead ones."""
    layers, n = colours.shape[:2]
    image = ax.imshow(colours, extent=(0, n, top - layers, top), interpolation="none")
    ax.vlines(range(n + 1), top - layers, top, color="white", linewidth=1.4)
    ax.hlines(top - np.arange(layers + 1), 0, n, color="white", linewidth=1.4)
    crosses, = ax.plot([], [], linestyle="none", marker="x", color="white", markersize=6,
                       markeredgewidth=1.4)
    for layer in range(layers):
        ax.text(-0.4, top - layer - 0.5, f"layer {layer + 1}", ha="right", va="center",
                fontsize=11)
    return image, crosses


def _show_strip(strip, top, colours, dead):
    """New colours for the squares, and crosses where they are dead."""
    image, crosses = strip
    image.set_data(colours)
    row, column = np.nonzero(dead)
    crosses.set_data(column + 0.5, top - row - 0.5)


def _name_strips(ax, control):
    """What the rows are, and what the colours mean."""
    texts = ("your setting", f"control: learning rate {control[0]:g}, starting bias {control[1]:g}")
    for top, text in zip(TOPS, texts, strict=True):
        ax.text(0, top + 0.2, text, va="bottom")
    for x, text, colour in ((14.5, "on often", plots.BLUE), (19.3, "rarely", ALIVE[0]),
                            (23.4, "cut off", plots.ORANGE), (27.6, "× dead", DEAD)):
        ax.plot([x], [0.65], marker="s", markersize=10, color=colour)
        ax.text(x + 0.6, 0.65, text, va="center", fontsize=11)
    ax.set(xlim=(-4, 32.1), ylim=(TOPS[1] - 3.1, 1.3), aspect="equal")
    ax.axis("off")


def _counts(dead):
    """The number of dead neurons, layer by layer: 3+0+12."""
    return "+".join(str(count) for count in dead.sum(axis=1))


def shares_over_time(runs):
    """A build: the share of dead neurons by layer over training, one panel for each run.

    runs: title -> `Lives`; the mean over its networks.
    """
    def build(fig):
        panels = np.atleast_1d(fig.subplots(1, len(runs), sharey=True))
        for ax, (title, run) in zip(panels, runs.items(), strict=True):
            mean = run.share.mean(axis=1)                                # (R, layers)
            for layer, (colour, dash) in enumerate(LAYER_LOOKS[:mean.shape[1]]):
                line = plots.curve(ax, run.steps, mean[:, layer], colour=colour, line=dash)
                if ax is panels[0]:
                    ax.text(0.05, 0.97 - 0.11 * layer, f"layer {layer + 1}", va="top",
                            color=line.get_color(), transform=ax.transAxes)
            plots.frame(ax, (0, run.steps[-1]), (-0.02, 1.02), "step", "", title, ticks=3)
        panels[0].set_ylabel("share dead")
        return "Share of dead neurons at the end, by layer: " + "; ".join(
            f"{title}: " + ", ".join(f"{v:.2f}" for v in run.share[-1].mean(axis=0))
            for title, run in runs.items()) + "."

    return build
