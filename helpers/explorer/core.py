"""`explore` and `show`: a picture with controls, and a picture without."""
from base64 import b64encode
from html import escape
from numbers import Real

import ipywidgets as widgets

from helpers.explorer.cells import replace_previous
from helpers.explorer.picture import Picture

PIXELS_PER_INCH = 110  # on the reader's page: 8 inches fill a notebook on a projector


def explore(build, *, size=(8, 3.6), **controls):
    """An Explorer: the figure that `build` draws, answering the controls.

    build     `build(figure)` draws on an empty matplotlib Figure and returns `update`;
              `update(**values)` changes artists, from the controls' values alone, and returns
              the caption, a sentence computed from what it plotted
    size      width and height in inches
    controls  ipywidgets with a `value`, by the name of update's argument

    Raises TypeError or ValueError that names what is wrong with an argument, and whatever
    `build` and the first `update` raise.
    """
    checked_controls(controls)
    drawing = first_drawing(build, size)
    if not callable(drawing.answer):
        raise TypeError("build must return the function that answers the controls (update), "
                        f"it returned {drawing.answer!r}")
    caption = checked_caption(drawing.answer(**values_of(controls)), "update")
    explorer = Explorer(drawing, caption, controls)
    replace_previous(explorer)
    return explorer


def show(build, *, size=(8, 3.6)):
    """A Still: the figure that `build(figure)` draws, with the caption that it returns."""
    drawing = first_drawing(build, size)
    caption = checked_caption(drawing.answer, "build")
    return Still(drawing.still(), caption, drawing.size)


def first_drawing(build, size):
    """What `build` draws, not yet rendered.

    matplotlib's figures and renderers take as long to import as all the widgets, so they are
    loaded when the first picture is wanted.
    """
    from helpers.explorer.drawing import Drawing

    return Drawing(checked_build(build), checked_size(size))


class Still:
    """A picture with its caption as alternative text: HTML with the caption as plain text."""

    def __init__(self, image, caption, size):
        self.image, self.caption, self.size = image, caption, size

    def __repr__(self):
        return self.caption

    def _repr_mimebundle_(self, **_):
        return {"text/plain": self.caption, "text/html": still_html(self)}


class Explorer(widgets.VBox):
    """A picture with controls; made by `explore`.

    controls  the widgets by name; setting `controls["b"].value` acts as a reader's move
    values    what they stand at, by name
    caption   the sentence under the picture
    error     what the last `update` raised, in words, or None
    figure    the matplotlib figure
    """

    def __init__(self, drawing, caption, controls):
        self.drawing, self.update, self.controls = drawing, drawing.answer, controls
        self._initial = {name: control.value for name, control in controls.items()}
        self._moving = False
        self._still = Still(drawing.draw(), caption, drawing.size)
        self.picture = Picture(
            state={"skeleton": drawing.skeleton, "fragments": dict(drawing.fragments),
                   "caption": caption, "error": ""},
            size=drawing.points, names=accessible_names(controls))
        self.picture.layout.width = f"min(100%, {drawing.size[0] * PIXELS_PER_INCH:g}px)"
        super().__init__([self._control_row(), self.picture])
        self.add_class("course-explorer")
        for control in controls.values():
            control.observe(self._answer, "value")

    def _control_row(self):
        """The controls side by side as far as there is room, then the button that resets them."""
        parts = []
        for name, control in self.controls.items():
            for part in (control, *companion(control)):
                part.add_class(css_name(name))
                if hasattr(part, "style"):
                    part.style.description_width = "initial"
                parts.append(part)
        if parts:
            reset = widgets.Button(description="Reset", layout=widgets.Layout(width="auto"))
            reset.on_click(lambda _: self.reset())
            parts.append(reset)
        row = widgets.Box(parts)
        row.add_class("course-controls")
        return row

    @property
    def values(self):
        return values_of(self.controls)

    @property
    def caption(self):
        return self.picture.state["caption"]

    @property
    def error(self):
        return self.picture.state["error"] or None

    @property
    def figure(self):
        return self.drawing.figure

    def set(self, **values):
        """Moves several controls in one step: the picture changes once."""
        for name in set(values) - set(self.controls):
            raise ValueError(f"{name} is no control; there are {', '.join(self.controls)}")
        self._moving = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._moving = False
            self._answer()

    def reset(self):
        """Takes every control back to where it began, in one step."""
        self.set(**self._initial)

    def _answer(self, _=None):
        """Shows the picture of the current values, or says why it cannot."""
        if self._moving:
            return
        try:
            caption = checked_caption(self.update(**self.values), "update")
            changes = self.drawing.refresh()
        except Exception as error:
            self.picture.change(error=f"{type(error).__name__}: {error} (at {self._where()}). "
                                "The picture and its caption show the last values that worked.")
        else:
            self.picture.change(**changes, caption=caption, error="")

    def _where(self):
        return ", ".join(f"{name} = {value!r}" for name, value in self.values.items())

    def __repr__(self):
        return self.caption

    def _repr_mimebundle_(self, **kwargs):
        if self._still.caption != self.caption:
            self._still = Still(self.drawing.still(), self.caption, self.drawing.size)
        return {**super()._repr_mimebundle_(**kwargs), **self._still._repr_mimebundle_()}

    def close(self):
        """Ends the explorer: no callback, no message channel, no figure remains."""
        if self.drawing is not None:
            for control in self.controls.values():
                control.unobserve(self._answer, "value")
            self.drawing = self.update = self._still = None
            for part in [*self.children[0].children, *self.children]:
                close_with_looks(part)
            close_with_looks(self, super().close)
        else:
            super().close()


def close_with_looks(part, close=None):
    """Closes a widget and the widgets that hold its layout and style, which live apart."""
    for looks in (part.layout, getattr(part, "style", None)):
        if looks is not None:
            looks.close()
    (close or part.close)()


def values_of(controls):
    """What the controls stand at, by name."""
    return {name: tidy(control.value) for name, control in controls.items()}


def companion(control):
    """A slider that shows and sets where a Play control stands; nothing for other controls."""
    if not isinstance(control, widgets.Play):
        return []
    slider = widgets.IntSlider(min=control.min, max=control.max, step=control.step,
                               value=control.value, description=control.description)
    widgets.link((control, "value"), (slider, "value"))
    return [slider]


def tidy(value):
    """A value without the rounding noise of a browser's slider: 0.30000000000000004 is 0.3."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    return value


def css_name(name):
    """The class by which the front end finds a control."""
    return f"course-control-{name}"


def accessible_names(controls):
    """What a screen reader calls each control: its description, by CSS class."""
    return {css_name(name): getattr(control, "description", "") or name
            for name, control in controls.items()}


def still_html(still):
    """An HTML figure: the picture as PNG, its caption as alternative and as visible text."""
    text, width = escape(still.caption), still.size[0] * PIXELS_PER_INCH
    data = b64encode(still.image).decode()
    return (f'<figure style="margin:0"><img alt="{text}" src="data:image/png;base64,{data}" '
            f'style="width:min(100%, {width:g}px)"><figcaption>{text}</figcaption></figure>')


def checked_build(build):
    if not callable(build):
        raise TypeError(f"build must be a function of a figure, got {build!r}")
    return build


def checked_size(size):
    if not (isinstance(size, tuple | list) and len(size) == 2
            and all(isinstance(side, Real) and 0 < side < 100 for side in size)):
        raise ValueError(f"size must be (width, height) in inches, both above 0, got {size!r}")
    return tuple(size)


def checked_caption(caption, name):
    if not isinstance(caption, str) or not caption.strip():
        raise TypeError(f"{name} must return the caption, a sentence (str), "
                        f"it returned {caption!r}")
    return caption


def checked_controls(controls):
    for name, control in controls.items():
        if not isinstance(control, widgets.Widget) or not control.has_trait("value"):
            raise TypeError(f"{name} must be an ipywidgets control with a value, such as "
                            f"FloatSlider or Dropdown, got {control!r}")
    return controls
