"""Everyone who draws the pictures, as they run in a kernel: `drawn` gives a widget.

Each shows the moved slider, marked with the class SLIDER, and a picture marked with PICTURE in
which the page finds the number of the position: "#12" in its text, or a corner of the colour
that `marked` gives. The others only show one slider where ours shows all; what plotly and bqplot
draw is computed before, so that a move costs them their own work alone.
"""

import inspect
import sys
from importlib import import_module

import ipywidgets as widgets

from benchmarks.latency.pictures import biggest, simple
from helpers.explorer import explore
from helpers.explorer.core import PIXELS_PER_INCH
from helpers.explorer.drawing import house_style

SLIDER, PICTURE = "latency-slider", "latency-picture"
CORNER = 0.1  # inches


def picture_of(name, path):
    """The picture "simple", or "biggest" as stored at `path`."""
    return simple() if name == "simple" else biggest(path)


def prepared(name, picture):
    """What plotly and bqplot draw, computed before: see `shapes.frames`; None for the others."""
    if name not in ("plotly", "bqplot"):
        return None
    from benchmarks.latency.shapes import frames

    import_module(f"benchmarks.latency.in_{name}")
    return frames(picture)


def drawn(name, picture, data=None):
    """The widget of the one called `name` (see `figures.WHO`); `data` is what `prepared` gave."""
    picture.control.add_class(SLIDER)
    if data is None:
        return RIVALS[name](picture)
    return import_module(f"benchmarks.latency.in_{name}").drawn(picture, *data, PICTURE)


def numbered(picture):
    """The picture's build function with the number of the position at the end of the caption."""
    def build(figure):
        update = picture.build(figure)
        return lambda **values: f"{update(**values)} #{picture.index(values[picture.moved])}"

    return build


def cached(picture):
    """Our explorer as the course uses it."""
    return explore(numbered(picture), size=picture.size, **picture.controls)


def first(picture):
    """Our explorer at the slider's left end, from where it is slid at once."""
    picture.control.value = picture.positions()[0]
    return cached(picture)


def asking(picture):
    """Our explorer at the left end with nothing sent ahead: it has to ask for every picture."""
    shown = first(picture)
    shown._ahead.loop = None
    return shown


def kept(shown):
    """Bytes of the pictures that the kernel keeps of our explorer, each text counted once."""
    texts = {id(text): text for frame in shown._film.kept.found.values()
             for text in (frame.get("skeleton", ""), *frame["fragments"].values())}
    return sum(map(sys.getsizeof, texts.values()))


def uncached(picture):
    """Our explorer told to keep nothing: each move is computed."""
    known = inspect.signature(explore).parameters
    options = {"pure": False} if "pure" in known else {}
    return explore(numbered(picture), size=picture.size, **options, **picture.controls)


def label(picture):
    """A label that repeats the position: the least that a kernel can answer."""
    text = widgets.Label(f"#{picture.index(picture.control.value)}")
    text.add_class(PICTURE)

    def answer(change):
        text.value = f"#{picture.index(change.new)}"

    picture.control.observe(answer, "value")
    return widgets.VBox([picture.control, text])


def marked(figure, index):
    """A square in the figure's lower left corner whose colour is the number of the position."""
    from matplotlib.patches import Rectangle

    width, height = figure.get_size_inches()
    colour = (index / 255, (255 - index) / 255, 85 / 255)
    return figure.add_artist(Rectangle((0, 0), CORNER / width, CORNER / height, color=colour,
                                       linewidth=0, transform=figure.transFigure, zorder=99))


def interact(picture):
    """`interact` as its documentation shows it: the figure is made anew at each move."""
    from matplotlib import pyplot

    def redraw(**values):
        with house_style():
            figure = pyplot.figure(figsize=picture.size, dpi=PIXELS_PER_INCH,
                                   layout="constrained")
            picture.build(figure)(**picture.values(values[picture.moved]))
            marked(figure, picture.index(values[picture.moved]))
            pyplot.show()

    shown = widgets.interactive(redraw, **{picture.moved: picture.control})
    shown.out.add_class(PICTURE)
    return shown


def ipympl(picture):
    """A figure of ipympl whose artists are updated; layout fixed, toolbar hidden."""
    import matplotlib

    matplotlib.use("module://ipympl.backend_nbagg")
    from matplotlib import pyplot

    with house_style(), pyplot.ioff():
        figure = pyplot.figure(figsize=picture.size, dpi=PIXELS_PER_INCH, layout="constrained")
        update = picture.build(figure)
        update(**picture.values(picture.control.value))
        corner = marked(figure, picture.index(picture.control.value))
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    canvas = figure.canvas
    canvas.toolbar_visible = canvas.header_visible = canvas.footer_visible = False
    canvas.add_class(PICTURE)

    def answer(change):
        with house_style():
            update(**picture.values(change.new))
        index = picture.index(change.new)
        corner.set_color((index / 255, (255 - index) / 255, 85 / 255))
        canvas.draw_idle()

    picture.control.observe(answer, "value")
    return widgets.VBox([picture.control, canvas])


RIVALS = {"known": cached, "unknown": asking, "first": first, "label": label,
          "interact": interact, "ipympl": ipympl}
