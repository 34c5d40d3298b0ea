"""Many layers: paths through gates, the size of signals by depth, the angle between signals."""
import numpy as np
from matplotlib.colors import to_rgba

from helpers import plots
from helpers.activations import ACTIVATIONS
from helpers.experiments import signals
from helpers.pictures.gradients.marks import decades, names
from helpers.pictures.words import counted

WEIGHTS = (np.array([[1.0, -1.0, 0.5], [0.5, 1.0, -1.0]]),
           np.array([[1.0, -0.5, 0.5], [0.5, 1.0, -1.0], [-1.0, 0.5, 1.0]]),
           np.array([[1.0], [-1.0], [0.5]]))
BIASES = (np.array([0.0, 0.5, 0.0]), np.array([0.0, -0.5, 0.5]), np.array([0.0]))
"""The small network of the picture of gates: 2 inputs, 3 + 3 hidden neurons, 1 output."""


def gates(fig):
    """A network of 2, 3, 3 and 1 neurons with its live paths; the product along each path."""
    left, right = fig.subplots(1, 2, width_ratios=(1.5, 1))
    left.set(xlim=(-0.45, 3.4), ylim=(-1.4, 1.7))
    left.axis("off")
    edges, nodes = _draw_edges(left), _draw_nodes(left)
    bars = plots.bars(right, np.arange(9), np.zeros(9))
    right.axhline(0, color=plots.GREY, linewidth=0.8)
    plots.frame(right, (-0.7, 8.7), (-1.15, 1.15), "path", "product of weights and gates")
    right.set_xticks(range(9), [f"{j}{k}" for j in "abc" for k in "def"])

    def update(x1, x2, source):
        values = _values(np.array([x1, x2]))
        open_gates = [(z > 0).astype(float) for z in values[1:-1]]
        products = signals.path_products(WEIGHTS, open_gates)[..., 0]
        start = ("x₁", "x₂").index(source)
        _show_nodes(nodes, values)
        _show_edges(edges, products, start)
        for bar, height in zip(bars, products[start].ravel(), strict=True):
            plots.alter(bar, height=height,
                        facecolor=to_rgba(plots.BLUE if height > 0 else plots.VERMILLION))
        live = np.count_nonzero(products[start])
        return (f"y = {values[-1][0]:.2f}. From {source}, {live} of 9 paths "
                f"{'is' if live == 1 else 'are'} live; their products "
                f"add up to ∂y/∂{source} = {products[start].sum():.3f}.")

    return update


def _values(x):
    """The inputs, the pre-activations of both hidden layers, the output."""
    values, h = [x], x
    for w, b in zip(WEIGHTS, BIASES, strict=True):
        values.append(h @ w + b)
        h = np.maximum(values[-1], 0)
    return values


def _height(layer, unit):
    """Where a unit stands: inputs and hidden neurons spread evenly, the output in the middle."""
    count = (2, 3, 3, 1)[layer]
    return 1.1 * ((count - 1) / 2 - unit)


def _draw_edges(ax):
    """One line for each weight, by layer: (n_l, n_next) arrays of artists."""
    edges = []
    for layer, w in enumerate(WEIGHTS):
        lines = np.empty(w.shape, object)
        for i, j in np.ndindex(w.shape):
            lines[i, j], = ax.plot([layer, layer + 1], [_height(layer, i), _height(layer + 1, j)])
        edges.append(lines)
    return edges


def _draw_nodes(ax):
    """One (circle, text) for each unit, by layer, with its name above."""
    nodes = []
    for layer, letters in enumerate((("x₁", "x₂"), "abc", "def", "y")):
        row = []
        for unit, name in enumerate(letters):
            y = _height(layer, unit)
            circle, = ax.plot([layer], [y], "o", markersize=34, markeredgewidth=2, zorder=3)
            text = ax.text(layer, y, "", ha="center", va="center", fontsize=11, zorder=4)
            ax.text(layer, y + 0.33, name, ha="center", va="bottom", fontsize=12, zorder=4)
            row.append((circle, text))
        nodes.append(row)
    return nodes


def _show_nodes(nodes, values):
    """The value in every circle; a hidden neuron that is off is white with a grey rim."""
    for layer, (row, numbers) in enumerate(zip(nodes, values, strict=True)):
        for (circle, text), value in zip(row, numbers, strict=True):
            off = layer in (1, 2) and value <= 0
            plots.alter(circle, markerfacecolor="white" if off else "#cfe6f5",
                        markeredgecolor=plots.GREY if off else plots.BLUE)
            plots.alter(text, text=f"{value:.2f}", color=plots.GREY if off else plots.BLACK)


def _show_edges(edges, products, start):
    """Edges on a live path from the input `start`: wide, by sign; all others dotted and grey."""
    live = products[start] != 0                                    # (3, 3): which paths a..c, d..f
    on_path = [np.zeros((2, 3), bool), live, live.any(axis=0)[:, None]]
    on_path[0][start] = live.any(axis=1)
    for lines, w, on in zip(edges, WEIGHTS, on_path, strict=True):
        for index in np.ndindex(w.shape):
            sign = plots.BLUE if w[index] > 0 else plots.VERMILLION
            plots.alter(lines[index], color=sign if on[index] else plots.GREY,
                        linewidth=1 + 3 * abs(w[index]) if on[index] else 0.8,
                        linestyle="-" if on[index] else ":")


def layers(fig):
    """The rms of activations (left) and of gradients (right), layer by layer, width 64."""
    left, right = fig.subplots(1, 2, sharey=True)
    weights = signals.unit_weights(50, 64, seed=2)
    inputs = np.random.default_rng(1).normal(size=(32, 64))
    lines = []
    for ax, title in ((left, "activations, forward"), (right, "gradients, backward")):
        decades(ax.yaxis, -15, -10, -5, 0, 5, 10)
        ax.axhline(1, color=plots.GREY, linewidth=0.8)
        lines.append(plots.curve(ax, [1], [1], colour=plots.BLUE, marker="o", markersize=4,
                                 linewidth=1))
        plots.frame(ax, (0, 51), (1e-17, 1e13), "layer", title=title)
    left.set_ylabel("rms")

    def update(function, gain, depth):
        signal = signals.signal_by_layer(function, weights[:depth], inputs, gain)
        for line, sizes in zip(lines, (signal.forward, signal.backward), strict=True):
            line.set_data(np.arange(1, depth + 1), sizes)
        return (f"{ACTIVATIONS[function].title}, gain {gain:.2f}, {counted(depth, 'layer')}: "
                f"activations arrive at {signal.forward[-1]:.1e} of the input's rms, gradients at "
                f"{signal.backward[0]:.1e} of the output's.")

    return update


def directions(fig):
    """The correlation map of a wide ReLU layer with its staircase; the angle by layer."""
    left, right = fig.subplots(1, 2)
    depth, grid = 10, np.linspace(-1, 1, 201)
    weights = np.random.default_rng(0).normal(size=(8, depth, 150, 150)).astype(np.float32)
    plots.curve(left, grid, grid, colour=plots.GREY, line="--", linewidth=1)
    plots.curve(left, grid, signals.correlation_map(grid), colour=plots.BLACK)
    stairs = plots.curve(left, [], [], colour=plots.BLUE, linewidth=1.4)
    plots.frame(left, (-1, 1), (-1, 1.04), "correlation before", "after the layer", equal=True)
    numbers = np.arange(depth + 1)
    along = np.tile([*numbers, np.nan], len(weights))  # one line with gaps is drawn faster
    measured = plots.curve(right, along, along, colour=plots.SKY, linewidth=1)
    theory = plots.curve(right, numbers, numbers, colour=plots.BLUE, marker="o", markersize=5)
    plots.frame(right, (0, depth), (0, 180), "layer", "angle in degrees")
    names(right, "theory", "8 networks", x=0.97, colours=(plots.BLUE, plots.SKY), align="right")

    def update(angle):
        start = np.cos(np.radians(angle))
        path = signals.correlations_by_depth(start, depth)
        nets = signals.measured_correlations(start, weights, np.random.default_rng(1))
        stairs.set_data(np.repeat(path, 2)[:-1], np.r_[-1, np.repeat(path[1:], 2)])
        theory.set_ydata(_degrees(path))
        measured.set_ydata(np.pad(_degrees(nets), ((0, 0), (0, 1)), constant_values=np.nan).ravel())
        last = _degrees(nets[:, -1])
        return (f"{angle:.0f}° apart at first, {_degrees(path[1]):.0f}° after one layer, "
                f"{_degrees(path[-1]):.0f}° after {depth} in theory; eight networks of width 150: "
                f"{last.min():.0f}° to {last.max():.0f}°.")

    return update


def _degrees(correlation):
    return np.degrees(np.arccos(np.clip(correlation, -1, 1)))
