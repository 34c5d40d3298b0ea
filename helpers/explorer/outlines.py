"""Texts and markers as the data of SVG paths, images as PNG: what the renderer remembers.

Nearly all of the time of a text goes into finding its font, laying out its glyphs and writing
their outlines, and all of this follows from the string and the font.
"""
import struct
import zlib

import numpy as np
from matplotlib.font_manager import fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

MOST = 2_000  # entries of a memory
FINE = 10  # thousandths of a font's size in which glyphs are written
DECIMALS = 2  # of points: a pixel has about 0.7
EFFORT = 3  # of 9, to compress an image
SEGMENTS = {Path.MOVETO: ("m", 1), Path.LINETO: ("l", 1), Path.CURVE3: ("q", 2),
            Path.CURVE4: ("c", 3), Path.CLOSEPOLY: ("z", 0)}  # letter, points
UPSIDE_DOWN = Affine2D().scale(1, -1).frozen()

_glyphs = {}


def remembered(memory, key, find, *arguments):
    """What `find(*arguments)` gives, asked once; all is forgotten when the memory is full."""
    if key not in memory:
        if len(memory) >= MOST:
            memory.clear()
        memory[key] = find(*arguments)
    return memory[key]


def laid_out(text2path, prop, s, features, language):
    """Of a text: its outline as the data of one path, which a browser draws at once, and its width,
    height and descent for a font of the size `FONT_SCALE`."""
    items = text2path._get_font(prop)._layout(s, LoadFlags.NO_HINTING, features=features,
                                              language=language)
    glyphs = [remembered(_glyphs, (item.ft_object.fname, item.glyph_index), glyph,
                         item.ft_object, item.glyph_index) for item in items]
    outline = "".join(f"M{FINE * item.x:.0f} {FINE * item.y:.0f}{data}"
                      for item, (data, *_) in zip(items, glyphs, strict=True))
    width = items[-1].x + glyphs[-1][1] if items else 0
    bottoms, tops = ([item.y + loaded[part] for item, loaded in zip(items, glyphs, strict=True)]
                     for part in (2, 3))
    bottom = min(bottoms, default=0)
    return outline, width, max(tops, default=0) - bottom, -bottom


def glyph(font, index):
    """Of a glyph: its outline as path data relative to where it stands, advance, bottom and top."""
    loaded = font.load_glyph(index, LoadFlags.NO_HINTING)
    points, codes = font.get_path()
    _, bottom, _, top = loaded.bbox
    return relative(FINE * points, codes), loaded.horiAdvance / 64, bottom / 64, top / 64


def heights(prop):
    """Ascent, descent and gap of the lines of a font in points; Nones where it does not say."""
    font = get_font(fontManager._find_fonts_by_props(prop))
    table = font.get_sfnt_table("OS/2")
    if table is None:
        return None, None, None
    unit = prop.get_size_in_points() / font.get_sfnt_table("head")["unitsPerEm"]
    return (unit * table["sTypoAscender"], -unit * table["sTypoDescender"],
            unit * table["sTypoLineGap"])


def marker_data(path, size):
    """A marker as path data relative to its middle; `size` is the matrix that makes it points."""
    path = path.transformed(Affine2D(size) + UPSIDE_DOWN)
    lines = [Path.MOVETO] + [Path.LINETO] * (len(path) - 1)
    return relative(path.vertices, lines if path.codes is None else path.codes, DECIMALS)


def scattered(marker, places):
    """Copies of a marker, path data relative to its middle, at places (copies, 2), as one path."""
    return "".join(f"M{x:.{DECIMALS}f} {y:.{DECIMALS}f}{marker}" for x, y in places.tolist())


def repeated(data, places):
    """What `scattered` gave, at other places. None for a single copy that would become many: then
    it depends on their colours whether they can be one path."""
    _, first, *more = data.split("M")
    places = places[np.isfinite(places).all(axis=1)]
    if len(places) > 1 and not more:
        return None
    return scattered(first[first.index("m"):], places)


def relative(points, codes, decimals=0):
    """Path data that begin where the pen is, with numbers of so many decimals."""
    whole, here, data, k = np.rint(10**decimals * points).astype(int), (0, 0), [], 0
    while k < len(codes):
        letter, many = SEGMENTS[codes[k]]
        steps = ((whole[k:k + many] - here) / 10**decimals).ravel().tolist()
        data.append(letter + " ".join(f"{step:g}" for step in steps))
        if many:  # a contour that is closed has ended where it began
            here = whole[k + many - 1]
        k += many or 1
    return "".join(data)


def quick_png(colours):
    """An image of colours, (rows, columns, 4) from 0 to 255, as a PNG file (bytes).

    Rows are compressed as they are, and with little effort. Pillow tries all filters of the format
    on each, which takes five times as long and makes areas of few colours no smaller; more effort
    takes twice as long for two thirds of the size, of a file of some kB.
    """
    opaque = np.all(colours[..., 3] == 255)
    height, width = colours.shape[:2]
    pixels = colours[..., :3 if opaque else 4].reshape(height, -1)
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels], axis=1)  # 0: no filter
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if opaque else 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, EFFORT)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts)
