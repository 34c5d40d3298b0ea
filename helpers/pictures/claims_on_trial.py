"""The figures of notebook 07: trials as dots on the two sides of their thresholds.

session    every case of several claims, one dot a seed
replay     one claim, one seed of it picked out
jury       one claim, with as many seeds and as strict a rule as one likes
verdicts   all claims by verdict

Each claim has its own unit, so what is drawn is the distance from its threshold, as a share of the
claim's largest; it counts to the right where the claim holds.
"""
import numpy as np

from helpers import plots
from helpers.experiments.claims import KINDS, STANDARD_ERRORS
from helpers.experiments.claims.record import CONTROL, standard_error

COLOURS = {True: plots.BLUE, False: plots.VERMILLION, None: plots.PURPLE, "control": plots.GREY}
SHAPES = {True: "o", False: "D", None: "s", "control": "X"}
WORDS = {True: "holds", False: "fails", None: "too close"}
ROWS = 4
"""The most cases of a claim."""


def distances(trial):
    """Case -> distances from the threshold (S,), the largest of all 1, above 0 where it holds."""
    side = 1 if trial.claim.holds == "above" else -1
    away = {case: side * (np.asarray(values) - trial.claim.threshold)
            for case, values in trial.values.items()}
    largest = max(np.abs(values).max() for values in away.values())
    return {case: values / (largest or 1.0) for case, values in away.items()}


def looks(trial, case, side):
    """(colour, marker) of a case: by its side, or as a control."""
    key = "control" if case.startswith(CONTROL) else side
    return COLOURS[key], SHAPES[key]


def session(trials):
    """A build: the trials (name -> Trial) from top to bottom, each case a row of dots."""

    def build(fig):
        ax, labels, y = fig.subplots(), {}, 0
        for trial in trials.values():
            ax.text(-1.08, y, trial.claim.sentence, fontsize=11, weight="bold", va="center",
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})
            y += 1
            for case, away in distances(trial).items():
                colour, shape = looks(trial, case, trial.sides()[case])
                ax.plot(away, np.full(away.size, y), linestyle="none", marker=shape, markersize=6,
                        color=colour, alpha=0.6)
                labels[y] = case
                y += 1
            y += 0.3
        ax.axvline(0, ymax=1, color=plots.BLACK, linewidth=1, zorder=0)
        ax.set_yticks(list(labels), labels.values())
        ax.set_ylim(y - 0.6, -0.7)
        plots.frame(ax, (-1.1, 1.1), None, ticks=None)
        ax.set_xticks([-0.6, 0, 0.6], ["← the claim fails", "threshold", "the claim holds →"])
        kinds = [trial.kind() for trial in trials.values()]
        counted = ", ".join(f"{kinds.count(kind)} {kind}" for kind in KINDS if kind in kinds)
        return (f"One dot a seed, {len(kinds)} claims: {counted}. Circles are cases in which the "
                "claim holds, diamonds those in which it fails, grey crosses controls. Each claim "
                "has its own unit.")

    return build


def board(fig):
    """Artists for one claim with at most ROWS cases; the function that sets them.

    The function takes a Trial, how many of its seeds count, the rule in standard errors, and the
    place of one seed to pick out, or None; that seed's mark shows its own side of the threshold.
    """
    ax = fig.subplots()
    ax.axvline(0, ymax=0.82, color=plots.BLACK, linewidth=1, zorder=0)
    plots.frame(ax, (-1.1, 1.1), (-0.7, ROWS + 0.4), ticks=None)
    ax.set_xticks([-0.6, 0, 0.6], ["← the claim fails", "threshold", "the claim holds →"])
    ax.set_yticks([])
    title = ax.text(-1.08, ROWS + 0.15, "", weight="bold", va="center")
    rule = ax.text(-1.08, ROWS - 0.25, "", fontsize=11, va="center")
    rows = [_row(ax, ROWS - 1.25 - k) for k in range(ROWS)]

    def draw(trial, count, errors, picked=None):
        title.set_text(trial.claim.sentence)
        rule.set_text(trial.claim.rule)
        sides, away = trial.sides(errors, count), distances(trial)
        cases = [*away, *[None] * (ROWS - len(away))]
        for case, (dots, bar, one, name) in zip(cases, rows, strict=True):
            for artist in (dots, bar, one, name):
                plots.alter(artist, visible=case is not None)
            if case is None:
                continue
            values = away[case]
            y, (colour, shape) = dots.get_ydata()[0], looks(trial, case, sides[case])
            used, margin = values[:count], errors * standard_error(values[:count])
            plots.alter(dots, data=(used, np.full(used.size, y)), color=colour, marker=shape)
            span = used.mean() + np.array([-margin, 0, margin])
            plots.alter(bar, data=(span, np.full(3, y - 0.2)), color=colour)
            own = {1: True, 0: None, -1: False}[np.sign(values[picked or 0])]
            own_colour, own_shape = looks(trial, case, own)
            plots.alter(one, data=([values[picked or 0]], [y]), color=own_colour,
                        marker=own_shape, visible=picked is not None)
            plots.alter(name, text=f"{case}: {_number(trial, case, picked, count)}", color=colour)

    return draw


def _row(ax, y):
    """Dots of the seeds, the bar of the decision, one large dot and the text of a case."""
    dots, = ax.plot([0], [y], linestyle="none", marker="o", markersize=6, alpha=0.45)
    bar, = ax.plot([0], [y], linewidth=3, marker="|", markersize=9)
    return dots, bar, plots.marker(ax, 0, y, plots.BLUE), ax.text(-1.08, y + 0.34, "", va="center")


def _number(trial, case, picked, count):
    """What is written beside a case: the picked seed's number, or the mean of those counted."""
    values = trial.values[case]
    return trial.claim.written(values[:count].mean() if picked is None else values[picked])


def replay(trials):
    """A build: trials {name: Trial}; a claim and the place of a seed."""

    def build(fig):
        draw = board(fig)

        def update(claim, seed):
            trial = trials[claim]
            place = trial.seeds.index(seed)
            draw(trial, len(trial.seeds), STANDARD_ERRORS, place)
            said = [f"{case} {trial.claim.written(values[place])}"
                    for case, values in trial.values.items() if not case.startswith(CONTROL)]
            return (f"Seed {seed}: {'; '.join(said)} (holds {trial.claim.holds} "
                    f"{trial.claim.limit}). All {len(trial.seeds)} seeds: {trial.verdict()}.")

        return update

    return build


def jury(trials):
    """A build: trials {name: Trial}; a claim, the number of seeds that count, and how strict."""

    def build(fig):
        draw = board(fig)

        def update(claim, seeds, errors):
            trial = trials[claim]
            draw(trial, seeds, errors)
            return (f"{seeds} seeds, means at least {errors:g} standard errors from the threshold: "
                    f"{trial.verdict(errors, seeds)}.")

        return update

    return build


def verdicts(trials):
    """A build: the names of all claims in four columns, one a verdict."""

    def build(fig):
        ax = fig.subplots()
        ax.set_axis_off()
        kinds = {name: trial.kind() for name, trial in trials.items()}
        columns = _columns(kinds)
        for x, (title, colour, names) in zip(np.linspace(0, 0.8, len(columns)), columns,
                                             strict=True):
            ax.text(x, 1, title, color=colour, weight="bold", fontsize=14, va="top")
            for k, name in enumerate(names):
                ax.text(x, 0.88 - 0.088 * k, name, va="top")
        ax.set(xlim=(0, 1), ylim=(0, 1))
        counts = [list(kinds.values()).count(kind) for kind in KINDS]
        return (f"{len(kinds)} claims: " + ", ".join(
            f"{count} {kind}" for count, kind in zip(counts, KINDS, strict=True) if count) + ".")

    return build


def _columns(kinds):
    """(title, colour, names) of each column; "true when" takes two."""
    by_kind = {kind: [name for name in kinds if kinds[name] == kind] for kind in KINDS}
    when, half = by_kind["true when"], (len(by_kind["true when"]) + 1) // 2
    return [("true", plots.BLUE, by_kind["true"]), ("true when …", plots.GREEN, when[:half]),
            ("", plots.GREEN, when[half:]), ("false", plots.VERMILLION, by_kind["false"]),
            *([("undecided", plots.PURPLE, by_kind["undecided"])] if by_kind["undecided"] else [])]
