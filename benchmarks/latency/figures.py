"""From key presses and painted pictures to medians, ratios, goals and the table."""

import math
from dataclasses import dataclass
from statistics import median

WHO = {
    "known": "our explorer, picture known",
    "unknown": "our explorer, picture unknown",
    "first": "our explorer, first slide",
    "label": "a label, no picture",
    "interact": "`interact`, matplotlib",
    "ipympl": "ipympl, `set_data`",
    "plotly": "plotly FigureWidget",
    "bqplot": "bqplot",
}


def waits(sweep, end="painted"):
    """ms from each key to its position or a later one of the sweep, painted or on the "screen".

    inf if it never came.
    """
    place = {number: k for k, number in enumerate(sweep.expected)}
    column, found = ("painted", "screen").index(end) + 1, []
    for k, pressed in enumerate(sweep.keys):
        reached = [row[column] for row in sweep.shown
                   if row[column] >= pressed and place.get(row[0], -1) >= k]
        found.append(min(reached, default=math.inf) - pressed)
    return found


def percentile(values, share):
    """The smallest value that at least that share of the values does not exceed."""
    if not values:
        raise ValueError("values is empty: a percentile needs at least one")
    if not 0 < share <= 1:
        raise ValueError(f"share must be above 0 and at most 1, got {share}")
    return sorted(values)[math.ceil(share * len(values)) - 1]


@dataclass(frozen=True)
class Figure:
    """Waits in ms under one condition: until pictures were painted, and until on the screen."""

    waits: list
    screen_waits: list

    @property
    def median(self):
        return median(self.waits)

    @property
    def p95(self):
        return percentile(self.waits, 0.95)

    @property
    def screen(self):
        return median(self.screen_waits)


def figure(sweeps):
    """The Figure of several Sweeps."""
    return Figure(*([wait for sweep in sweeps for wait in waits(sweep, end)]
                    for end in ("painted", "screen")))


@dataclass(frozen=True)
class Goal:
    """A part of the figure of one, divided by that of another, is at most (or at least) `limit`."""

    of: str
    to: str
    limit: float
    part: str = "median"
    at_most: bool = True

    @property
    def name(self):
        part = "95th percentile" if self.part == "p95" else self.part
        return f"{self.of} / {self.to}, {part}"

    @property
    def wanted(self):
        return f"at {'most' if self.at_most else 'least'} {self.limit:g}"

    def ratio(self, figures, part=None):
        """None if one of the two was not measured."""
        if self.of not in figures or self.to not in figures:
            return None
        part = part or self.part
        return getattr(figures[self.of], part) / getattr(figures[self.to], part)

    def met(self, ratio):
        return ratio <= self.limit if self.at_most else ratio >= self.limit


GOALS = (
    Goal("known", "label", 0.35),
    Goal("known", "label", 0.6, "p95"),
    Goal("interact", "known", 12, at_most=False),
    Goal("unknown", "label", 1.2),
    *(Goal(name, ours, 1, at_most=False) for ours in ("known", "unknown")
      for name in ("ipympl", "plotly", "bqplot")),
)


def lines(condition, figures):
    """All lines of one condition; `figures` is name -> Figure."""
    for name, figure in figures.items():
        yield f"{condition}: {name}, median ms {figure.median:.1f}"
        yield f"{condition}: {name}, 95th percentile ms {figure.p95:.1f}"
        yield f"{condition}: {name}, on the screen, median ms {figure.screen:.1f}"
    for goal in GOALS:
        if (ratio := goal.ratio(figures)) is not None:
            yield f"{condition}: {goal.name} {ratio:.2f}"
    for goal in GOALS:
        if goal.part == "median" and (ratio := goal.ratio(figures, "screen")) is not None:
            yield f"{condition}: {goal.of} / {goal.to}, on the screen, median {ratio:.2f}"


def table(found, conditions):
    """Markdown: a row for everyone, a column a condition, "median / 95th percentile" in ms.

    found: (condition, name) -> Figure; conditions: those that become columns, in order.
    """
    names = [name for name in WHO if any((c, name) in found for c in conditions)]
    rows = [["ms from key to picture", *conditions], ["---", *["---:"] * len(conditions)]]
    for name in names:
        cells = (found.get((condition, name)) for condition in conditions)
        rows.append([WHO[name], *(f"{cell.median:.0f} / {cell.p95:.0f}" if cell else "–"
                                  for cell in cells)])
    return markdown(rows)


def goals(found, conditions):
    """Markdown: a row a goal, a column a condition; a ratio that misses its goal stands in bold."""
    rows = [["ratio", "goal", *conditions], ["---", "---", *["---:"] * len(conditions)]]
    for goal in GOALS:
        ratios = [goal.ratio({who: figure for (where, who), figure in found.items()
                              if where == condition}) for condition in conditions]
        if any(ratio is not None for ratio in ratios):
            rows.append([goal.name, goal.wanted, *(
                "–" if ratio is None else f"{ratio:.2f}" if goal.met(ratio) else f"**{ratio:.2f}**"
                for ratio in ratios)])
    return markdown(rows)


def markdown(rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
