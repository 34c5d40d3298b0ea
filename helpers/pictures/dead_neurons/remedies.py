"""What is done against death: remedies side by side, the slope of Leaky ReLU from 0 to 1."""
import numpy as np

from helpers import plots
from helpers.activations import ACTIVATIONS


def remedies(high, tuned):
    """A build: for each remedy dead neurons and accuracy, at a high learning rate and at its best.

    high, tuned: name -> `Trial`, each shown at its best setting; the first is the control. `high`
    has one learning rate.
    """
    names = list(tuned)

    def build(fig):
        left, right = fig.subplots(1, 2, sharey=True)
        rate = high[names[0]].learning_rates[0]
        for ax, field, label in ((left, "dead", "share dead"), (right, "test", "test accuracy")):
            for row, name in enumerate(names):
                _spread(ax, row, getattr(tuned[name], field)[tuned[name].choice], TUNED)
                _spread(ax, row, getattr(high[name], field)[high[name].choice], HIGH)
            ax.axhline(0.5, color=plots.GREY, linewidth=0.8, linestyle=":")
            plots.frame(ax, (-0.03, 1.03), None, label, ticks=None)
        left.set_yticks(range(len(names)), names)
        left.set_ylim(len(names) - 0.4, -0.6)
        left.set_title(f"◇ learning rate {rate:g}", color=HIGH["color"])
        right.set_title("● tuned", color=TUNED["color"])
        return _remedies_sentence(high, tuned, rate)

    return build


def _spread(ax, row, values, look):
    """The mean over seeds as a mark, from the smallest to the largest as a line; or "diverged"."""
    if np.isnan(values).any():
        ax.text(0.5, row, f"{np.isnan(values).sum()} of {len(values)} diverged", ha="center",
                va="center", fontsize=11, color=look["color"])
        return
    ax.plot([values.min(), values.max()], [row, row], color=look["color"], linewidth=2, alpha=0.5)
    ax.plot([values.mean()], [row], linestyle="none", zorder=4, **look)


TUNED = {"marker": "o", "markersize": 8, "color": plots.BLUE}
HIGH = {"marker": "D", "markersize": 8, "color": plots.VERMILLION, "markerfacecolor": "white",
        "markeredgewidth": 1.8}


def _remedies_sentence(high, tuned, rate):
    """The control and the best remedy in numbers."""
    name = next(iter(high))
    at_high = {each: (t.dead[t.choice].mean(), t.test[t.choice].mean()) for each, t in high.items()}
    best = max(at_high, key=lambda each: np.nan_to_num(at_high[each][1]))
    plain = tuned[name]
    return (f"At learning rate {rate:g}, {name}: {at_high[name][0]:.2f} dead, accuracy "
            f"{at_high[name][1]:.2f}; {best}: {at_high[best][0]:.2f} and {at_high[best][1]:.2f}. "
            f"Tuned, {name}: {plain.test[plain.choice].mean():.2f}.")


def leaky_slope(found):
    """A build: Leaky ReLU with a chosen slope; dead, one-sided, accurate by slope (a `Slopes`)."""
    grid = np.array([-3.0, 0.0, 3.0])
    means = {name: getattr(found, name).mean(axis=2) for name in ("dead", "one_sided")}
    diverged = np.isnan(found.test).sum(axis=2)
    test = np.where(diverged > 0, np.nan, found.test.mean(axis=2))

    def build(fig):
        left, right = fig.subplots(1, 2, width_ratios=(1, 1.7))
        plots.cross(left)
        function = plots.curve(left, grid, grid, colour=plots.BLACK)
        plots.frame(left, (-3, 3), (-3, 3), "z", "f(z)", equal=True)
        lines = _slope_lines(right, found.slopes)
        here = right.axvline(0, color=plots.GREY, linewidth=1)

        def update(slope, learning_rate):
            a = int(np.argmin(np.abs(found.learning_rates - learning_rate)))
            s = int(np.argmin(np.abs(found.slopes - slope)))
            function.set_ydata(ACTIVATIONS["leaky_relu"].f(grid, negative_slope=slope))
            for line, values in zip(lines, (test, means["one_sided"], means["dead"]), strict=True):
                line.set_ydata(values[:, a])
            here.set_xdata([slope] * 2)
            return (f"Slope {slope:g}, learning rate {learning_rate:g}: {means['dead'][s, a]:.2f} "
                    f"dead, {means['one_sided'][s, a]:.2f} never above 0, "
                    + _outcome(test[s, a], diverged[s, a], found.test.shape[2]))

        return update

    return build


def _slope_lines(ax, slopes):
    """Three lines over the slopes with their names above: accuracy, never above 0, dead."""
    looks = (("test accuracy", plots.BLUE, "-", 0.0),
             ("never above 0", plots.VERMILLION, "--", 0.42), ("dead", plots.BLACK, ":", 0.86))
    for text, colour, _, x in looks:
        ax.text(x, 1.1, text, color=colour, transform=ax.transAxes, va="top")
    plots.frame(ax, (-0.02, 1.02), (-0.03, 1.03), "negative slope", "share")
    return [plots.curve(ax, slopes, slopes, colour=colour, line=dash, marker="o", markersize=4)
            for _, colour, dash, _ in looks]


def _outcome(accuracy, diverged, seeds):
    """The accuracy, or how many networks diverged."""
    if diverged:
        return f"{diverged} of {seeds} networks diverged."
    return f"test accuracy {accuracy:.2f}."
