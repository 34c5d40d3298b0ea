"""`explore` and `show`: a picture with controls, and a picture without."""
from numbers import Real

import ipywidgets as widgets

from helpers.explorer.ahead import Ahead
from helpers.explorer.cells import replace_previous, watch_cells
from helpers.explorer.controls import (
    accessible_names,
    checked_controls,
    companion,
    css_name,
    front_trait,
    is_plain,
    key_of,
    tidy,
    values_at,
    values_of,
)
from helpers.explorer.drawing import LOCK
from helpers.explorer.frames import Film, checked_caption
from helpers.explorer.picture import Picture
from helpers.explorer.still import PIXELS_PER_INCH, Still


def explore(build, *, size=(8, 3.6), pure=True, **controls):
    """An Explorer: the figure that `build` draws, answering the controls.

    build     `build(figure)` draws on an empty matplotlib Figure and returns `update`;
              `update(**values)` changes artists, from the controls' values alone, and returns
              the caption, a sentence computed from what it plotted
    size      width and height in inches
    pure      False where update does not follow from the values alone (a running training): then
              no picture is kept, or made before it is wanted
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
    explorer = Explorer(drawing, caption, controls, pure)
    watch_cells()
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


class Explorer(widgets.VBox):
    """A picture with controls; made by `explore`.

    controls  the widgets by name; setting `controls["b"].value` acts as a reader's move
    values    what they stand at, by name
    caption   the sentence under the picture
    error     what the last `update` raised, in words, or None
    figure    the matplotlib figure; `drawing` renders it
    pure      whether a picture follows from the values alone
    base      "skeleton" and "fragments" that the frames refer to
    """

    _film = None  # there is nothing to close of an explorer whose picture could not be drawn

    def __init__(self, drawing, caption, controls, pure=True):
        self.controls = controls
        self.pure = pure and all(is_plain(control) for control in controls.values())
        self._initial = self._good = values_of(controls)
        self._moving = False
        self._still = Still(drawing.draw(), caption, drawing.size)
        self._film = Film(drawing, drawing.answer, controls, caption, self._good, self.pure)
        row, parts = control_row(controls, self.reset)
        self.picture = Picture(
            base=self._film.base, frame=dict(self._film.first), controls=parts, pure=self.pure,
            size=drawing.points, names=accessible_names(controls))
        self.picture.layout.width = f"min(100%, {drawing.size[0] * PIXELS_PER_INCH:g}px)"
        self._ahead = Ahead(self._film, lambda frame: self.picture.send({"frame": frame}))
        super().__init__([row, self.picture])
        self.add_class("course-explorer")
        self.picture.on_msg(self._hear)
        for control in controls.values():
            control.observe(self._answer, "value")

    @property
    def values(self):
        return values_of(self.controls)

    @property
    def caption(self):
        return self.picture.frame["caption"]

    @property
    def error(self):
        return self.picture.frame["error"] or None

    @property
    def drawing(self):
        """The Drawing as the reader sees it, whatever was drawn ahead; None once closed."""
        if self._film is None:
            return None
        self._film.stand_at(self._good)
        return self._film.drawing

    @property
    def figure(self):
        return self.drawing.figure

    @property
    def base(self):
        return self._film.base

    def frame(self, **values):
        """The frame (see `frames`) of the current values, some of them replaced.

        The explorer stays where it is. Raises ValueError for a name or a choice that is not
        there and where frames do not follow from values, and whatever `update` raises.
        """
        self._check_names(values)
        if not self.pure:
            raise ValueError("an explorer that is not pure has no frames but the current one")
        return self._film.frame({**self.values, **{k: tidy(v) for k, v in values.items()}})

    def set(self, **values):
        """Moves several controls in one step: the picture changes once."""
        self._check_names(values)
        self._moving = True
        if len(values) > 1:
            self.picture.send({"moving": True})
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._moving = False
            self._answer()

    def _check_names(self, values):
        for name in set(values) - set(self.controls):
            raise ValueError(f"{name} is no control; there are {', '.join(self.controls)}")

    def reset(self):
        """Takes every control back to where it began, in one step."""
        self.set(**self._initial)

    def _answer(self, _=None):
        """Shows the picture of the current values, or says why it cannot."""
        if self._moving or self._film is None:
            return
        with LOCK:
            values = self.values
            key = key_of(self.controls, values)
            try:
                frame = self._film.frame(values)
            except Exception as error:
                self.picture.fail(key, f"{type(error).__name__}: {error} (at {self._where()}). "
                                  "The picture and its caption show the last values that worked.")
            else:
                self._good = values
                self.picture.show(frame, not self._ahead.is_there(key))
                self._ahead.note(key)
        self._ahead.start(values)

    def _where(self):
        return ", ".join(f"{name} = {value!r}" for name, value in self.values.items())

    def _hear(self, _, message, __):
        """A front end is there, comes closer, or asks for a frame."""
        if self._film is None:
            return
        if message == "new view":
            self._ahead.greet(self.values)
        elif message == "near":
            self._ahead.start(self.values)
        else:
            self._tell(message["ask"])

    def _tell(self, asked):
        """Answers the question for a frame, which comes ahead of the control's own message."""
        values = values_at(self.controls, asked)
        with LOCK:
            try:
                frame = self._film.frame(values)
            except Exception:  # said when the control's message comes
                self.picture.send({"answered": asked})
                return
            self.picture.send({"answered": asked, "frame": frame})
            self._ahead.note(tuple(frame["values"]))
        self._ahead.start(values)

    def __repr__(self):
        return self.caption

    def _repr_mimebundle_(self, **kwargs):
        if self._still.caption != self.caption:
            self._still = Still(self.drawing.still(), self.caption, self.drawing.size)
        return {**super()._repr_mimebundle_(**kwargs), **self._still._repr_mimebundle_()}

    def close(self):
        """Ends the explorer: no callback, no message channel, no figure remains."""
        if self._film is not None:
            for control in self.controls.values():
                control.unobserve(self._answer, "value")
            self._ahead.stop()
            self._film = self._still = None
            for part in [*self.children[0].children, *self.children]:
                close_with_looks(part)
            close_with_looks(self, super().close)
        else:
            super().close()


def control_row(controls, reset):
    """The controls side by side as far as there is room, with a button that resets them.

    Second value: of each control its "parts" and the "trait" that a front end reads.
    """
    parts, row = [], []
    for name, control in controls.items():
        parts.append({"parts": [control, *companion(control)], "trait": front_trait(control)})
        for part in parts[-1]["parts"]:
            part.add_class(css_name(name))
            if hasattr(part, "style"):
                part.style.description_width = "initial"
            row.append(part)
    if row:
        button = widgets.Button(description="Reset", layout=widgets.Layout(width="auto"))
        button.on_click(lambda _: reset())
        row.append(button)
    box = widgets.Box(row)
    box.add_class("course-controls")
    return box, parts


def close_with_looks(part, close=None):
    """Closes a widget and the widgets that hold its layout and style, which live apart."""
    for looks in (part.layout, getattr(part, "style", None)):
        if looks is not None:
            looks.close()
    (close or part.close)()


def checked_build(build):
    if not callable(build):
        raise TypeError(f"build must be a function of a figure, got {build!r}")
    return build


def checked_size(size):
    if not (isinstance(size, tuple | list) and len(size) == 2
            and all(isinstance(side, Real) and 0 < side < 100 for side in size)):
        raise ValueError(f"size must be (width, height) in inches, both above 0, got {size!r}")
    return tuple(size)
