"""The pictures of notebook 01.

chord                    two points on the curve and the line between them
neuron                   relu(w x + b) over a cloud of inputs: where it switches, what passes
two_hinges               XOR by two hinges: the square of inputs, and a cut along x1 + x2
fold                     where two hidden neurons send the corners of the square
gaussian                 N(mu, sigma²) before and after, and the share of zeros against Phi
digit_row                one digit image of each class, side by side
zeros_while_learning     share of zeros of a layer during training, and unit by unit
"""
from math import erf, sqrt

import numpy as np
from matplotlib.transforms import offset_copy

from helpers.activations import relu
from helpers.plots import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILLION,
    alter,
    cross,
    curve,
    frame,
    heat_map,
    histogram,
    marker,
)


def chord(fig):
    """Two points a, b of the curve, their chord, and the gap below its middle."""
    ax = fig.subplots()
    frame(ax, (-3, 3), (-0.5, 3), "x", "f(x)", equal=True, ticks=7)
    cross(ax)
    curve(ax, [-3, 0, 3], [0, 0, 3])
    line = curve(ax, [0, 0], [0, 0], colour=VERMILLION, line="--")
    gap = curve(ax, [0, 0], [0, 0], colour=GREEN, linewidth=5)
    ends = [marker(ax, 0, 0) for _ in "ab"]

    def update(a, b):
        x, y = np.array([a, b]), relu(np.array([a, b]))
        middle, below = y.mean(), relu(x.mean())
        line.set_data(x, y)
        gap.set_data([x.mean()] * 2, [below, middle])
        for end, *place in zip(ends, x, y, strict=True):
            end.set_data(*[[value] for value in place])
        slope = f"its slope is {(y[1] - y[0]) / (b - a):.2f}" if a != b else "it has no slope"
        return (f"Chord from a = {a:.1f} to b = {b:.1f}: its middle lies {middle - below:.2f} "
                f"above the curve, {slope}.")

    return update


def neuron(inputs):
    """A build with one neuron, of one input, over a histogram of its inputs (n,)."""
    grid, edges = np.linspace(-4, 4, 401), np.linspace(-4, 4, 33)

    def build(fig):
        top, bottom = fig.subplots(2, sharex=True, height_ratios=(2.2, 1))
        frame(top, (-4, 4), (-2.5, 5), ylabel="output")
        cross(top)
        before = curve(top, grid, grid, colour=GREY, line="--", linewidth=1.5)
        after = curve(top, grid, relu(grid))
        kink = marker(top, 0, 0)
        top.text(-3.9, 4.9, "dashed: w x + b\nsolid: relu(w x + b)", va="top", fontsize=11)
        passing = passing_inputs(bottom, inputs, edges)

        def update(w, b):
            passes = w * inputs + b > 0
            before.set_ydata(w * grid + b)
            after.set_ydata(relu(w * grid + b))
            at = -b / w if w else np.inf
            kink.set_data([at], [0])
            kink.set_visible(abs(at) <= 4)
            passing.set_data(np.histogram(inputs[passes], edges)[0])
            place = f"kink at x = {at + 0:.2f}" if w else "w = 0 has no kink"
            return f"w = {w:.1f}, b = {b:.1f}: {place}; {passes.mean():.1%} of the inputs pass."

        return update

    return build


def passing_inputs(ax, inputs, edges):
    """All inputs in grey, and over them the blue histogram of those that pass."""
    counts = np.histogram(inputs, edges)[0]
    histogram(ax, edges, counts, GREY, alpha=0.45)
    frame(ax, (edges[0], edges[-1]), (0, counts.max() * 1.1), "input x", "inputs", ticks=4)
    return histogram(ax, edges, counts, BLUE, alpha=0.9)


CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = np.array([0, 1, 1, 0])
PLATE = [(-1, -0.36), (1, -0.36), (1, 0.36), (-1, 0.36)]  # white, behind the text of a corner


def two_hinges(fig):
    """y = relu(s - t1) + v relu(s - t2) with s = x1 + x2: over the square, and over s."""
    square, cut = fig.subplots(1, 2, width_ratios=(1, 1.25))
    x = np.linspace(-0.3, 1.3, 49)
    sums = x + x[:, np.newaxis]
    image = heat_map(square, sums, x, x, "PuOr_r", vmin=-0.5, vmax=1.5)
    frame(square, (-0.3, 1.3), (-0.3, 1.3), "input x1", "input x2", "output: orange above ½",
          equal=True, ticks=2)
    labels = [corner_label(square, *corner, target)
              for corner, target in zip(CORNERS, XOR, strict=True)]
    lines, starts = hinge_lines(cut)

    def update(t1, t2, v):
        def parts(s):
            return relu(s - t1), v * relu(s - t2)

        image.set_data(sum(parts(sums)))
        first, second = parts(lines[0].get_xdata())
        for line, y in zip(lines, (first, second, first + second), strict=True):
            line.set_ydata(y)
        for start, t in zip(starts, (t1, t2), strict=True):
            start.set_data([t], [0])
        outputs = sum(parts(CORNERS.sum(axis=1)))
        right = (outputs > 0.5) == XOR
        for label, output, ok in zip(labels, outputs, right, strict=True):
            label.set_text(f"{output + 0:.2f} {'✓' if ok else '✗'}")
        return xor_caption(t1, t2, v, outputs, right)

    return update


def xor_caption(t1, t2, v, outputs, right):
    """The sentence under `two_hinges`."""
    listed = ", ".join(f"{output + 0:.2f}" for output in outputs)
    return (f"t1 = {t1:.1f}, t2 = {t2:.1f}, v = {v:.1f}: outputs {listed}, {right.sum()} of 4 "
            f"right, mean squared error {np.mean((outputs - XOR) ** 2):.3f}.")


def corner_label(ax, x1, x2, target):
    """A corner of the square, round for target 0 and square for 1, and the text above it."""
    marker(ax, x1, x2, *target_style(target), 13)
    above = offset_copy(ax.transData, ax.figure, y=15, units="points")
    ax.plot(x1, x2, linestyle="none", marker=PLATE, markersize=44, color="white", alpha=0.85,
            markeredgewidth=0, transform=above)
    return ax.text(x1, x2, "", ha="center", va="center", transform=above)


def fold(fig):
    """The four corners as inputs, and as hidden activations relu(s), relu(s - 1), s = x1 + x2."""
    s = CORNERS.sum(axis=1)
    hidden = np.column_stack([relu(s), relu(s - 1)])
    axes = fig.subplots(1, 2, width_ratios=(2, 3))
    for ax, points, name in zip(axes, (CORNERS, hidden), ("input x", "hidden h"), strict=True):
        frame(ax, (-0.5, points[:, 0].max() + 0.5), (-0.6, 1.4), f"{name}1", f"{name}2",
              equal=True, ticks=3)
        cross(ax)
        for point, target in zip(points, XOR, strict=True):
            marker(ax, *point, *target_style(target), 14)
    for k, text, offset in ((0, "(0, 0)", 8), (1, "(0, 1)\n(1, 0)", -38), (3, "(1, 1)", 8)):
        axes[1].annotate(text, hidden[k], (9, offset), textcoords="offset points")
    h1 = np.array([-0.5, 2.5])
    curve(axes[1], h1, (h1 - 0.5) / 2, colour=GREEN, line="--", linewidth=2)
    places = len(np.unique(hidden, axis=0))
    return (f"Four corners become {places} points: (0, 1) and (1, 0) both land on "
            f"({hidden[1, 0]:.0f}, {hidden[1, 1]:.0f}). The dashed line h1 - 2 h2 = ½ separates "
            "round from square.")


def target_style(target):
    """Colour and shape of a corner: an orange square for target 1, a purple dot for 0."""
    return (ORANGE, "s") if target else (PURPLE, "o")


def hinge_lines(ax):
    """The first hinge, the second and their sum over s = x1 + x2, and where the two start."""
    s = np.linspace(-0.6, 2.6, 321)
    frame(ax, (-0.6, 2.6), (-2.2, 2.7), "s = x1 + x2", "output", ticks=4)
    cross(ax)
    styles = ((SKY, "--", "first hinge"), (VERMILLION, "-.", "second, times v"), (BLUE, "-", "sum"))
    lines = [curve(ax, s, s, colour=colour, line=dash, linewidth=3.2 if dash == "-" else 2)
             for colour, dash, _ in styles]
    ax.legend(lines, [name for *_, name in styles], loc="upper left", borderpad=0)
    for total, target in ((0, 0), (1, 1), (2, 0)):
        marker(ax, total, target, *target_style(target), 12)
    return lines, [marker(ax, 0, 0, colour, "^", 9) for colour, *_ in styles[:2]]


def phi(z):
    """The standard normal distribution function at a number z."""
    return (1 + erf(z / sqrt(2))) / 2


def gaussian(z):
    """A build with mu + sigma z, z (n,) standard normal: before and after ReLU, and on Phi."""
    edges, ordered = np.linspace(-6, 6, 25), np.sort(z)  # in order, so that counting is quick

    def build(fig):
        axes = fig.subplot_mosaic([["before", "curve"], ["after", "curve"]], width_ratios=(1.5, 1),
                                  height_ratios=(0.45, 1))
        off, on = (share_bars(axes["before"], edges, colour) for colour in (GREY, BLUE))
        passed = share_bars(axes["after"], edges, BLUE)
        spike = curve(axes["after"], [0, 0], [0, 1], colour=VERMILLION, linewidth=6)
        text = axes["after"].text(-5.8, 0.8, "", color=VERMILLION)
        for name, top in (("before", 0.45), ("after", 1)):
            frame(axes[name], (-6, 6), (0, top), ylabel="share", title=f"{name} ReLU", ticks=3)
        dot = phi_curve(axes["curve"])

        def update(mu, sigma):
            x = mu + sigma * ordered
            shares, left = np.diff(np.searchsorted(x, edges)) / len(x), edges[:-1] < 0
            off.set_data(shares * left)
            on.set_data(shares * ~left)
            passed.set_data(shares * ~left)
            zeros = np.searchsorted(x, 0, side="right") / len(x)
            spike.set_ydata([0, zeros])
            text.set_text(f"{zeros:.1%} zeros")
            dot.set_data([mu / sigma], [zeros])
            return (f"mu = {mu:.1f}, sigma = {sigma:.1f}: {zeros:.1%} of {len(x):,} outputs are "
                    f"exactly 0; Phi(-mu/sigma) = {phi(-mu / sigma):.3f}.")

        return update

    return build


def share_bars(ax, edges, colour):
    """A histogram of shares that is still flat."""
    return histogram(ax, edges, np.zeros(len(edges) - 1), colour)


def phi_curve(ax):
    """The curve Phi(-r) over r = mu / sigma, and a dot on it."""
    r = np.linspace(-4, 4, 161)
    frame(ax, (-4, 4), (0, 1), "mu / sigma", "share of zeros", title="Phi(-mu / sigma)", ticks=4)
    curve(ax, r, [phi(-value) for value in r], colour=GREEN)
    return marker(ax, 0, 0.5)


def digit_row(images, labels):
    """A build that shows the first image of each class 0 .. 9; images (N, 8, 8), labels (N,)."""
    chosen = [int(np.flatnonzero(labels == digit)[0]) for digit in range(10)]

    def build(fig):
        ax = fig.subplots()
        row = np.hstack([np.pad(images[k], 1) for k in chosen])
        ax.imshow(row, cmap="gray_r", interpolation="none")
        ax.set_axis_off()
        ink = row.sum() / (10 * 64)
        return (f"The first image of each digit 0 to 9 among {len(images):,}: 64 pixels from 0 to "
                f"1, none negative, {ink:.2f} on average here.")

    return build


def zeros_while_learning(histories):
    """A build from {name of the inputs: helpers.experiments.sparsity.Zeros}."""
    first = next(iter(histories.values()))

    def build(fig):
        left, right = fig.subplots(1, 2, width_ratios=(1.2, 1))
        frame(left, (0, first.steps[-1]), (0, 0.8), "training step", title="share of zeros, layer",
              ticks=4)
        lines = [curve(left, first.steps, share, linewidth=1.4) for share in first.layer.T]
        now = left.axvline(0, color=VERMILLION, linewidth=2, linestyle="--")
        frame(right, (-0.04, 1.04), (-0.04, 1.04), "predicted", "measured",
              "zeros, neuron by neuron", equal=True, ticks=2)
        curve(right, [0, 1], [0, 1], colour=GREY, line="--", linewidth=1.2)
        dots, = right.plot([], [], "o", color=BLUE, markersize=4, alpha=0.5)

        def update(step, inputs):
            zeros = histories[inputs]
            at = int(np.argmin(np.abs(zeros.steps - step)))
            for line, share in zip(lines, zeros.layer.T, strict=True):
                alter(line, ydata=share)
            now.set_xdata([step, step])
            measured, predicted = zeros.zeros[at], zeros.unit_gaussians[at]
            dots.set_data(predicted.ravel(), measured.ravel())
            return zeros_caption(zeros.steps[at], zeros.layer[at], measured, predicted)

        return update

    return build


def zeros_caption(step, layer, measured, predicted):
    """The sentence under `zeros_while_learning`."""
    return (f"Step {step}: {layer.mean():.0%} zeros ({layer.min():.0%} to {layer.max():.0%} over "
            f"{len(layer)} networks); single neurons {measured.min():.0%} to {measured.max():.0%}, "
            f"each predicted within {np.abs(measured - predicted).mean():.3f} on average.")
