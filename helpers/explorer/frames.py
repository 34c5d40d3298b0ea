"""Frames: what an explorer shows at given values, as what differs from its first picture.

    {"values": [...]        of the controls in their order; of a menu the number of the choice
     "caption": str, "error": "",
     "fragments": {unit: svg}    whose text differs from the base's
     "skeleton": str}       only where the structure differs; then "fragments" holds every unit

A frame says all that a front end needs besides the base, whatever it shows now.
"""
from helpers.explorer.controls import key_of
from helpers.explorer.drawing import LOCK

MOST_FRAMES, MOST_CHARACTERS = 400, 24_000_000


class Frames:
    """Frames by key, as many as the two limits allow; the one that was used last stays longest."""

    def __init__(self, most=MOST_FRAMES, most_characters=MOST_CHARACTERS):
        self.most, self.most_characters, self.characters = most, most_characters, 0
        self.found = {}  # in the order of use

    def __contains__(self, key):
        return key in self.found

    def get(self, key):
        """The frame, or None."""
        frame = self.found.pop(key, None)
        if frame is not None:
            self.found[key] = frame
        return frame

    def put(self, key, frame):
        self.drop(key)
        self.found[key] = frame
        self.characters += characters(frame)
        while len(self.found) > 1 and (
                len(self.found) > self.most or self.characters > self.most_characters):
            self.drop(next(iter(self.found)))

    def drop(self, key):
        if key in self.found:
            self.characters -= characters(self.found.pop(key))


def characters(frame):
    """How much text a frame holds."""
    return len(frame["caption"]) + len(frame.get("skeleton", "")) + sum(
        map(len, frame["fragments"].values()))


class Film:
    """The frames of a drawing, computed where they are wanted.

    base   what all frames refer to: "skeleton" and "fragments" of the first picture
    kept   the Frames that exist; with `pure=False` there are none, each is computed anew

    `update` is called with the values; which values the drawing stands at changes with that.
    """

    def __init__(self, drawing, update, controls, caption, values, pure=True):
        self.drawing, self.update, self.controls, self.pure = drawing, update, controls, pure
        self.base = {"skeleton": drawing.skeleton, "fragments": dict(drawing.fragments)}
        self.kept, self.at = Frames(), key_of(controls, values)
        self.first = self.described(caption)
        if pure:
            self.kept.put(self.at, self.first)

    def frame(self, values):
        """The frame of the values, kept or computed. Raises whatever `update` raises."""
        key = key_of(self.controls, values)
        with LOCK:
            frame = self.kept.get(key)
            if frame is None:
                frame = self.computed(values)
                if self.pure:
                    self.kept.put(key, frame)
        return frame

    def computed(self, values):
        """The frame of the values; the drawing stands there afterwards."""
        with LOCK:
            self.at = None
            caption = checked_caption(self.update(**values), "update")
            self.drawing.refresh()
            self.at = key_of(self.controls, values)
            return self.described(caption)

    def stand_at(self, values):
        """Takes the drawing to the values, if it is somewhere else."""
        with LOCK:
            if self.pure and self.at != key_of(self.controls, values):
                self.computed(values)

    def described(self, caption):
        skeleton, fragments = self.drawing.skeleton, self.drawing.fragments
        frame = {"values": list(self.at), "caption": caption, "error": ""}
        if skeleton != self.base["skeleton"]:
            return {**frame, "skeleton": skeleton, "fragments": dict(fragments)}
        first = self.base["fragments"]
        return {**frame, "fragments": {unit: svg for unit, svg in fragments.items()
                                       if first[unit] != svg}}


def checked_caption(caption, name):
    if not isinstance(caption, str) or not caption.strip():
        raise TypeError(f"{name} must return the caption, a sentence (str), "
                        f"it returned {caption!r}")
    return caption
