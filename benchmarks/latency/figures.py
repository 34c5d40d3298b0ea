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


def waits(sweep):
    """ms from each key to the paint of its position or a later one of the sweep; inf if never."""
    place = {number: k for k, number in enumerate(sweep.expected)}
    found = []
    for k, pressed in enumerate(sweep.keys):
        reached = [when for number, when in sweep.shown
                   if when >= pressed and place.get(number, -1) >= k]
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
    """Waits in ms under one condition: its median, its 95th percentile."""

    waits: list

    @property
    def median(self):
        return median(self.waits)

    @property
    def p95(self):
        return percentile(self.waits, 0.95)


@dataclass(frozen=True)
class Goal:
    """A part of the figure of one, divided by that of another, is at most (or at least) `limit`."""

    name: str
    of: str
    to: str
    limit: float
    part: str = "median"
    at_most: bool = True

    def line(self, condition, figures):
        """`name value` with the goal and whether it is met; None if someone was not measured."""
        if self.of not in figures or self.to not in figures:
            return None
        ratio = getattr(figures[self.of], self.part) / getattr(figures[self.to], self.part)
        met = ratio <= self.limit if self.at_most else ratio >= self.limit
        wanted = f"at {'most' if self.at_most else 'least'} {self.limit:g}"
        return (f"{condition}: {self.name} {ratio:.2f} "
                f"(goal: {wanted}, {'met' if met else 'missed'})")


GOALS = (
    Goal("known / label, median", "known", "label", 0.35),
    Goal("known / label, 95th percentile", "known", "label", 0.6, "p95"),
    Goal("interact / known, median", "interact", "known", 12, at_most=False),
    Goal("unknown / label, median", "unknown", "label", 1.2),
    *(Goal(f"{name} / known, median", name, "known", 1, at_most=False)
      for name in ("ipympl", "plotly", "bqplot")),
    *(Goal(f"{name} / unknown, median", name, "unknown", 1, at_most=False)
      for name in ("ipympl", "plotly", "bqplot")),
)


def lines(condition, figures):
    """All lines of one condition; `figures` is name -> Figure."""
    for name, figure in figures.items():
        yield f"{condition}: {name}, median ms {figure.median:.1f}"
        yield f"{condition}: {name}, 95th percentile ms {figure.p95:.1f}"
    yield from filter(None, (goal.line(condition, figures) for goal in GOALS))


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
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
