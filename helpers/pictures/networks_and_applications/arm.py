"""The arm: its way to a target with the map of errors beside it, and a circle that it draws."""
import numpy as np

from helpers import plots
from helpers.experiments.applications import arm

REST = np.array([1.4, 1.2])
"""The angles from which every movement starts."""
X, Y = np.linspace(-1.9, 1.9, 77), np.linspace(-1.3, 1.9, 65)
MARGIN = 0.12
"""Room around X and Y for the mark of a target at their ends."""
FRAMES = 10
"""The number of steps of a movement."""


def error_map(answer):
    """The reach error in centimetres of a function p -> q on the grid Y x X; NaN out of reach."""
    p = np.stack(np.meshgrid(X, Y), axis=-1).reshape(-1, 2)
    errors = np.full(len(p), np.nan)
    near = arm.reachable(p)
    errors[near] = 100 * arm.reach_errors(answer(p[near]), p[near])
    return errors.reshape(len(Y), len(X))


def links(q):
    """The points (3, 2) of the arm at angles q (2,): shoulder, elbow, hand."""
    return np.stack([[0.0, 0.0], arm.elbow(q), arm.hand(q)])


def reach(answers):
    """A build: answers {name: function p (N, 2) -> q (N, 2)}; arm, target, and map of errors."""
    maps = {name: error_map(answer) for name, answer in answers.items()}

    def build(fig):
        left, right = fig.subplots(1, 2, width_ratios=(1, 1.25))
        for ax in (left, right):
            plots.frame(ax, (X[0] - MARGIN, X[-1] + MARGIN), (Y[0] - MARGIN, Y[-1] + MARGIN),
                        "x (m)", "y (m)", equal=True)
        inside = np.isfinite(next(iter(maps.values())))
        left.contour(X, Y, inside, levels=[0.5], colors=plots.GREY, linewidths=1)
        exact = plots.curve(left, [0, 1], [0, 1], colour=plots.GREY, line="--")
        path = plots.curve(left, [0, 1], [0, 1], colour=plots.SKY, line=":", linewidth=2)
        mine, = left.plot([0, 1], [0, 1], "o-", color=plots.BLUE, linewidth=5, markersize=8)
        cross, = left.plot([0], [0], "x", color=plots.VERMILLION, markersize=11,
                           markeredgewidth=3)
        image = plots.heat_map(right, next(iter(maps.values())), X, Y, vmin=0, vmax=10)
        right.set_aspect("equal")
        plots.colour_bar(right, image, "error (cm, cut at 10)")
        spot, = right.plot([0], [0], "x", color=plots.VERMILLION, markersize=11, markeredgewidth=3)

        def update(x, y, method, way):
            target = np.array([x, y])
            q, right_q = answers[method](target[None])[0], arm.angles(target)
            steps = REST + np.linspace(0, 1, FRAMES + 1)[:, None] * (q - REST)
            mine.set_data(*links(steps[way]).T)
            path.set_data(*arm.hand(steps[:way + 1]).T)
            exact.set_data(*links(right_q).T)
            for point in (cross, spot):
                point.set_data([x], [y])
            image.set_data(maps[method])
            return _says(method, q, right_q, target, way)

        return update

    return build


def _says(method, q, exact, target, way):
    """The caption: where the hand ends, and what the exact answer would be."""
    error = 100 * arm.reach_errors(q[None], target[None])[0]
    here = "" if way == FRAMES else f"Step {way} of {FRAMES}. "
    if not np.isfinite(exact).all():
        return f"{here}{method}: the target is out of reach; the hand ends {error:.0f} cm from it."
    where = "" if arm.reachable(target) else " The target is outside the range of the training."
    return (f"{here}{method}: angles {q[0]:.2f} and {q[1]:.2f}, exact {exact[0]:.2f} and "
            f"{exact[1]:.2f}; the hand ends {error:.1f} cm from the target.{where}")


def circle(count=121):
    """Points (count, 2) on a circle inside the workspace."""
    t = np.linspace(0, 2 * np.pi, count)
    return np.stack([0.55 + 0.45 * np.cos(t), 0.85 + 0.45 * np.sin(t)], axis=-1)


def drawn_circle(answers):
    """A build: answers {name: function p -> q}; the circle and what the hand draws instead."""

    def build(fig):
        target, said = circle(), []
        for ax, (name, answer) in zip(fig.subplots(1, len(answers), sharey=True), answers.items(),
                                      strict=True):
            q = answer(target)
            plots.curve(ax, *target.T, colour=plots.GREY, line="--", linewidth=1.5)
            plots.curve(ax, *arm.hand(q).T, colour=plots.BLUE, linewidth=2)
            plots.frame(ax, (-0.3, 1.4), (0, 1.7), "x (m)", "", name, equal=True, ticks=3)
            said.append(f"{name} {100 * arm.reach_errors(q, target).mean():.1f}")
        return f"Mean distance from the circle in centimetres: {', '.join(said)}."

    return build
