"""matplotlib's SVG renderer made lean: it draws one artist at a time, many times a second.

Nearly all of the time of a text goes into finding its font, laying out its glyphs and writing
their outlines, and all of this follows from the string and the font: it is remembered. Half of
the rest went into opening a document and writing elements step by step: there is no document
here, and an element is written at once.
"""
import struct
import zlib
from base64 import b64encode
from html import escape
from io import StringIO
from itertools import cycle

import numpy as np
from matplotlib._path import convert_to_string
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.font_manager import fontManager, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

MOST = 2_000  # texts that are remembered
DECIMALS, COMMANDS = 2, [b"M", b"L", b"Q", b"C", b"z"]  # points: a pixel has about 0.7
FINE = 10  # thousandths of a font's size in which glyphs are written
SEGMENTS = {Path.MOVETO: ("m", 1), Path.LINETO: ("l", 1), Path.CURVE3: ("q", 2),
            Path.CURVE4: ("c", 3), Path.CLOSEPOLY: ("z", 0)}  # letter, points

UPSIDE_DOWN = Affine2D().scale(1, -1).frozen()

_sizes, _texts, _glyphs, _heights, _ids, _styles, _markers = ({} for _ in range(7))


class Writer:
    """Writes elements to a file as RendererSVG asks for them; no comments, no indentation."""

    def __init__(self, file):
        self.write = file.write

    def start(self, tag, attrib=None, **more):
        self.write(f"<{tag}{attributes({**(attrib or {}), **more})}>\n")
        return 0

    def end(self, tag, indent=True):
        self.write(f"</{tag}>\n")

    def element(self, tag, text=None, attrib=None, **more):
        opened = f"<{tag}{attributes({**(attrib or {}), **more})}"
        self.write(f"{opened}>{escape(text, False)}</{tag}>\n" if text else f"{opened}/>\n")

    def comment(self, text):
        """Nothing."""

    def close(self, id):
        """Nothing: the document, which alone is closed by its number, was never opened."""


def attributes(named):
    return "".join(f' {name}="{escape(value)}"' for name, value in named.items() if value)


class FragmentRenderer(RendererSVG):
    """Draws a part of a picture of width × height points; `body` is what was drawn (str)."""

    def __init__(self, width, height):
        super().__init__(width, height, StringIO())
        self.buffer = StringIO()
        self.writer = Writer(self.buffer)
        self.clips = set()
        self.flip = Affine2D().scale(1, -1).translate(0, height)

    def _write_metadata(self, _):
        """Nothing: a fragment is no document."""

    def _write_default_style(self):
        """Nothing: a page has the style once, for all fragments."""

    def _make_flip_transform(self, transform):
        return transform + self.flip

    def _convert_path(self, path, transform=None, clip=None, simplify=None, sketch=None):
        clip = (0.0, 0.0, self.width, self.height) if clip else None
        return convert_to_string(path, transform, clip, simplify, sketch, DECIMALS, COMMANDS,
                                 False).decode("ascii")

    def _get_clip_attrs(self, gc):
        found = super()._get_clip_attrs(gc)
        self.clips.add(found.get("clip-path"))
        return found

    def draw_path_collection(self, gc, master_transform, paths, all_transforms, offsets,
                             offset_trans, facecolors, edgecolors, *looks, **hatched):
        """Areas without edges are written at once: one by one each takes four times as long."""
        if not paths:  # matplotlib asks so what this method takes
            return
        moved = len(all_transforms) or len(offsets) > 1 or (
            len(offsets) and np.any(offset_trans.transform(offsets)))
        _, _, _, urls, _ = looks
        if moved or len(edgecolors) or not len(facecolors) or any(urls) or gc.get_hatch():
            return super().draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
                edgecolors, *looks, **hatched)
        clip, transform = attributes(self._get_clip_attrs(gc)), master_transform + self.flip
        for path, style in zip(paths, cycle(fills_of(gc, facecolors))):
            shape = self._convert_path(path, transform, simplify=False)
            self.buffer.write(f'<path d="{shape}"{clip}{style}/>\n')

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        """Markers of one colour become one path, the others copies of one definition.

        A browser draws a path at once; a copy is a tree of its own.
        """
        if path.codes is not None or gc.get_url() or gc.get_hatch():
            return super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        places = (trans + self.flip).transform(path.vertices)
        places = places[np.isfinite(places).all(axis=1)].tolist()
        looks, clip = (attributes(named) for named in (
            {"style": self._get_style(gc, rgbFace)}, self._get_clip_attrs(gc)))
        size = marker_trans.get_matrix()
        marker = remembered(_markers, (repr(marker_path), size.tobytes()),
                            marker_data, marker_path, size)
        if len(places) < 2 or is_plain(gc, rgbFace):
            data = "".join(f"M{x:.{DECIMALS}f} {y:.{DECIMALS}f}{marker}" for x, y in places)
            self.buffer.write(f'<path d="{data}"{clip}{looks}/>\n')
            return
        name = self._make_id("m", (marker, looks))
        uses = "".join(f'<use xlink:href="#{name}" x="{x:.{DECIMALS}f}" y="{y:.{DECIMALS}f}"/>\n'
                       for x, y in places)
        self.buffer.write(f'<defs>\n<path id="{name}" d="{marker}"{looks}/>\n</defs>\n'
                          f"<g{clip}>\n{uses}</g>\n")

    def draw_image(self, gc, x, y, im, transform=None):
        """An image of colours, (rows, columns, 4) from 0 to 255, without the number of a
        definition that nobody refers to."""
        if transform is None or not im.size or gc.get_url():
            return super().draw_image(gc, x, y, im, transform)
        height, width = im.shape[:2]
        place = Affine2D().scale(1 / width, 1 / height) + transform
        place = place + Affine2D().translate(x, y) + self.flip
        matrix = " ".join(f"{value:.6f}" for value in Affine2D(place.get_matrix()).to_values())
        self.buffer.write(
            f"<g{attributes(self._get_clip_attrs(gc))}>\n"
            f'<image width="{width}" height="{height}" opacity="{gc.get_alpha():g}" '
            f'transform="matrix({matrix})" '
            f'style="image-rendering:crisp-edges;image-rendering:pixelated" '
            f'xlink:href="data:image/png;base64,{b64encode(png(im)).decode()}"/>\n</g>\n')

    def _get_style(self, gc, face):
        if gc.get_hatch() is not None:  # which becomes a definition of this fragment
            return super()._get_style(gc, face)
        looks = (face is not None and tuple(face), tuple(gc.get_rgb()), gc.get_alpha(),
                 gc.get_forced_alpha(), gc.get_linewidth(), str(gc.get_dashes()),
                 gc.get_joinstyle(), gc.get_capstyle())
        return remembered(_styles, looks, super()._get_style, gc, face)

    def _make_id(self, type, content):
        return remembered(_ids, (type, str(content)), super()._make_id, type, content)

    def body(self):
        """What was drawn, with all definitions that it refers to.

        Many elements with the same frame get it once, together: a browser clips each by itself.
        """
        self._write_clips()
        self._write_hatches()
        text = self.buffer.getvalue().strip()
        clip, *more = self.clips or [None]
        frame = attributes({"clip-path": clip})
        if more or not clip or text.count(frame) == 1:
            return text
        return f"<g{frame}>\n{text.replace(frame, '')}\n</g>"

    def get_text_width_height_descent(self, s, prop, ismath):
        if ismath:
            return remembered(_sizes, (s, hash(prop)),
                              super().get_text_width_height_descent, s, prop, ismath)
        _, *size = self._laid_out(s, prop)
        scale = prop.get_size_in_points() / self._text2path.FONT_SCALE
        return tuple(scale * part for part in size)

    def _get_font_height_metrics(self, prop):
        return remembered(_heights, hash(prop), heights, prop)

    def _draw_text_as_path(self, gc, x, y, s, prop, angle, ismath, mtext=None):
        if ismath:
            return super()._draw_text_as_path(gc, x, y, s, prop, angle, ismath, mtext)
        outline, *_ = self._laid_out(s, prop, mtext and mtext.get_fontfeatures(),
                                     mtext and mtext.get_language())
        scale = prop.get_size_in_points() / self._text2path.FONT_SCALE / FINE
        self.buffer.write(f'<path{style_of(gc)} transform="translate({x:.6f} {y:.6f}) '
                          f'rotate({-angle:g}) scale({scale:g} {-scale:g})" d="{outline}"/>\n')

    def _laid_out(self, s, prop, features=None, language=None):
        return remembered(_texts, (s, hash(prop), repr(features), repr(language)), laid_out,
                          self._text2path, prop, s, features, language)


def png(colours):
    """An image of colours, (rows, columns, 4) from 0 to 255, as a PNG file (bytes).

    Rows are compressed as they are. Pillow tries all filters of the format on each, which takes
    five times as long and makes areas of few colours no smaller.
    """
    opaque = np.all(colours[..., 3] == 255)
    height, width = colours.shape[:2]
    pixels = colours[..., :3 if opaque else 4].reshape(height, -1)
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels], axis=1)  # 0: no filter
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if opaque else 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts)


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


def marker_data(path, size):
    """A marker as path data relative to its middle; `size` is the matrix that makes it points."""
    path = path.transformed(Affine2D(size) + UPSIDE_DOWN)
    lines = [Path.MOVETO] + [Path.LINETO] * (len(path) - 1)
    return relative(path.vertices, lines if path.codes is None else path.codes, DECIMALS)


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


def is_plain(gc, face):
    """Whether a marker has one colour that hides what is below: then their order is all one."""
    alpha = gc.get_alpha() if gc.get_forced_alpha() else 1
    return face is not None and alpha == face[-1] == 1 and tuple(face[:3]) == gc.get_rgb()[:3]


def heights(prop):
    """Ascent, descent and gap of the lines of a font in points; Nones where it does not say."""
    font = get_font(fontManager._find_fonts_by_props(prop))
    table = font.get_sfnt_table("OS/2")
    if table is None:
        return None, None, None
    unit = prop.get_size_in_points() / font.get_sfnt_table("head")["unitsPerEm"]
    return (unit * table["sTypoAscender"], -unit * table["sTypoDescender"],
            unit * table["sTypoLineGap"])


def remembered(memory, key, find, *arguments):
    """What `find(*arguments)` gives, asked once; all is forgotten when the memory is full."""
    if key not in memory:
        if len(memory) >= MOST:
            memory.clear()
        memory[key] = find(*arguments)
    return memory[key]


def fills_of(gc, colours):
    """For each colour, (n, 4) from 0 to 1, the style of an area without an edge as an attribute."""
    levels = np.rint(255 * colours[:, :3]).astype(np.uint8)
    if gc.get_forced_alpha():
        return [style_in("#" + bytes(row).hex(), gc.get_alpha()) for row in levels]
    return [style_in("#" + bytes(row).hex(), alpha, "fill-opacity")
            for row, alpha in zip(levels, colours[:, 3].tolist(), strict=True)]


def style_of(gc):
    """Colour and opacity of a text as an attribute."""
    alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
    return style_in(rgb2hex(gc.get_rgb()), alpha)


def style_in(colour, alpha, opacity="opacity"):
    """A fill and its opacity as an attribute, where they are not the default."""
    style = [f"fill: {colour}"] * (colour != "#000000") + [f"{opacity}: {alpha:g}"] * (alpha != 1)
    return f' style="{"; ".join(style)}"' if style else ""
