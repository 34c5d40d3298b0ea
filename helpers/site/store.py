"""The frames of a page's explorers, packed: each text once, all compressed together.

    {"table": [svg, ...], "explorers": [
        {"size": [w, h], "controls": [...], "full": every combination is stored,
         "frames": [{"at": [positions], "caption": str, "skeleton": number in the table,
                     "fragments": {unit: number in the table}}, ...]}, ...]}

The first frame is the start; the others name only what differs from it, unless they have a
skeleton, which comes with all its fragments.
"""
import gzip
import json
from base64 import b64encode
from math import prod

from helpers.site.choice import chosen
from helpers.site.controls import Control


class Stored:
    """The chosen frames of one explorer.

    `choose(limit)` selects about `limit` frames at most; a frame is computed once.
    """

    def __init__(self, explorer):
        self.explorer, self.known = explorer, {}
        self.controls = [Control(name, widget) for name, widget in explorer.controls.items()]
        self.start = tuple(control.start for control in self.controls)

    def choose(self, limit):
        self.limit = limit
        self.chosen = chosen([control.range() for control in self.controls], limit)
        self.chosen.sort(key=lambda at: at != self.start)
        for at in self.chosen:
            if at not in self.known:
                self.known[at] = self.explorer.frame(**self.values(at))

    def values(self, at):
        """The values of the controls at a combination of positions, by name."""
        return {c.name: c.positions[k] for c, k in zip(self.controls, at, strict=True)}

    def texts(self):
        """(unit, text) of every skeleton and fragment, those of one unit together."""
        found = {("", self.explorer.base["skeleton"]): None}
        found.update(dict.fromkeys(self.explorer.base["fragments"].items()))
        for frame in map(self.known.get, self.chosen):
            if "skeleton" in frame:
                found["", frame["skeleton"]] = None
            found.update(dict.fromkeys(frame["fragments"].items()))
        return sorted(found, key=lambda entry: entry[0])

    def packed(self, numbers):
        """For JSON, with numbers[text] in place of each text."""
        frames = [self.frame(at, numbers) for at in self.chosen]
        whole = {**self.explorer.base, "fragments": {**self.explorer.base["fragments"],
                                                     **self.known[self.start]["fragments"]}}
        frames[0].update(numbered(whole, numbers))
        every = prod(len(control.positions) for control in self.controls)
        return {"size": list(self.explorer.drawing.points), "full": len(frames) == every,
                "controls": [control.described() for control in self.controls], "frames": frames}

    def frame(self, at, numbers):
        known = self.known[at]
        return {"at": list(at), "caption": known["caption"], **numbered(known, numbers)}


def numbered(frame, numbers):
    """The skeleton, if there is one, and the fragments of a frame, as numbers of the table."""
    found = {"skeleton": numbers[frame["skeleton"]]} if "skeleton" in frame else {}
    texts = frame["fragments"].items()
    return {**found, "fragments": {unit: numbers[text] for unit, text in texts}}


def pack(stored):
    """The frames of several Stored, as gzip in base64 (str)."""
    numbers = {}
    for one in stored:
        for _, text in one.texts():
            numbers.setdefault(text, len(numbers))
    data = {"table": list(numbers), "explorers": [one.packed(numbers) for one in stored]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def fitted(explorers, most_bytes, limit):
    """The packed frames (str) of the explorers, in at most `most_bytes`, and their Stored.

    Each explorer may store `limit` frames; while it is too much, the one that takes most room
    goes on with half. Raises ValueError if even the controls alone in coarse steps do not fit.
    """
    stored = [Stored(explorer) for explorer in explorers]
    for one in stored:
        one.choose(limit)
    while len(text := pack(stored)) > most_bytes:
        largest = max(stored, key=lambda one: len(pack([one])) if one.limit > 8 else 0)
        if largest.limit <= 8:
            raise ValueError(f"most_bytes = {most_bytes} holds no frames: {len(text)} are needed")
        largest.choose(min(largest.limit, len(largest.chosen)) // 2)
    return text, stored
