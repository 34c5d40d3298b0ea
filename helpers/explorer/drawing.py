"""A figure that is drawn once as SVG and afterwards only where it changed.

The unit of change is an artist that a figure or its axes hold directly: a line, a text, an
axis, a legend. Each unit is one `fragment`, the SVG text of a group of its own; the `skeleton`
holds the empty groups in drawing order. After an update the units whose `stale` flag went up
are drawn again. What this cannot express (limits, ticks, order, artists that come and go) shows
as another `structure` or a stale axis, and then everything is drawn again.
"""
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import RLock

import matplotlib
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure, SubFigure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.text import Annotation
from PIL import Image

from helpers.explorer.images import place, recoloured
from helpers.explorer.lines import look, retraced
from helpers.explorer.renderer import FragmentRenderer

STYLE = dict(matplotlib.rc_params_from_file(
    Path(__file__).parents[1] / "course.mplstyle", use_default_template=False))
STILL_DPI, SVG_DPI = 110, 72
LOCK = RLock()  # matplotlib's settings are global, and JupyterLab's messages may come in threads


@contextmanager
def house_style():
    """The context in which every figure is built and drawn, in one thread at a time.

    matplotlib's own rc_context copies and checks all settings, a third of the time of a move; the
    style was checked when it was read.
    """
    with LOCK:
        settings = matplotlib.rcParams
        before = {name: settings[name] for name in STYLE}
        dict.update(settings, STYLE)
        try:
            yield
        finally:
            dict.update(settings, before)


class Drawing:
    """A figure with its SVG: `skeleton` (str) and `fragments` (unit id -> str).

    `build(figure)` draws on an empty `matplotlib.figure.Figure` of `size` inches and returns
    anything; it is kept as `answer`. The layout is made at the first `draw` and stays.
    """

    def __init__(self, build, size):
        self.build, self.size = build, size
        self.points = tuple(SVG_DPI * side for side in size)
        self.renderer = FragmentRenderer(*self.points)
        with house_style():
            self.figure = Figure(figsize=size, layout="constrained", dpi=SVG_DPI)
            self.answer = build(self.figure)
        self.skeleton, self.fragments = "", {}
        self.units = []

    def draw(self):
        """The first picture: fixes the layout; returns the still PNG (bytes) of the same moment."""
        with house_style():
            still = png(self.figure)
            self.figure.set_layout_engine("none")
        self.redraw()
        return still

    def still(self):
        """The picture as it is now, PNG bytes."""
        with house_style():
            image = png(self.figure)
        self._settle(self.figure.findobj())
        return image

    def refresh(self):
        """The changes since the last drawing: {"skeleton": …, "fragments": {id: svg}}, if any."""
        before, skeleton = dict(self.fragments), self.skeleton
        with house_style():
            stale = [unit for unit in self.units if (unit.stale if unit in self.simple else
                     is_stale(unit) or anchor(unit) != self.anchors[unit])]
            if any(isinstance(unit, Axis) for unit in stale) or self._restructured(stale):
                self.redraw()
            else:
                self._draw_units(stale)
        changes = {key: svg for key, svg in self.fragments.items() if before.get(key) != svg}
        if self.skeleton != skeleton:
            return {"skeleton": self.skeleton, "fragments": dict(self.fragments)}
        return {"fragments": changes} if changes else {}

    def redraw(self):
        """Draws everything: each unit, asked to draw, leaves an empty group in the skeleton."""
        self.units, self.fragments = list(walk(self.figure)), {}
        for number, unit in enumerate(self.units):
            unit.draw = self._placeholder(unit, f"u{number}")
        try:
            with house_style():
                self.skeleton = FragmentRenderer(*self.points).written(self.figure.draw)
        finally:
            for unit in self.units:
                del unit.draw
        self._settle(self.figure.findobj())
        self.structure = structure(self.figure)
        self.keys = {unit: f"u{number}" for number, unit in enumerate(self.units)}
        self.simple = {unit for unit in self.units if is_simple(unit)}
        self.anchors = {unit: anchor(unit) for unit in self.units}
        self.lasting = {unit: lasting(unit) for unit in self.units}

    def svg(self):
        """The whole picture as one SVG document (str), as a front end puts it together."""
        body = self.skeleton
        for key, fragment in self.fragments.items():
            body = body.replace(f'<g id="{key}">\n</g>', f'<g id="{key}">{fragment}</g>')
        width, height = self.points
        return (f'<svg xmlns="http://www.w3.org/2000/svg" '
                f'xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 {width:g} {height:g}" '
                f'style="stroke-linejoin:round;stroke-linecap:butt">{body}</svg>')

    def _restructured(self, stale):
        """Whether more changed than the stale units: structure, or an axes by itself."""
        explained = {id(unit.axes) for unit in stale}
        return structure(self.figure) != self.structure or any(
            axes.stale and id(axes) not in explained for axes in self.figure.axes)

    def _draw_units(self, stale):
        for unit in stale:
            key = self.keys[unit]
            if key in self.fragments:
                self.fragments[key] = self._fragment(unit, self.fragments[key])
            self.anchors[unit] = anchor(unit)
            self._settle(unit.findobj())
        self._settle([self.figure, *self.figure.axes])

    def _fragment(self, unit, before):
        """What the unit draws now; where only data or colours are new, they replace the old."""
        now, last = lasting(unit), self.lasting[unit]
        self.lasting[unit] = now
        quick = None
        if now is not None and now == last:
            quick = (recoloured(unit, before) if isinstance(unit, AxesImage) else
                     retraced(unit, before, self.renderer))
        return quick or self.renderer.written(unit.draw)

    def _placeholder(self, unit, key):
        """A stand-in for `unit.draw` that marks the place and keeps the fragment aside."""
        draw = unit.draw

        def mark(renderer, *args, **kwargs):
            renderer.open_group("unit", gid=key)
            renderer.close_group("unit")
            self.fragments[key] = self.renderer.written(draw)

        return mark

    @staticmethod
    def _settle(artists):
        for artist in artists:
            artist.stale = False


def walk(container):
    """The units of a figure, an axes or a subfigure, in a fixed order."""
    for child in container.get_children():
        if isinstance(child, (Axes, SubFigure)):
            yield from walk(child)
        else:
            yield child


def is_simple(unit):
    """Whether a unit has no parts and does not change without raising its flag."""
    return type(unit).get_children is Artist.get_children and not isinstance(unit, Annotation)


def is_stale(unit):
    """Whether a unit or a part of it changed since it was drawn.

    A legend that looks for the best place may move without being told: it counts as changed.
    """
    if unit.stale:
        return True
    if isinstance(unit, Axis):
        return unit.label.stale
    if isinstance(unit, Legend) and unit._get_loc() == unit.codes["best"]:
        return True
    return any(map(has_stale, unit.get_children()))


def has_stale(artist):
    """Whether an artist or a part of it changed since it was drawn."""
    return artist.stale or any(map(has_stale, artist.get_children()))


def lasting(unit):
    """What makes a new drawing of a unit needless as long as it stays; None where there is none."""
    return place(unit) if isinstance(unit, AxesImage) else look(unit)


def anchor(unit):
    """What an annotation points at, which moves without raising a flag; None for the others."""
    return tuple(float(part) for part in unit.xy) if isinstance(unit, Annotation) else None


def structure(figure):
    """What has to stay as it is for fragments to be exchanged one by one."""
    return [figure.get_size_inches().tolist(), children(figure), *map(frame_of, figure.axes)]


def children(container):
    return [(child, child.zorder) for child in container.get_children()]


def frame_of(axes):
    """Limits, scales, place and contents of one axes."""
    place = axes.get_position(original=True)  # asking for the other one raises the stale flag
    return (axes.viewLim.extents.tolist(), place.extents.tolist(), axes.axison,
            axes.get_xscale(), axes.get_yscale(), axes.get_visible(), axes.get_aspect(),
            axes.get_box_aspect(), axes.get_adjustable(), axes.get_anchor(), axes.get_frame_on(),
            children(axes))


def png(figure):
    """A still of modest size, PNG bytes: 110 dots an inch."""
    figure.set_dpi(STILL_DPI)
    try:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        image = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
        image = image.convert("RGB")
    finally:
        figure.set_dpi(SVG_DPI)
    buffer = BytesIO()
    image.save(buffer, format="png")
    return buffer.getvalue()
