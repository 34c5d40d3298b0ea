"""Layers: what the values look like by depth, what negative outputs carry, sparsity on order."""
import numpy as np

from helpers import plots
from helpers.activations import ACTIVATIONS
from helpers.experiments.comparison import depth
from helpers.pictures.activation_comparisons.marks import dots, write


def values_by_depth(profiles):
    """A build: profiles {(activation, start): Profile}; histogram of a layer, moments by layer."""

    def build(fig):
        left, right = fig.subplots(1, 2, width_ratios=(1, 1.15))
        bars = plots.histogram(left, depth.EDGES, np.zeros(len(depth.EDGES) - 1))
        centre = left.axvline(0, color=plots.BLACK, linewidth=1.6, linestyle="--")
        plots.frame(left, (-3, 3), (0, 1.5), "value (line: mean; ends: ±3)", "density")
        steps = np.arange(len(next(iter(profiles.values())).mean))
        lines = [plots.curve(right, steps, steps * 0, colour=colour, line=line, linewidth=2)
                 for colour, line in ((plots.VERMILLION, "--"), (plots.GREEN, "-."),
                                      (plots.BLUE, "-"))]
        here = right.axvline(0, ymax=0.68, color=plots.GREY, linewidth=1)
        write(right, ("variance", "mean", "share of the mean"),
              (plots.VERMILLION, plots.GREEN, plots.BLUE), top=1.0)
        plots.frame(right, (0, steps[-1]), (-0.1, 2.4), "layer")

        def update(function, start, layer):
            p = profiles[function, start]
            bars.set_data(values=p.counts[layer])
            centre.set_xdata([np.clip(p.mean[layer], -3, 3)] * 2)
            for line, values in zip(lines, (p.variance, p.mean, p.share), strict=True):
                line.set_ydata(values)
            here.set_xdata([layer, layer])
            return (f"{ACTIVATIONS[function].title}, {start}, layer {layer}: mean "
                    f"{p.mean[layer] + 0.0:.2f}, variance {p.variance[layer]:.2g}; "
                    f"{p.share[layer]:.0%} of the energy is the mean.")

        return update

    return build


def cuts(found):
    """A build: found {activation: Cut}; test errors as trained and without negative outputs."""

    def build(fig):
        ax = fig.subplots()
        for row, (whole, positive) in enumerate((c.whole, c.positive) for c in found.values()):
            dots(ax, whole, row - 0.15, plots.BLUE, "o")
            dots(ax, positive, row + 0.15, plots.VERMILLION, "D")
        ax.set_yticks(range(len(found)), [ACTIVATIONS[name].title for name in found])
        ax.invert_yaxis()
        plots.frame(ax, (0, None), None, "test error, one dot a network", ticks=None)
        write(ax, ("as trained", "negative outputs set to 0"), (plots.BLUE, plots.VERMILLION),
              x=0.98, top=0.95, align="right")
        worst = max(found, key=lambda name: np.mean(found[name].positive))
        return (f"Without negative outputs the error of {ACTIVATIONS[worst].title} rises from "
                f"{found[worst].whole.mean():.3f} to {found[worst].positive.mean():.3f}; that of "
                f"ReLU stays at {found['relu'].whole.mean():.3f}.")

    return build


def sparsity(found):
    """A build: test error against the share of zeros, one dot a network, for each price."""

    def build(fig):
        ax = fig.subplots()
        for k, (zeros, error) in enumerate(zip(found.zeros, found.error, strict=True)):
            colour = plots.COLOURS[k % len(plots.COLOURS)]
            ax.plot(zeros, error, linestyle="none", marker="o", markersize=7, color=colour)
            above = 0.004 + max(error)
            ax.text(zeros.mean(), above, f"{found.prices[k]:g}", color=colour, ha="center")
        plots.frame(ax, (0.4, 1), (0, None), "share of zeros on the test images", "test error")
        ax.set_ylim(0, 1.25 * found.error.max())
        return (f"From price 0 to {found.prices[-1]:g} (numbers above the dots) the share of zeros "
                f"rises from {found.zeros[0].mean():.2f} to {found.zeros[-1].mean():.2f}; the "
                f"error from {found.error[0].mean():.3f} to {found.error[-1].mean():.3f}.")

    return build
