"""The controls of an explorer: what they stand at, where they can be set, what they are called."""
import ipywidgets as widgets
import numpy as np
from ipywidgets.widgets.widget_selection import _Selection as Menu


def tidy(value):
    """A value without the rounding noise of a browser's slider: 0.30000000000000004 is 0.3."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, tuple | list):
        return tuple(tidy(part) for part in value)
    return value


def values_of(controls):
    """What the controls stand at, by name."""
    return {name: tidy(control.value) for name, control in controls.items()}


def key_of(controls, values):
    """The values as the front end knows them: in the controls' order, a choice by its number.

    Raises ValueError for a choice that the control does not offer.
    """
    return tuple(coded(name, control, values[name]) for name, control in controls.items())


def coded(name, control, value):
    if not isinstance(control, Menu) or value is None:
        return tidy(value)
    for number, (_, option) in enumerate(control._options_full):
        if control.equals(option, value):
            return number
    raise ValueError(f"{name} = {value!r} is no option")


def values_at(controls, key):
    """The values, by name, of which a front end has the key: the inverse of `key_of`."""
    return {name: control._options_full[part][1] if isinstance(control, Menu) and part is not None
            else alike(control.value, part)
            for (name, control), part in zip(controls.items(), key, strict=True)}


def alike(value, part):
    """What a page sent, with the type of the value: 1 is 1.0 on a slider of floats."""
    if isinstance(value, tuple):
        return tuple(map(alike, value, part))
    return part if part is None else tidy(type(value)(part))


def front_trait(control):
    """The name of the trait from which a front end reads what `coded` gives."""
    return "index" if isinstance(control, Menu) else "value"


def is_plain(control):
    """Whether a front end and Python write what the control stands at in the same way."""
    return isinstance(control, Menu) or isinstance(control.value, bool | int | float | str) or (
        isinstance(control.value, tuple) and all(isinstance(v, int | float) for v in control.value))


def positions(control):
    """Every value that a reader can set a control to, in order; None if endless or unknown."""
    if isinstance(control, widgets.Checkbox | widgets.ToggleButton):
        return [False, True]
    if isinstance(control, Menu):
        return [value for _, value in control._options_full]
    if isinstance(control.value, bool) or not isinstance(control.value, int | float):
        return None
    if any(getattr(control, limit, None) is None for limit in ("min", "max", "step")):
        return None
    if isinstance(control, widgets.FloatLogSlider):
        exponents = np.arange(control.min, control.max + control.step / 2, control.step)
        return [float(control.base ** exponent) for exponent in exponents]
    count = int(round((control.max - control.min) / control.step))
    values = [control.min + k * control.step for k in range(count + 1)]
    return [type(control.value)(round(value, 10)) for value in values]


def companion(control):
    """A slider that shows and sets where a Play control stands; nothing for other controls.

    Where one of the two moves, the other follows without a message: the front end lets it follow
    by itself, and a message that is late would pull it back.
    """
    if not isinstance(control, widgets.Play):
        return []
    slider = widgets.IntSlider(min=control.min, max=control.max, step=control.step,
                               value=control.value, description=control.description)
    follow(control, slider)
    follow(slider, control)
    return [slider]


def follow(leader, follower):
    def move(change):
        if follower.value != change.new:
            with follower._lock_property(value=change.new):
                follower.value = change.new

    leader.observe(move, "value")


def css_name(name):
    """The class by which the front end finds a control."""
    return f"course-control-{name}"


def accessible_names(controls):
    """What a screen reader calls each control: its description, by CSS class."""
    return {css_name(name): getattr(control, "description", "") or name
            for name, control in controls.items()}


def checked_controls(controls):
    for name, control in controls.items():
        if not isinstance(control, widgets.Widget) or not control.has_trait("value"):
            raise TypeError(f"{name} must be an ipywidgets control with a value, such as "
                            f"FloatSlider or Dropdown, got {control!r}")
    return controls
