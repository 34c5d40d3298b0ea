"""Which combinations of the controls' positions a page stores, under a limit on their number.

A combination is a tuple of positions (int), one a control. A control is a `Range` of positions
of which some are enough, or a choice among things that have no order, of which all are wanted.
"""
from itertools import product
from math import prod
from typing import NamedTuple


class Range(NamedTuple):
    """A control: number of positions, the one where it starts, whether some of them suffice."""

    count: int
    start: int
    ordered: bool = True


def chosen(ranges, limit):
    """The combinations to store, sorted; the start is always among them.

    All, if the limit allows. Else each control alone through the start, with fewer positions
    where even that exceeds the limit; then the same for every choice; then a grid, as fine as
    the rest of the limit allows.
    """
    if prod(r.count for r in ranges) <= limit:
        return list(product(*(range(r.count) for r in ranges)))
    found = set(axes(ranges, limit))
    for more in (axes_of_choices(ranges, limit), grid(ranges, limit - len(found))):
        if len(union := found | set(more)) <= limit:
            found = union
    return sorted(found)


def axes(ranges, limit):
    """Each control alone; above the limit the longest ordered ones in coarser steps."""
    parts = [1 << r.count.bit_length() for r in ranges]
    steps = [level(r, n) for r, n in zip(ranges, parts, strict=True)]
    while sum(map(len, steps)) - len(ranges) >= limit and max(parts) > 2:
        k = max(range(len(ranges)), key=lambda k: (parts[k] > 2) * len(steps[k]))
        parts[k] //= 2
        steps[k] = level(ranges[k], parts[k])
    start = tuple(r.start for r in ranges)
    return [moved(start, k, at) for k in range(len(ranges)) for at in steps[k]]


def axes_of_choices(ranges, limit):
    """Each ordered control alone, for every combination of the choices; [] above the limit."""
    starts = [[r.start] if r.ordered else range(r.count) for r in ranges]
    long = sum(r.count for r in ranges if r.ordered)
    if prod(map(len, starts)) * long > limit:
        return []
    return [moved(start, k, at) for start in product(*starts)
            for k, r in enumerate(ranges) if r.ordered for at in range(r.count)]


def grid(ranges, limit):
    """All combinations of some positions of each control: the coarsest is refined first."""
    halves = [0 if r.ordered else r.count for r in ranges]
    steps = [level(r, half) for r, half in zip(ranges, halves, strict=True)]
    if prod(map(len, steps)) > limit:
        return []
    refined = True
    while refined:
        refined = False
        for k in sorted(range(len(ranges)), key=lambda k: len(steps[k]) / ranges[k].count):
            finer = level(ranges[k], max(2, 2 * halves[k]))
            rest = prod(len(step) for j, step in enumerate(steps) if j != k)
            if len(finer) > len(steps[k]) and rest * len(finer) <= limit:
                steps[k], halves[k], refined = finer, max(2, 2 * halves[k]), True
                break
    return list(product(*steps))


def level(control, parts):
    """The start and the ends of about `parts` equal parts of a range; all of a choice."""
    last = control.count - 1
    if not control.ordered or parts >= last:
        return list(range(control.count))
    return sorted({control.start, *(round(k * last / parts) for k in range(parts + 1) if parts)})


def moved(combination, k, position):
    """A combination with another position of control k."""
    return (*combination[:k], position, *combination[k + 1:])
