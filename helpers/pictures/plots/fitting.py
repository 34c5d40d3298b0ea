"""Curves approximated by hinges: placed, and trained."""
import numpy as np

from helpers.experiments.approximation import even_knots, greedy_order, worst_error
from helpers.pictures.words import counted
from helpers.plots import BLACK, BLUE, GREY, VERMILLION, curve, frame, label_line, marker

COUNTS = np.arange(1, 41)  # hinges
NEAR = 0.05                # hinges closer than this count as one place
START_ROW, NOW_ROW = -1.42, -1.7


def approximating(x, curves, unit):
    """A picture of `curves` (name -> heights at x, (points,)) and their interpolants.

    unit   name -> (factor, text): what an error of 1 means
    The controls: the number of hinges, the curve, how knots are placed ("even" or "greedy").
    """
    knots = {(name, way): place(x, y) for way, place in PLACINGS for name, y in curves.items()}
    errors = {key: np.array([worst_error(x, curves[key[0]], k) for k in some])
              for key, some in knots.items()}

    def build(figure):
        left, right = figure.subplots(1, 2, width_ratios=[1.6, 1])
        target = curve(left, x, 0 * x, colour=GREY, linewidth=4)
        fit = curve(left, [], [], colour=BLUE, marker="o", markersize=6, linewidth=1.8)
        frame(left, (-1.04, 1.04), (-1.35, 1.35), "x", "", "grey: the curve, blue: the hinges")
        lines, chosen = error_panel(right)

        def update(hinges, name, placing):
            where = knots[name, placing][hinges - 1]
            target.set_ydata(curves[name])
            fit.set_data(where, np.interp(where, x, curves[name]))
            for each, line in lines.items():
                line.set_ydata(np.log10(errors[name, each]))
            error, (factor, text) = errors[name, placing][hinges - 1], unit[name]
            chosen.set_data([np.log10(hinges)], [np.log10(error)])
            return f"Hinges: {hinges}, {placing}: the worst error is {factor * error:.3g}{text}."

        return update

    return build


def all_even(x, y):
    """Even knots for each of COUNTS."""
    return [even_knots(x, n) for n in COUNTS]


def all_greedy(x, y):
    """Greedy knots for each of COUNTS."""
    order = greedy_order(x, y, COUNTS[-1])
    return [np.sort(x[order[:n + 1]]) for n in COUNTS]


PLACINGS = (("even", all_even), ("greedy", all_greedy))


def error_panel(ax):
    """Axes of log10 error against log10 hinges: the lines by placing, and the dot."""
    lines = {"even": curve(ax, np.log10(COUNTS), 0.0 * COUNTS, colour=BLUE),
             "greedy": curve(ax, np.log10(COUNTS), 0.0 * COUNTS, colour=VERMILLION, line="--")}
    ax.text(1.62, 0.42, "even: solid", color=BLUE, ha="right")
    ax.text(1.62, 0.18, "greedy: dashed", color=VERMILLION, ha="right")
    frame(ax, (-0.05, 1.65), (-2.6, 0.6), "hinges", "", "worst error", ticks=None)
    ax.set_xticks([0, 1, np.log10(COUNTS[-1])], ["1", "10", f"{COUNTS[-1]}"])
    ax.set_yticks([-2, -1, 0], ["0.01", "0.1", "1"])
    return lines, marker(ax, 0, 0, BLACK)


def training_replay(x, curves, training):
    """A picture of hinges while they are trained.

    curves     (name, start) -> heights at x, (points,), in the order of the ensemble
    training   HingeTraining of that ensemble
    The controls: the record, the curve, the start.
    """
    members = list(curves)

    def build(figure):
        ax = figure.subplots()
        target = curve(ax, x, 0 * x, colour=GREY, linewidth=4)
        fit = curve(ax, x, 0 * x, colour=BLUE)
        begin = triangles(ax, "v", START_ROW, GREY, "start", markerfacecolor="white")
        now = triangles(ax, "^", NOW_ROW, VERMILLION, "now")
        frame(ax, (-1.04, 1.04), (-1.85, 1.35), "x", "", "grey: the curve, blue: the network")

        def update(record, name, start):
            member = members.index((name, start))
            places = training.positions[:, member]
            target.set_ydata(curves[name, start])
            fit.set_ydata(training.fits[record, member])
            begin.set_data(places[0], np.full_like(places[0], START_ROW))
            now.set_data(places[record], np.full_like(places[0], NOW_ROW))
            return (f"Step {training.steps[record]}: rms error "
                    f"{training.errors[record, member]:.3f}; {whereabouts(places[record])}")

        return update

    return build


def triangles(ax, shape, row, colour, label, **style):
    """A row of markers, empty at first, with its name at the right."""
    artist, = ax.plot([], [], shape, color=colour, markersize=10, markeredgewidth=1.8, **style)
    label_line(curve(ax, [1.04], [row], colour=colour), label)
    return artist


def whereabouts(places):
    """How many of the hinges at `places` (N,) are in [-1, 1], at how many different places."""
    inside = np.sort(places[np.abs(places) <= 1])
    distinct = np.sum(np.diff(inside, prepend=-np.inf) > NEAR)
    return (f"{len(inside)} of {len(places)} hinges inside, at "
            f"{counted(distinct, 'different place')}.")
