"""The pictures that are slid: one small one, and the slowest of the course."""

import ast
import base64
import importlib
import json
import pickle
from dataclasses import dataclass
from types import ModuleType

import ipywidgets as widgets
import numpy as np

from helpers.explorer.core import tidy
from helpers.plots import curve, frame, marker

LARGEST = 250  # positions of a slider that a colour can tell apart


@dataclass(frozen=True)
class Picture:
    """What `explore` was given, and the name of the control that is moved."""

    build: object
    size: tuple
    controls: dict
    moved: str

    @property
    def control(self):
        """The widget that is moved."""
        return self.controls[self.moved]

    def index(self, value):
        """The position of a value of the moved control, counted from 0 at its left end."""
        control = self.control
        if hasattr(control, "options"):
            return [option for _, option in control._options_full].index(value)
        return round((value - control.min) / control.step)

    def values(self, value):
        """The values of all controls, the moved one at `value`, as `update` receives them."""
        values = {name: control.value for name, control in self.controls.items()}
        return {name: tidy(kept) for name, kept in (values | {self.moved: value}).items()}

    def positions(self):
        """All values of the moved control, from left to right."""
        return positions(self.control)


def positions(control):
    """All values of a slider, from left to right; none if it is no slider for this purpose."""
    if isinstance(control, widgets.SelectionSlider):
        return [value for _, value in control._options_full]
    if not isinstance(control, widgets.FloatSlider | widgets.IntSlider):
        return []
    count = round((control.max - control.min) / control.step)
    return [type(control.value)(tidy(control.min + k * control.step)) for k in range(count + 1)]


def hinge(fig):
    """max(0, x - b) with a dot at its kink: one axes, two artists that change."""
    ax = fig.subplots()
    frame(ax, (-4, 4), (-0.5, 8.5), "input x", "max(0, x - b)")
    x = np.linspace(-4, 4, 201)
    line, dot = curve(ax, x, np.maximum(x, 0)), marker(ax, 0, 0)

    def update(b):
        line.set_ydata(np.maximum(x - b, 0))
        dot.set_data([b], [0])
        return f"The kink is at x = {b:.1f}; {np.mean(x > b):.0%} of the inputs pass."

    return update


def simple():
    """The small picture."""
    slider = widgets.FloatSlider(min=-4, max=4, step=0.1, value=0, description="bias b")
    return Picture(hinge, (8, 3.6), {"b": slider}, "b")


def biggest(path):
    """The slowest explorer of the course, as `chosen` stored it at `path`."""
    with open(path) as file:
        return restore(json.load(file))


def calls(source, namespace):
    """The calls of `explore` in a cell's text, as Pictures that move their first control."""
    found = []

    def note(build, *, size=(8, 3.6), **controls):
        controls.pop("pure", None)
        found.append(Picture(build, size, controls, next(iter(controls), "")))

    namespace["explore"] = note
    exec(source, namespace)
    return found


def store(source, number, moved, namespace):
    """One explorer of a cell as JSON data: the cell's text and the values of the names in it.

    `source` is the text of the cell, `number` counts its explorers, `moved` names the control.
    Raises what pickle raises if a value cannot be stored.
    """
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    needed = {name: namespace[name] for name in sorted(names & set(namespace))
              if name not in ("explore", "__builtins__")}
    modules = {name: value.__name__ for name, value in needed.items()
               if isinstance(value, ModuleType)}
    rest = {name: value for name, value in needed.items() if name not in modules}
    pickle.loads(pickle.dumps(rest))
    return {"source": source, "number": number, "moved": moved, "modules": modules,
            "values": base64.b64encode(pickle.dumps(rest)).decode()}


def restore(stored):
    """The Picture that `store` kept, with widgets of its own."""
    namespace = {name: importlib.import_module(module)
                 for name, module in stored["modules"].items()}
    namespace |= pickle.loads(base64.b64decode(stored["values"]))

    found = calls(stored["source"], namespace)[stored["number"]]
    return Picture(found.build, found.size, found.controls, stored["moved"])
