"""Hinges: one neuron, three of them, and the way through a layer, panel by panel."""
import numpy as np

from helpers.activations import relu
from helpers.pictures.words import counted
from helpers.plots import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    VERMILLION,
    alter,
    cross,
    curve,
    frame,
    marker,
)

HINGE_COLOURS = (BLUE, VERMILLION, GREEN)
HINGE_LINES = ("--", "-.", ":")
LAYER = ((1.0, 1.0, -1.0), (1.0, -0.5, -0.5), (1.0, -2.0, 1.0))  # weights, biases, output weights


def one_hinge(figure):
    """a · relu(w x + b) beside relu."""
    ax = figure.subplots()
    x = np.linspace(-4, 4, 801)
    curve(ax, x, relu(x), colour=GREY, line=":")
    ax.text(2.4, 1.8, "relu", color=GREY)
    hinge = curve(ax, x, relu(x))
    dot = marker(ax, 0, 0)
    cross(ax)
    frame(ax, (-4, 4), (-4, 4), "x", "", equal=True)

    def update(w, b, a):
        hinge.set_ydata(a * relu(w * x + b))
        dot.set_visible(w != 0 and abs(b) <= 4 * abs(w))
        if w == 0:
            return f"w = 0: no hinge, the same value {a * relu(b):.2f} for every x."
        dot.set_data([-b / w], [0])
        side = "right" if w > 0 else "left"
        return f"Kink at x = {-b / w + 0.0:.2f}, open to the {side}, slope a·w = {a * w:.2f} there."

    return update


def three_hinges(figure):
    """change · relu(x - position) for three hinges, and their sum."""
    ax = figure.subplots()
    x = np.linspace(-3, 3, 1201)
    parts = [curve(ax, x, 0 * x, colour=colour, line=line, linewidth=1.8)
             for colour, line in zip(HINGE_COLOURS, HINGE_LINES, strict=True)]
    total = curve(ax, x, 0 * x, colour=BLACK, linewidth=3)
    dots = [marker(ax, 0, 0, colour) for colour in HINGE_COLOURS]
    for dot in dots:
        dot.set_clip_on(True)
    cross(ax)
    frame(ax, (-3, 3), (-3, 3), "x", "", "black: the sum; dots: where its slope changes")

    def update(p1, p2, p3, c1, c2, c3):
        positions, changes = np.array([p1, p2, p3]), np.array([c1, c2, c3])
        hinges = changes * relu(np.subtract.outer(x, positions))
        for part, values in zip(parts, hinges.T, strict=True):
            part.set_ydata(values)
        total.set_ydata(hinges.sum(axis=1))
        for dot, place in zip(dots, positions, strict=True):
            dot.set_data([place], [changes @ relu(place - positions)])
        slopes = slopes_of(positions, changes)
        places, shown = (", ".join(f"{value:g}" for value in some) for some in (positions, slopes))
        return (f"Hinges start at {places}. Slopes from left to right: {shown}: "
                f"{counted(len(slopes), 'piece')}.")

    return update


def slopes_of(positions, changes):
    """The slopes of a sum of hinges from left to right, neighbours different, (pieces,)."""
    slopes = [0.0]
    for place in np.unique(positions):
        slope = round(float(changes[positions <= place].sum()), 9) + 0.0
        if slope != slopes[-1]:
            slopes.append(slope)
    return slopes


def layer_grid(figure):
    """Three neurons of one input: pre-activation, activation, weighted; and their sum.

    The sliders: the input x, and bias b2 and output weight a2 of the second neuron.
    """
    x = np.linspace(-2, 3, 501)
    grid = figure.add_gridspec(3, 4, width_ratios=[1, 1, 1, 1.5])
    rows = [[panel(figure.add_subplot(grid[k, column]), x, k, column) for column in range(3)]
            for k in range(3)]
    ax = figure.add_subplot(grid[:, 3])
    total = curve(ax, x, x, colour=BLACK, linewidth=3)
    total_dot = marker(ax, 0, 0, BLACK)
    cross(ax)
    frame(ax, (-2, 3), (-5.3, 4.3), "x", "", "sum", ticks=3)

    def update(x_in, b2, a2):
        weights, biases, outputs = (np.array(values) for values in LAYER)
        biases[1], outputs[1] = b2, a2
        lines, dots = (stages(points, weights, biases, outputs) for points in (x, [x_in]))
        for k, row in enumerate(rows):
            for column, (line, dot) in enumerate(row):
                alter(line, ydata=lines[column][:, k])
                alter(dot, xdata=[x_in], ydata=[dots[column][0, k]])
        total.set_ydata(lines[2].sum(axis=1))
        total_dot.set_data([x_in], [dots[2].sum()])
        weighted = " + ".join(f"({value + 0.0:.2f})" for value in dots[2][0])
        return f"At x = {x_in:.2f} the weighted hinges add up: {weighted} = {dots[2].sum():.2f}."

    return update


def stages(x, weights, biases, outputs):
    """Pre-activations, activations and weighted activations, each (points, neurons)."""
    pre = np.multiply.outer(np.asarray(x, float), weights) + biases
    return pre, relu(pre), outputs * relu(pre)


def panel(ax, x, row, column):
    """One small panel of the grid: its line and its dot."""
    colour = HINGE_COLOURS[row]
    line = curve(ax, x, x, colour=colour, line="-")
    dot = marker(ax, 0, 0, colour, size=8)
    dot.set_clip_on(True)
    cross(ax)
    title = ("w x + b", "relu(w x + b)", "a · relu(w x + b)")[column] if row == 0 else None
    frame(ax, (-2, 3), (-5.3, 5.3), "x" if row == 2 else "",
          f"neuron {row + 1}" if column == 0 else "", title, ticks=None)
    ax.set(xticks=[-2, 0, 2] if row == 2 else [], yticks=[-4, 0, 4] if column == 0 else [])
    return line, dot
