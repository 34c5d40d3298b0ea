"""The picture of an explorer in the browser: an anywidget, whose front end is the .js files."""
from pathlib import Path

import anywidget
import traitlets
from ipywidgets import widget_serialization

HERE = Path(__file__).parent


class Picture(anywidget.AnyWidget):
    """A drawing's SVG with its caption, which follows the controls in the front end.

    base      "skeleton" and "fragments" that every frame refers to; sent once
    frame     what a view that opens now has to show: the frame of the current values or, where
              `update` failed, the last good one with the "error"; altered in place by `show`,
              so that the whole is never sent again
    controls  of each control the "parts" (the widget and, if it has one, its companion) and the
              "trait" by which a front end reads where it stands
    pure      whether frames may be kept and shown again
    """

    _esm = "\n".join((HERE / name).read_text() for name in ("view.js", "frames.js", "explorer.js"))
    _css = (HERE / "explorer.css").read_text()

    base = traitlets.Dict().tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)
    controls = traitlets.List().tag(sync=True, **widget_serialization)
    pure = traitlets.Bool(True).tag(sync=True)
    size = traitlets.Tuple().tag(sync=True)
    names = traitlets.Dict().tag(sync=True)

    def show(self, frame, with_frame):
        """Tells every view to show a frame, and sends it unless the front ends have it."""
        self.frame.clear()
        self.frame.update(frame)
        self.send({"now": frame["values"], **({"frame": frame} if with_frame else {})})

    def fail(self, values, error):
        """Says under the last good picture why there is none of the values."""
        self.frame["error"] = error
        self.send({"now": values, "error": error})
