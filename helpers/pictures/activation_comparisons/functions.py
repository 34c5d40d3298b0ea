"""Functions by themselves: the gallery, all on the same axes, a pair, shape parameters."""
from statistics import NormalDist

import numpy as np

from helpers import plots
from helpers.activations import ACTIVATIONS
from helpers.experiments import signals

GRID = np.linspace(-4, 4, 321)
EDGES = np.linspace(-3, 3, 61)
FAMILIES = {"prelu": "negative_slope", "elu": "alpha", "celu": "alpha", "swish": "beta",
            "softplus": "beta"}
"""Activations with a shape parameter that may be any positive number."""


def tidy(x):
    """A slider's value without float noise and without -0."""
    return round(float(x), 6) + 0.0


def straight(ax, x, y, **style):
    """A curve that is broken where it jumps, so that no false vertical line is drawn."""
    jumps = np.abs(np.diff(y)) > 0.2
    return plots.curve(ax, np.insert(x, np.flatnonzero(jumps) + 1, np.nan),
                       np.insert(y, np.flatnonzero(jumps) + 1, np.nan), **style)


def everything(fig):
    """All functions (solid) with their derivatives (dashed), on the same axes."""
    grid = np.linspace(-4, 4, 161)
    axes = fig.subplots(4, 6, sharex=True, sharey=True)
    for ax, record in zip(axes.flat, ACTIVATIONS.values(), strict=True):
        plots.cross(ax)
        straight(ax, grid, record.df(grid), colour=plots.VERMILLION, line="--", linewidth=1.4)
        straight(ax, grid, record.f(grid), colour=plots.BLUE, linewidth=2)
        ax.set_title(record.title.replace(" (evaluation)", "").replace("Thresholded", "Thresh."),
                     fontsize=11)
        ax.set(xlim=(-4, 4), ylim=(-2, 4), xticks=(-3, 0, 3), yticks=(-1, 0, 1, 3))
    below = [record.f(grid).min() < -1e-9 for record in ACTIVATIONS.values()]
    return (f"{len(below)} functions (blue) and their derivatives (orange, dashed) on the same "
            f"axes: {sum(below)} of them go below 0 somewhere.")


def gallery(fig):
    """One function with its formula, ReLU in grey behind it, and its derivative; a point x."""
    left, right = fig.subplots(1, 2, sharey=True)
    lines = []
    for ax, name, colour in ((left, "f(x)", plots.BLUE), (right, "f′(x)", plots.VERMILLION)):
        plots.cross(ax)
        lines.append(plots.curve(ax, GRID, GRID, colour=colour))
        plots.frame(ax, (-4, 4), (-2, 4), "x", name)
    relu = ACTIVATIONS["relu"].f
    left.plot(GRID, relu(GRID), color=plots.GREY, linewidth=1.2, linestyle="--", zorder=1)
    dots = [plots.marker(left, 0, 0, plots.BLUE), plots.marker(right, 0, 0, plots.VERMILLION)]
    formula = left.text(0.03, 0.97, "", transform=left.transAxes, va="top", fontsize=15)

    def update(function, x):
        record, x = ACTIVATIONS[function], tidy(x)
        values = (record.f, record.df)
        for line, dot, one in zip(lines, dots, values, strict=True):
            y = one(GRID)
            line.set_ydata(np.where(np.abs(np.gradient(y)) > 0.2, np.nan, y))
            dot.set_data([x], [one(x)])
        formula.set_text(f"${record.formula}$")
        return (f"{record.title}: f({x:.2f}) = {record.f(x):.3f}, slope {record.df(x):.3f}. "
                f"{record.source}.")

    return update


def quantiles(count=2000):
    """Evenly likely values of a standard normal number, (count,)."""
    normal = NormalDist()
    return np.array([normal.inv_cdf((k + 0.5) / count) for k in range(count)])


def side_by_side(fig):
    """Two functions: curves with the input's density, and the shares of what comes out."""
    axes, z = fig.subplots(2, 2, sharex=True, height_ratios=(1.25, 1)), quantiles()
    parts = [_column(*column, colour) for column, colour in
             zip(axes.T, (plots.BLUE, plots.VERMILLION), strict=True)]

    def update(left, right, mean, spread):
        x, said = tidy(mean) + spread * z, []
        for (curve, density, bars, centre, title), name in zip(parts, (left, right), strict=True):
            record = ACTIVATIONS[name]
            y, shape = record.f(x), record.f(GRID)
            curve.set_ydata(np.where(np.abs(np.gradient(shape)) > 0.2, np.nan, shape))
            density.set_ydata(-2 + 1.5 * np.exp(-((GRID - mean) / spread) ** 2 / 2) / spread)
            bars.set_data(values=np.histogram(np.clip(y, -2.999, 2.999), EDGES)[0] / y.size)
            centre.set_xdata([y.mean()] * 2)
            title.set_text(record.title)
            said.append(f"{record.title}: mean {y.mean() + 0.0:.2f}, variance {y.var():.2f}, "
                        f"{np.mean(y == 0):.0%} zeros")
        return f"In: mean {tidy(mean):.1f}, std {spread:.1f}. Out, " + "; ".join(said) + "."

    return update


def _column(top, bottom, colour):
    """Curve, input density, output shares, line at their mean, title."""
    plots.cross(top)
    density = plots.curve(top, GRID, GRID, colour=plots.GREY, linewidth=1.4)
    curve = plots.curve(top, GRID, GRID, colour=colour)
    plots.frame(top, (-3, 3), (-2, 3), "", "f(x)")
    title = top.set_title("")
    bars = plots.histogram(bottom, EDGES, np.zeros(60), colour)
    centre = bottom.axvline(0, color=plots.BLACK, linewidth=1.6, linestyle="--")
    plots.frame(bottom, (-3, 3), (0, 0.25), "f(x) (line: mean; ends: beyond ±3)", "share", ticks=4)
    return curve, density, bars, centre, title


def shapes(fig):
    """A family with one shape parameter: curve and derivative, ReLU's in grey behind them."""
    left, right = fig.subplots(1, 2)
    plots.cross(left)
    relu = ACTIVATIONS["relu"]
    plots.curve(left, GRID, relu.f(GRID), colour=plots.GREY, line="--", linewidth=1.2)
    straight(right, GRID, relu.df(GRID), colour=plots.GREY, line="--", linewidth=1.2)
    curve = plots.curve(left, GRID, GRID, colour=plots.BLUE)
    slope = plots.curve(right, GRID, GRID, colour=plots.VERMILLION)
    plots.frame(left, (-4, 4), (-5.3, 4), "x", "f(x)")
    plots.frame(right, (-4, 4), (-0.4, 5.2), "x", "f′(x)")

    def update(family, value):
        record, value = ACTIVATIONS[family], tidy(value)
        def f(x): return record.f(x, **{FAMILIES[family]: value})
        def df(x): return record.df(x, **{FAMILIES[family]: value})
        y, found = df(GRID), signals.moments(f, df)
        curve.set_ydata(f(GRID))
        broken = np.abs(np.diff(y)) > 0.09 * max(1, value)
        slope.set_ydata(np.where(np.append(broken, False), np.nan, y))
        jump = float(abs(df(1e-9) - df(-1e-9)))
        return (f"{record.title}, {FAMILIES[family].replace('_', ' ')} {value:.2f}: the slope "
                f"jumps by {jump:.2f} at 0; for z ~ N(0, 1) mean {found.mean:.3f}, "
                f"gain {found.gain:.3f}.")

    return update
