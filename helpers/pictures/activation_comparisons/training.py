"""Training compared: learning-rate sweeps, tuned results with their spread, curves of a race."""
import numpy as np

from helpers import plots
from helpers.pictures.activation_comparisons.marks import ticks_at, write

LOSSES = (0.01, 0.1, 1)


def geometric(loss):
    """The geometric mean over the last axis."""
    return np.exp(np.log(loss).mean(axis=-1))


def rate_sweeps(sweeps, titles):
    """A build: sweeps {depth: {name: Sweep}}; training loss against learning rate."""
    reach = np.array([rate for by_name in sweeps.values() for s in by_name.values()
                      for rate in s.rates])
    seeds = next(iter(sweeps.values()))["relu"].loss.shape[1]

    def build(fig):
        ax = fig.subplots()
        ticks_at(ax.xaxis, (0.05, 0.2, 0.8, 3.2, 12.8))
        ticks_at(ax.yaxis, LOSSES)
        ghost = plots.curve(ax, [1], [1], colour=plots.GREY, line="--", linewidth=1.6)
        line = plots.curve(ax, [1], [1], colour=plots.BLUE)
        cloud, = ax.plot([1], [1], "o", color=plots.BLUE, markersize=4, alpha=0.5)
        chosen = plots.marker(ax, 1, 1)
        plots.frame(ax, (reach.min() / 1.5, reach.max() * 1.5), (0.004, 4), "learning rate",
                    "training loss")
        write(ax, ("chosen function, each dot a seed", "ReLU"), (plots.BLUE, plots.GREY))

        def update(function, depth):
            s, relu = sweeps[depth][function], sweeps[depth]["relu"]
            for artist, one in ((line, s), (ghost, relu)):
                artist.set_data(one.rates, geometric(one.loss))
            cloud.set_data(np.repeat(s.rates, seeds), s.loss.ravel())
            best = int(np.argmin(geometric(s.loss)))
            chosen.set_data([s.rates[best]], [geometric(s.loss)[best]])
            learned = int(np.sum(s.loss[-1] < 1))
            name = titles[function]
            return (f"{name}, hidden layers: {depth}. Best rate {s.rates[best]:g}: loss "
                    f"{geometric(s.loss)[best]:.3f} (ReLU {geometric(relu.loss).min():.3f}); at "
                    f"rate {s.rates[-1]:g}, {learned} of {seeds} seeds get below 1.")

        return update

    return build


def tuned(sweeps, titles):
    """A build: every function's tuned networks, training loss and test error, one dot a seed."""

    def build(fig):
        left, right = fig.subplots(1, 2, sharey=True)
        names = list(titles)
        ticks_at(left.xaxis, LOSSES)
        rows = [(_row(left, k), _row(right, k)) for k in range(len(names))]
        left.set_yticks(range(len(names)), [titles[name] for name in names])
        left.invert_yaxis()
        plots.frame(left, (0.005, 4), None, "training loss", ticks=None)
        plots.frame(right, (0, 0.2), None, "test error", ticks=None)
        right.set_xticks((0, 0.05, 0.1, 0.15, 0.2))

        def update(depth):
            by_name = sweeps[depth]
            for name, (loss, error) in zip(names, rows, strict=True):
                _move(loss, by_name[name].tuned_loss, geometric(by_name[name].tuned_loss))
                _move(error, by_name[name].tuned_error, by_name[name].tuned_error.mean())
            best = min(names, key=lambda name: geometric(by_name[name].tuned_loss))
            errors = {name: by_name[name].tuned_error.mean() for name in names}
            low = min(errors, key=errors.get)
            return (f"Hidden layers: {depth}. Lowest loss: {titles[best]}, "
                    f"{geometric(by_name[best].tuned_loss):.3f}; lowest test error: {titles[low]}, "
                    f"{errors[low]:.3f}; ReLU {geometric(by_name['relu'].tuned_loss):.3f} and "
                    f"{errors['relu']:.3f}.")

        return update

    return build


def _row(ax, k):
    """The dots of a function's seeds and the bar at their mean, on row k."""
    colour = plots.VERMILLION if k == 0 else plots.BLUE
    cloud, = ax.plot([1], [k], linestyle="none", marker="D" if k == 0 else "o", markersize=5,
                     color=colour, alpha=0.5)
    bar, = ax.plot([1, 1], [k - 0.3, k + 0.3], color=colour, linewidth=3)
    return k, cloud, bar


def _move(row, values, mean):
    k, cloud, bar = row
    cloud.set_data(values, np.full(len(values), k))
    bar.set_xdata([mean, mean])


def convergence(races, titles, target):
    """A build: races {(function, start): Race}; training error by step, one line a seed."""
    first = next(iter(races.values()))

    def build(fig):
        ax = fig.subplots()
        seeds = [plots.curve(ax, first.steps, first.steps, colour=plots.SKY, linewidth=1)
                 for _ in range(first.error.shape[2])]
        relu = plots.curve(ax, first.steps, first.steps, colour=plots.GREY, line="--")
        middle = plots.curve(ax, first.steps, first.steps, colour=plots.BLUE)
        ax.axhline(target, color=plots.BLACK, linewidth=1, linestyle=":")
        plots.frame(ax, (0, first.steps[-1]), (0, 1), "step", "training error")
        write(ax, ("mean of the seeds", "single seeds", "ReLU, own gain, tuned"),
              (plots.BLUE, plots.SKY, plots.GREY), x=0.98, align="right")
        best = races["relu", "own gain"]
        relu.set_ydata(best.error[:, best.best(target)].mean(axis=1))

        def update(function, start, rate):
            r = races[function, start]
            k = int(np.argmin(np.abs(np.asarray(r.rates) - rate)))
            for line, error in zip(seeds, r.error[:, k].T, strict=True):
                line.set_ydata(error)
            middle.set_ydata(r.error[:, k].mean(axis=1))
            steps = r.steps_to(target)[k]
            arrived = np.isfinite(steps)
            when = f", after {steps.mean():.1f} steps on average" if arrived.all() else ""
            return (f"{titles[function]}, {start}, rate {r.rates[k]:g}: {arrived.sum()} of "
                    f"{len(steps)} seeds reach an error of {target:g}{when}.")

        return update

    return build
