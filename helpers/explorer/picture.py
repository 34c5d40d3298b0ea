"""The picture of an explorer in the browser: an anywidget, whose front end is the .js files."""
from pathlib import Path

import anywidget
import traitlets

HERE = Path(__file__).parent


class Picture(anywidget.AnyWidget):
    """A drawing's SVG with its caption.

    `state` is what a view that opens now has to show: "skeleton" and "fragments" of the
    drawing, "caption" and "error" (empty when all is well). `change` alters it in place, so that
    the whole is never sent again, and sends the difference alone.
    """

    _esm = "\n".join((HERE / name).read_text() for name in ("view.js", "explorer.js"))
    _css = (HERE / "explorer.css").read_text()

    state = traitlets.Dict().tag(sync=True)
    size = traitlets.Tuple().tag(sync=True)
    names = traitlets.Dict().tag(sync=True)

    def change(self, **changes):
        """Takes over new entries of `state` and sends those that differ to every view."""
        news = {key: value for key, value in changes.items()
                if key == "fragments" or self.state[key] != value}
        if "fragments" in changes and "skeleton" not in changes:
            self.state["fragments"].update(changes["fragments"])
        self.state.update({key: news[key] for key in news
                           if key != "fragments" or "skeleton" in changes})
        if news:
            self.send(news)
