"""What a matplotlib picture consists of, as plain data for libraries that draw it themselves."""

import math
from dataclasses import dataclass, field

import numpy as np
from matplotlib.collections import Collection, PathCollection, QuadMesh
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.spines import Spine
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from helpers.explorer.drawing import Drawing, walk


@dataclass(frozen=True)
class Shape:
    """One artist. x, y: lists in the coordinates of its axes, nan between separate pieces.

    kind: "line", "points", "area", "text" or "image"; `text`: the words; `values`: rows of an
    image, bottom first; width: of the line, in points, or of the points.
    """

    axes: int
    kind: str
    x: list
    y: list
    colour: str = "#000000"
    width: float = 1.0
    text: str = ""
    values: list = field(default_factory=list)

    @property
    def empty(self):
        """Whether nothing is to be seen."""
        return not self.x or (self.kind == "text" and not self.text)

    def same(self, other):
        """Whether nothing changed; nan counts as equal to nan."""
        return repr(self) == repr(other)


@dataclass(frozen=True)
class Panel:
    """One axes: limits, whether it is logarithmic, and its place as shares of the figure."""

    xlim: tuple
    ylim: tuple
    log: tuple
    place: tuple


def frames(picture):
    """(panels, list of frames): every position of the moved control as a list of Shapes.

    All is computed here, before anything is slid: a library that draws it has no computing to do.
    """
    drawing = Drawing(picture.build, picture.size)
    drawing.answer(**picture.values(picture.control.value))
    drawing.draw()
    units = [unit for unit in walk(drawing.figure) if unit.axes in drawing.figure.axes]
    panels = [panel(axes) for axes in drawing.figure.axes]
    found = []
    for value in picture.positions():
        drawing.answer(**picture.values(value))
        found.append([shape for unit in units
                      for shape in shapes(unit, drawing.figure.axes.index(unit.axes))])
    together = zip(*aligned(found), strict=True)
    kept = [same for same in together if any(not shape.empty for shape in same)]
    return panels, [list(frame) for frame in zip(*kept, strict=True)]


def aligned(frames):
    """The frames with equally many Shapes, the same kinds in the same order: empty ones added."""
    groups = [{} for _ in frames]
    for group, frame in zip(groups, frames, strict=True):
        for shape in frame:
            group.setdefault((shape.axes, shape.kind), []).append(shape)
    most = {key: max(len(group.get(key, [])) for group in groups)
            for key in dict.fromkeys(key for group in groups for key in group)}
    return [[shape for key, count in most.items()
             for shape in (group.get(key, []) + [Shape(*key, [], [])] * count)[:count]]
            for group in groups]


def panel(axes):
    box = axes.get_position()
    return Panel(tuple(map(float, axes.get_xlim())), tuple(map(float, axes.get_ylim())),
                 (axes.get_xscale() == "log", axes.get_yscale() == "log"),
                 tuple(map(float, (box.x0, box.x1, box.y0, box.y1))))


def shapes(artist, number):
    """The Shape of an artist of the axes with that number, in a list; none if it has no data."""
    if artist is artist.axes.patch or isinstance(artist, Spine):
        return []
    if isinstance(artist, Line2D):
        return [line(artist, number)]
    if isinstance(artist, Text):
        x, y = points(artist, artist.get_transform(), [artist.get_position()])
        text = artist.get_text() if artist.get_visible() else ""
        return [Shape(number, "text", x, y, hexadecimal(artist.get_color()), text=text)]
    if isinstance(artist, AxesImage | QuadMesh):
        return [image(artist, number)]
    if isinstance(artist, PathCollection):
        x, y = points(artist, artist.get_offset_transform(), artist.get_offsets())
        return [Shape(number, "points", x, y, first_colour(artist.get_facecolor()), 6.0)]
    if isinstance(artist, Collection):
        filled = len(artist.get_facecolor()) > 0
        x, y = pieces(artist, artist.get_paths())
        colour = first_colour(artist.get_facecolor() if filled else artist.get_edgecolor())
        return [Shape(number, "area" if filled else "line", x, y, colour)]
    if isinstance(artist, Patch):
        x, y = pieces(artist, [artist.get_path()])
        return [Shape(number, "area", x, y, hexadecimal(artist.get_facecolor()))]
    return []


def line(artist, number):
    x, y = points(artist, artist.get_transform(), artist.get_xydata())
    drawn = artist.get_linestyle() not in ("None", "", " ")
    width = artist.get_linewidth() if drawn else artist.get_markersize()
    return Shape(number, "line" if drawn else "points", x, y, hexadecimal(artist.get_color()),
                 float(width))


def image(artist, number):
    values = np.ma.filled(np.ma.asarray(artist.get_array(), dtype=float), np.nan)
    if values.ndim != 2:
        values = values.mean(axis=-1)
    x0, x1 = artist.axes.get_xlim()
    y0, y1 = artist.axes.get_ylim()
    if isinstance(artist, AxesImage):
        x0, x1, y0, y1 = artist.get_extent()
        values = values if artist.origin == "lower" else values[::-1]
    if values.shape[1] == 1:  # a colour bar; bqplot draws no image of one column
        values = np.repeat(values, 2, axis=1)
    rows, columns = values.shape
    return Shape(number, "image", np.linspace(x0, x1, columns).tolist(),
                 np.linspace(y0, y1, rows).tolist(), values=np.round(values, 6).tolist())


def points(artist, transform, xy):
    """Two lists of numbers, taken from the artist's coordinates to those of its axes."""
    xy = np.asarray(np.ma.filled(xy, np.nan), dtype=float).reshape(-1, 2)
    if not artist.get_visible():
        xy = np.full_like(xy, math.nan)
    if transform != artist.axes.transData:
        xy = (transform - artist.axes.transData).transform(xy)
    return [np.round(column, 6).tolist() for column in xy.T]


def pieces(artist, paths):
    """The outlines of paths, one after the other, with nan between them."""
    found = []
    for path in paths:
        for outline in path.to_polygons(artist.get_transform(), closed_only=False):
            found += [outline, [[math.nan, math.nan]]]
    xy = np.concatenate(found[:-1]) if found else np.full((1, 2), math.nan)
    return points(artist, IdentityTransform(), xy)


def hexadecimal(colour):
    return to_hex(colour, keep_alpha=False)


def first_colour(colours):
    return hexadecimal(colours[0]) if len(colours) else "#000000"
