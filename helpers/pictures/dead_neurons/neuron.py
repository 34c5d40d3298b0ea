"""One neuron: its line in a cloud of data, the step that kills it, its way under weight decay."""
import numpy as np

from helpers import plots
from helpers.activations import ACTIVATIONS
from helpers.experiments import deaths

CLOUD = np.random.default_rng(3).normal(size=(40, 2)) * (1.1, 0.7) @ [[0.8, 0.6], [-0.6, 0.8]]
"""The data of `data_cloud`, (40, 2)."""

REACH = 8.5
"""What pre-activations of `data_cloud` reach, from minus this to this: bias 5, points up to 3.2."""


def data_cloud(fig):
    """A neuron's line among 40 points, and the slope f'(z) that each point meets."""
    left, right = fig.subplots(1, 2)
    grid = np.linspace(-REACH, REACH, 681)
    line = plots.curve(left, [], [], colour=plots.BLACK)
    towards_on, = left.plot([], [], color=plots.BLACK, linewidth=1.5)
    slopes = plots.curve(right, grid, 0 * grid, colour=plots.GREY, linewidth=1.5)
    dots = [_two_kinds(left), _two_kinds(right)]
    plots.frame(left, (-3.2, 3.2), (-3.2, 3.2), "x₁", "x₂", equal=True)
    plots.frame(right, (-REACH, REACH), (-0.1, 1.2), "pre-activation z", "slope f′(z)")

    def update(function, angle, b):
        record, radians = ACTIVATIONS[function], np.radians(angle)
        w = np.array([np.cos(radians), np.sin(radians)])
        z = CLOUD @ w + b
        slope, off = record.df(z), deaths.off(z[None, :, None], function)[0, :, 0]
        foot, along = -b * w, np.array([-w[1], w[0]])
        line.set_data(*np.transpose([foot - 9 * along, foot + 9 * along]))
        towards_on.set_data(*np.transpose([foot, foot + 0.6 * w]))
        slopes.set_ydata(record.df(grid))
        for chosen, here, there in zip((~off, off), *dots, strict=True):
            here.set_data(*CLOUD[chosen].T)
            there.set_data(z[chosen], slope[chosen])
        return _cloud_sentence(record.title, z, slope, off)

    return update


def _two_kinds(ax):
    """Two empty sets of dots: full ones for points that are on, hollow ones for those off."""
    looks = ({"color": plots.BLUE}, {"color": plots.GREY, "markerfacecolor": "white"})
    return [ax.plot([], [], linestyle="none", marker="o", markersize=7, **look)[0]
            for look in looks]


def _cloud_sentence(title, z, slope, off):
    """Off for how many, the output's sign, the length of the gradient for an error signal of 1."""
    length = np.linalg.norm(np.mean(slope[:, None] * np.column_stack([CLOUD, 1 + 0 * z]), axis=0))
    if off.all():
        return f"{title}: off for all {len(z)} points, so dead on these data; gradient exactly 0."
    return (f"{title}: off for {off.sum()} of {len(z)} points, z ≤ 0 for {np.sum(z <= 0)}; an "
            f"error signal of 1 gives (w, b) a gradient of length {length:.3f}.")


RATES = np.round(np.arange(0, 0.4001, 0.0025), 4)
"""The learning rates that `fatal_step` tries, all in one go."""


def fatal_step(x, target, w, steps=200):
    """A build: a ReLU neuron relu(w x + b) on a few points, by learning rate and starting bias."""
    x, target, worst = np.asarray(x, float), np.asarray(target, float), 1.6

    def build(fig):
        left, right = fig.subplots(1, 2)
        grid, lines = np.linspace(0, 4, 81), _three_moments(left, x, target, steps)
        losses = plots.curve(right, RATES, RATES, colour=plots.BLUE)
        fatal = right.axvline(0, color=plots.BLACK, linestyle=":", linewidth=1.5)
        dot = plots.marker(right, 0, 0)
        plots.frame(right, (0, 0.4), (-0.05, worst + 0.05), "learning rate",
                    f"loss after {steps} steps")

        def update(learning_rate, b):
            (w0, w1), (b0, b1), _ = deaths.one_neuron(x, target, w, b, learning_rate, 1)
            ws, bs, loss = deaths.one_neuron(x, target, w, b, np.append(RATES, learning_rate),
                                             steps, every=steps)
            for line, slope, bias in zip(lines, (w0, w1, ws[-1, -1]), (b0, b1, bs[-1, -1]),
                                         strict=True):
                plots.alter(line, data=(grid, np.maximum(slope * grid + bias, 0)))
            limit, shown = _limit(x, target, w, b), np.minimum(loss[-1], worst)
            plots.alter(losses, ydata=shown[:-1])
            plots.alter(fatal, xdata=[min(limit, 0.5)] * 2)
            dot.set_data([learning_rate], [shown[-1]])
            state = _state(w1 * x + b1)
            return (f"The first step kills from learning rate {limit:.4f} on. At "
                    f"{learning_rate:.3f} it leaves the neuron {state}; after {steps} steps the "
                    f"loss is {loss[-1, -1]:.3f}.")

        return update

    return build


def _three_moments(ax, x, target, steps):
    """The points to fit, and the neuron's three lines: before, after one step, at the end."""
    ax.plot(x, target, linestyle="none", marker="s", markersize=9, color=plots.BLACK, zorder=4)
    looks = (("before", plots.GREY, "--"), ("after 1 step", plots.VERMILLION, "-."),
             (f"after {steps}", plots.BLUE, "-"))
    for row, (text, colour, _) in enumerate(looks):
        ax.text(0.03, 0.99 - 0.1 * row, text, color=colour, va="top", transform=ax.transAxes)
    plots.frame(ax, (0, 4), (-0.3, 8), "x", "output")
    return [plots.curve(ax, [], [], colour=colour, line=dash) for _, colour, dash in looks]


def _limit(x, target, w, b):
    """The learning rate from which on the first step kills."""
    z = w * x + b
    error = np.maximum(z, 0) - target
    return deaths.killing_rate(z, x * np.mean(error * x) + np.mean(error))


def _state(z):
    """How many of the points a neuron is on for, in words."""
    on = int(np.sum(z > 0))
    return "dead" if on == 0 else f"on for {on} of {len(z)} points"


def decay_paths(x, neurons, steps=600):
    """A build: the largest pre-activation over x of dead first-layer neurons under pure decay.

    neurons: label -> (w, b). The sliders give the shares that one step takes.
    """
    def build(fig):
        ax = fig.subplots()
        at = np.arange(steps + 1)
        ax.axhline(0, color=plots.BLACK, linewidth=1)
        ax.text(steps, 0.02, "alive above this line", ha="right", va="bottom")
        lines = {name: plots.curve(ax, at, 0 * at, colour=colour, line=dash)
                 for name, colour, dash in zip(neurons, plots.COLOURS, plots.LINES, strict=False)}
        for row, (name, line) in enumerate(lines.items()):
            ax.text(0.02, 0.97 - 0.11 * row, name, color=line.get_color(), va="top",
                    transform=ax.transAxes)
        plots.frame(ax, (0, steps), (-0.65, 0.65), "steps", "largest pre-activation")

        def update(weights, bias):
            back = []
            for name, (w, b) in neurons.items():
                peaks = deaths.decayed_peaks(x, w, b, weights=weights, bias=bias, steps=steps)
                lines[name].set_ydata(peaks)
                back.append(f"{name}: {_return_step(peaks)}")
            return (f"A step takes {weights:.1%} of the weights and {bias:.1%} of the bias. "
                    + "; ".join(back) + ".")

        return update

    return build


def _return_step(peaks):
    """When a path of largest pre-activations first rises above 0, in words."""
    above = np.flatnonzero(peaks > 0)
    return f"back at step {above[0]}" if above.size else f"dead for {len(peaks) - 1} steps"
