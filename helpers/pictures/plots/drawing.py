"""Drawing ReLU: what samples, scales and joined dots make of it."""
import numpy as np

from helpers.activations import ACTIVATIONS, relu
from helpers.plots import BLACK, BLUE, GREY, VERMILLION, cross, curve, frame, marker


def sampling(figure):
    """relu through samples `step` apart, the kink at `share` of its step; and the error there."""
    left, right = figure.subplots(1, 2, width_ratios=[1.7, 1])
    curve(left, [-1, 0, 1], [0, 0, 1], colour=GREY, line="--")
    drawn = curve(left, [], [], marker="o", markersize=7)
    gap = curve(left, [], [], colour=VERMILLION, linewidth=4)
    frame(left, (-1, 1), (-0.08, 1.02), "x", "", "dashed: relu, dots joined: what is drawn")
    shares = np.linspace(0, 1, 101)
    parabola = curve(right, shares, 0 * shares, colour=VERMILLION)
    dot = marker(right, 0, 0)
    frame(right, (0, 1), (-0.02, 0.27), "share before the kink", "", "error at the kink")

    def update(step, share):
        x = step * (np.arange(-20, 21) - share)
        drawn.set_data(x, relu(x))
        error = float(np.interp(0, x, relu(x)))
        gap.set_data([0, 0], [0, error])
        parabola.set_ydata(step * shares * (1 - shares))
        dot.set_data([share], [error])
        return (f"Samples {step:.2f} apart: the line passes {error:.4f} above the kink, "
                f"{error / step:.2f} of a step.")

    return update


def aspect(figure):
    """The same curve in two frames of one size: one unit as long on both axes, or not."""
    x = np.array([-3.0, 0.0, 3.0])
    angles = []
    for ax, top in zip(figure.subplots(1, 2), (3.5, 14), strict=True):
        low = -top / 7
        curve(ax, x, relu(x))
        cross(ax)
        ax.set_box_aspect(4 / 6)
        angles.append(np.degrees(np.arctan((4 / 6) * 6 / (top - low))))
        frame(ax, (-3, 3), (low, top), "x", "relu(x)", f"drawn at {angles[-1]:.0f}°")
    return (f"Slope 1 twice: drawn at {angles[0]:.0f}° where a unit is as long on both axes, "
            f"at {angles[1]:.0f}° where it is not.")


def zoom(figure):
    """relu and softplus, moved through the origin, in a window of ± `width`."""
    ax = figure.subplots()
    t = np.linspace(-1, 1, 401)
    softplus = ACTIVATIONS["softplus"].f
    relu_line = curve(ax, t, relu(t), "relu", BLUE)
    smooth = curve(ax, t, t, colour=VERMILLION, line="--")
    ax.text(0.2, -0.4, "dashed: softplus - ln 2", color=VERMILLION)
    cross(ax)
    frame(ax, (-1, 1), (-0.6, 1), "x / width", "y / width", equal=True)

    def update(width):
        relu_line.set_ydata(relu(width * t) / width)
        y = (softplus(width * t) - np.log(2)) / width
        smooth.set_ydata(y)
        gap = np.abs(relu_line.get_ydata() - y).max()
        return (f"Window ±{width:.4g}: ReLU keeps its shape; softplus rises with slope "
                f"{(y[-1] - y[200]):.2f} on the right, {(y[200] - y[0]):.2f} on the left; "
                f"they are {gap:.3f} half-widths apart.")

    return update


def step_drawn_twice(figure):
    """The derivative of relu from 12 samples: dots joined, and two pieces with a gap."""
    x = np.linspace(-1.1, 1.1, 12)
    step = np.where(x > 0, 1.0, 0.0)
    joined, pieces = figure.subplots(1, 2, sharey=True)
    wrong = curve(joined, x, step, marker="o", markersize=5)
    frame(joined, (-1.2, 1.2), (-0.15, 1.15), "x", "relu'(x)", "dots joined", ticks=3)
    for side in (x <= 0, x > 0):
        curve(pieces, np.r_[x[side], 0.0][np.argsort(np.r_[x[side], 0.0])],
              np.full(side.sum() + 1, step[side][0]))
    for height, fill in ((0, BLUE), (1, "white")):
        pieces.plot([0], [height], "o", color=fill, markeredgecolor=BLUE, markersize=9,
                    markeredgewidth=2)
    pieces.text(0.12, 0.05, "value 0 at the kink", color=BLACK)
    frame(pieces, (-1.2, 1.2), (-0.15, 1.15), "x", "", "two pieces", ticks=3)
    rise = np.max(np.diff(wrong.get_ydata()) / np.diff(wrong.get_xdata()))
    return (f"Left: 12 joined samples show a line of slope {rise:.1f}, which the function does "
            "not have. Right: two flat pieces and a jump.")
