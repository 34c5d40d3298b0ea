"""A control of an explorer as a page needs it: its kind, its positions and how they read."""
from numbers import Real

import ipywidgets as widgets
import numpy as np

from helpers.explorer import positions
from helpers.explorer.core import tidy
from helpers.site.choice import Range

MOST_POSITIONS = 401
KINDS = {
    "check": (widgets.Checkbox, widgets.ToggleButton),
    "buttons": (widgets.ToggleButtons, widgets.RadioButtons),
    "range": (widgets.SelectionSlider,),
    "select": (widgets.Dropdown, widgets.Select),
    "play": (widgets.Play,),
}


class Control:
    """One control.

    kind       "range", "play", "select", "buttons" or "check"
    label      its description, else its name
    positions  the values that a reader can set it to (list)
    texts      how they read (list of str)
    start      the position at which it opens
    """

    def __init__(self, name, widget):
        self.name, self.widget = name, widget
        self.label = getattr(widget, "description", "") or name
        self.kind = next((kind for kind, types in KINDS.items() if isinstance(widget, types)),
                         "range")
        values = [tidy(value) for value in positions(widget)]
        self.start = nearest(values, tidy(widget.value))
        kept = thinned(len(values), self.start)
        self.positions, self.start = [values[k] for k in kept], kept.index(self.start)
        names = getattr(widget, "_options_full", None)
        self.texts = [names[k][0] if names else reading(values[k], widget) for k in kept]

    def range(self):
        """What `choice` has to know of it."""
        return Range(len(self.positions), self.start, self.kind in ("range", "play"))

    def described(self):
        """What site.js has to know of it, for JSON."""
        numbers = [float(text) for text in self.texts] if all(map(is_number, self.texts)) else None
        return {"kind": self.kind, "label": self.label, "texts": self.texts, "start": self.start,
                "numbers": numbers, "interval": getattr(self.widget, "interval", None)}


def known(widget):
    """Whether a page can offer this control: its positions are known and finite."""
    return positions(widget) is not None


def nearest(values, value):
    """The place of a value among the values, or of the nearest number."""
    if value in values or not isinstance(value, Real):
        return values.index(value)
    return int(np.argmin(np.abs(np.asarray(values) - value)))


def thinned(count, start):
    """The places of at most MOST_POSITIONS of `count` positions, with both ends and the start."""
    if count <= MOST_POSITIONS:
        return list(range(count))
    even = np.linspace(0, count - 1, MOST_POSITIONS - 1).round().astype(int)
    return sorted({*even.tolist(), start})


def reading(value, widget):
    """A number as the control's readout shows it, without powers of ten; else its str."""
    if not isinstance(value, Real) or isinstance(value, bool):
        return str(value)
    text = format(value, getattr(widget, "readout_format", "" if isinstance(value, int) else "g"))
    return np.format_float_positional(float(text), trim="-") if "e" in text else text


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True
