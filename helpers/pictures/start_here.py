"""The pictures of notebook 00.

course_map     a small picture for each notebook of the course
first_steps    one point on the curve, to learn the controls with
"""
from textwrap import fill

import numpy as np

from helpers.activations import ACTIVATIONS, relu
from helpers.plots import BLUE, COLOURS, GREY, LINES, VERMILLION, cross, curve, frame, marker


def definition_thumbnail(ax):
    """The curve with its kink."""
    curve(ax, [-1, 0, 1], [0, 0, 1], linewidth=4)
    marker(ax, 0, 0)


def plots_thumbnail(ax):
    """A sine and the seven hinges that follow it."""
    x = np.linspace(-1, 1, 201)
    knots = np.linspace(-1, 1, 8)
    curve(ax, x, 0.5 + 0.5 * np.sin(np.pi * x), colour=GREY, line=":")
    curve(ax, knots, 0.5 + 0.5 * np.sin(np.pi * knots), linewidth=3)


def gradients_thumbnail(ax):
    """The derivative: a step, with the vertical segment that belongs to 0."""
    curve(ax, [-1, 0], [0, 0], linewidth=4)
    curve(ax, [0, 1], [1, 1], linewidth=4)
    curve(ax, [0, 0], [0, 1], colour=VERMILLION, line=":", linewidth=3)


def dead_neurons_thumbnail(ax):
    """Rows of neurons, some of them dark."""
    dead = np.random.default_rng(3).uniform(size=(5, 10)) < np.linspace(0, 0.8, 5)[:, None]
    across, up = np.meshgrid(np.linspace(-1, 1, 10), np.linspace(1, 0, 5))
    for dark, colour in ((False, BLUE), (True, GREY)):
        ax.plot(across[dead == dark], up[dead == dark], "X" if dark else "s", color=colour,
                markersize=8)


def comparisons_thumbnail(ax):
    """Four functions on the same axes, told apart by colour and dash."""
    x = np.linspace(-1.15, 1.15, 201)
    for name, colour, line in zip(("relu", "elu", "gelu", "tanh"), COLOURS, LINES, strict=False):
        curve(ax, x, ACTIVATIONS[name].f(3 * x) / 3, colour=colour, line=line, linewidth=3)


def applications_thumbnail(ax):
    """An arm of two links that reaches for a target."""
    joints = np.array([[-0.7, 0.0], [-0.25, 0.85], [0.55, 0.55]])
    ax.plot(*joints.T, "-", color=BLUE, linewidth=5, solid_capstyle="round")
    ax.plot(*joints.T, "o", color=BLUE, markersize=9)
    ax.plot(0.8, 0.4, "X", color=VERMILLION, markersize=12)


def claims_thumbnail(ax):
    """Dots on the two sides of a threshold: claims that hold, claims that fail."""
    rng = np.random.default_rng(5)
    for y, middle in ((1, 0.6), (0.75, -0.6), (0.5, 0.45), (0.25, -0.35), (0, 0.75)):
        x = middle + 0.12 * rng.standard_normal(6)
        ax.plot(x, np.full(6, y), "o" if middle > 0 else "D", markersize=7, alpha=0.7,
                color=BLUE if middle > 0 else VERMILLION)
    ax.axvline(0, color=GREY, linewidth=3)


THUMBNAILS = {"01 definition": definition_thumbnail, "02 plots": plots_thumbnail,
              "03 gradients": gradients_thumbnail, "04 dead neurons": dead_neurons_thumbnail,
              "05 activation comparisons": comparisons_thumbnail,
              "06 networks and applications": applications_thumbnail,
              "07 claims on trial": claims_thumbnail}


def course_map(minutes):
    """A build with one panel a notebook; `minutes` (name -> teaching time) are written below.

    Raises ValueError when `minutes` does not name just the notebooks that have a thumbnail.
    """
    if list(minutes) != list(THUMBNAILS):
        raise ValueError(f"minutes must name {', '.join(THUMBNAILS)}, got {', '.join(minutes)}")

    def build(fig):
        places = fig.subplots(2, 4).flat
        for ax in places[len(THUMBNAILS):]:
            ax.set_axis_off()
        for ax, (name, draw) in zip(places, THUMBNAILS.items(), strict=False):
            frame(ax, (-1.15, 1.15), (-0.2, 1.2), f"{minutes[name]} minutes", title=fill(name, 16))
            ax.set(xticks=[], yticks=[])
            draw(ax)
        listed = ", ".join(f"{name} ({minutes[name]} minutes)" for name in THUMBNAILS)
        return f"The notebooks after this one: {listed}; {sum(minutes.values())} minutes together."

    return build


def first_steps(fig):
    """One point of the curve, moved by x; the two straight pieces named or not."""
    ax = fig.subplots()
    frame(ax, (-3.2, 3.2), (-0.4, 3.3), "x", "f(x)", equal=True, ticks=7)
    cross(ax)
    curve(ax, [-3, 0, 3], [0, 0, 3], colour=BLUE)
    down = curve(ax, [0, 0], [0, 0], colour=GREY, line="--", linewidth=1.5)
    point = marker(ax, 0, 0)
    pieces = (ax.text(-1.6, 0.15, "off: 0", color=GREY, ha="center"),
              ax.text(1.45, 1.9, "on: x", color=GREY, ha="right"))

    def update(x, names):
        y = float(relu(x))
        point.set_data([x], [y])
        down.set_data([x, x], [0, y])
        for piece in pieces:
            piece.set_visible(names)
        piece = (" This is the piece called on." if x > 0 else
                 " This is the piece called off." if x < 0 else " This is the kink.")
        return f"x = {x:.1f} gives f(x) = {y:.1f}.{piece if names else ''}"

    return update
