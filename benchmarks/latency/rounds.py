"""Everyone in turns, round after round, under every condition."""

import sys
from datetime import date

from playwright.sync_api import Error

from benchmarks.latency import figures

KEYS = {400: 12, 50: 16}  # ms a step: key presses a sweep
FRESH = ("first", "unknown")  # begin each sweep with a new picture


def condition(picture, count, pace):
    """The name of a condition, as in "biggest, 5 others, 50 ms"."""
    others = "alone" if count == 0 else f"{count} other{'s' if count > 1 else ''}"
    return f"{picture}, {others}, {pace} ms"


class Rounds:
    """The seats of all, and what they gave: `found` is (condition, name) -> list of Sweeps.

    `seat(name, picture)` opens one, or gives None. The label, which has no picture, sits once for
    each all the same: so it is measured as often as the others, and beside them.
    """

    def __init__(self, given, seat):
        self.given, self.found, self.seats = given, {}, {}
        for name in given.rivals:
            for picture in given.pictures:
                opened = seat(name, picture)
                if opened:
                    self.seats[name, picture] = opened
                    print(f"{picture}: {name}, ms until the first picture {opened.first:.0f}",
                          flush=True)

    def slide(self, count):
        """All rounds while `count` other kernels slide, then the lines of these conditions."""
        for number in range(self.given.rounds):
            for who in list(self.seats)[:: -1 if number % 2 else 1]:
                try:
                    self._turn(self.seats[who], count)
                except Error as error:
                    print(f"left out from here on: {', '.join(who)}: "
                          f"{str(error).splitlines()[0]}", file=sys.stderr, flush=True)
                    del self.seats[who]
        for picture in self.given.pictures:
            for pace in KEYS:
                self._print(condition(picture, count, pace))

    def _turn(self, seat, count):
        """One seat at each pace, twice if it is alone and time is not short: there and back, or
        twice there for who begins anew.

        "known" has been everywhere before.
        """
        fresh = seat.name in FRESH
        seat.open()
        if not fresh:
            seat.draw()
            seat.home()
        if seat.name == "known":
            for _ in range(2):
                seat.sweep(max(KEYS.values()), 0.05)
        for pace, keys in KEYS.items():
            for again in range(1 if count or self.given.quick else 2):
                if fresh:
                    seat.draw()
                elif not again:
                    seat.home()
                if seat.name != "first" and (fresh or not again):
                    seat.settle()
                sweep = seat.sweep(keys, pace / 1000)
                where = condition(seat.picture, count, pace)
                self.found.setdefault((where, seat.name), []).append(sweep)
        seat.settle()

    def figures(self, name):
        """name of a seat -> Figure, of one condition."""
        return {who: figures.figure(sweeps)
                for (where, who), sweeps in self.found.items() if where == name}

    def _print(self, name):
        for line in figures.lines(name, self.figures(name)):
            print(line)
        for (where, who), sweeps in self.found.items():
            if where == name:
                moves = sum(len(sweep.keys) for sweep in sweeps)
                for way in ("received", "sent"):
                    total = sum(getattr(sweep, way) for sweep in sweeps)
                    print(f"{name}: {who}, bytes {way} a move {total / moves:.0f}")
        sys.stdout.flush()

    def report(self):
        """The table of what was measured while nobody else slid, and one of the classes."""
        given, found = self.given, {}
        for where in dict.fromkeys(where for where, _ in self.found):
            found |= {(where, who): figure for who, figure in self.figures(where).items()}
        print(f"\n{date.today():%d %B %Y}, painted, median / 95th percentile in ms; "
              "ratios that miss their goal in bold\n")
        for counts in (given.classes[:1], given.classes[1:]):
            for picture in given.pictures if len(counts) > 1 else (None,):
                columns = [condition(picture or each, count, pace) for count in counts
                           for each in (given.pictures if picture is None else (picture,))
                           for pace in KEYS]
                if columns:
                    print(figures.table(found, columns), figures.goals(found, columns),
                          sep="\n\n", end="\n\n")
