"""matplotlib's SVG renderer made lean: it draws one artist at a time, many times a second.

What follows from a text, a font, a marker or a look alone is remembered (see outlines.py). Half
of the rest went into opening a document and writing elements step by step: there is no document
here, and an element is written at once.
"""
from html import escape
from io import StringIO
from itertools import cycle

import numpy as np
from matplotlib._path import convert_to_string
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.transforms import Affine2D

from helpers.explorer.images import address
from helpers.explorer.outlines import (
    DECIMALS,
    FINE,
    heights,
    laid_out,
    marker_data,
    remembered,
    scattered,
)

FLAW = 0.01  # points
COMMANDS = [b"M", b"L", b"Q", b"C", b"z"]

_sizes, _texts, _heights, _ids, _styles, _markers, _clips = ({} for _ in range(7))


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
    """Draws parts of a picture of width × height points, one after the other."""

    def __init__(self, width, height):
        super().__init__(width, height, StringIO())
        self.flip = Affine2D().scale(1, -1).translate(0, height)
        self._new = dict(vars(self))
        self._memories = [name for name, value in self._new.items() if isinstance(value, dict)]

    def written(self, draw):
        """What `draw(renderer)` writes (str), with all definitions that it refers to.

        Before, all that the last drawing left is forgotten; to make another renderer takes longer.
        """
        vars(self).update(self._new, **{name: {} for name in self._memories})
        self.buffer, self.clips, self.groups = StringIO(), set(), []
        self.writer = Writer(self.buffer)
        draw(self)
        return self._body()

    def open_group(self, s, gid=None):
        """Only a group that somebody gave a name: each of the others is an element in the way."""
        self.groups.append(gid)
        if gid:
            self.writer.start("g", id=gid)

    def close_group(self, s):
        if self.groups.pop():
            self.writer.end("g")

    def _write_metadata(self, _):
        """Nothing: a fragment is no document."""

    def _write_default_style(self):
        """Nothing: a page has the style once, for all fragments."""

    def _make_flip_transform(self, transform):
        return transform + self.flip

    def traced(self, path, transform):
        """The data (str) of a path without a face; `transform` takes it to the page."""
        return self._convert_path(path, transform, True, path.should_simplify)

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
        moved = len(all_transforms) or are_moving(offsets, offset_trans)
        _, _, _, urls, _ = looks
        if moved or len(edgecolors) or not len(facecolors) or any(urls) or gc.get_hatch():
            return super().draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
                edgecolors, *looks, **hatched)
        clip, transform = attributes(self._get_clip_attrs(gc)), master_transform + self.flip
        for path, style in zip(paths, cycle(fills_of(gc, facecolors))):
            shape = self._convert_path(path, transform, simplify=False)
            self.buffer.write(f'<path d="{shape}"{clip}{style}/>\n')

    def draw_quad_mesh(self, gc, master_transform, columns, rows, corners, offsets, offset_trans,
                       facecolors, antialiased, edgecolors):
        """A mesh of equal rectangles, as a colour bar has, becomes an image of one element."""
        mesh = master_transform.transform(corners.reshape(-1, 2)).reshape(corners.shape)
        left, bottom, right, top = *mesh[0, 0].tolist(), *mesh[-1, -1].tolist()
        regular = np.meshgrid(np.linspace(left, right, columns + 1),
                              np.linspace(bottom, top, rows + 1))
        if (len(edgecolors) or len(facecolors) != rows * columns
                or are_moving(offsets, offset_trans)
                or not np.allclose(mesh, np.stack(regular, axis=-1), rtol=0, atol=FLAW)):
            return super().draw_quad_mesh(gc, master_transform, columns, rows, corners, offsets,
                                          offset_trans, facecolors, antialiased, edgecolors)
        colours = np.rint(255 * facecolors).astype(np.uint8).reshape(rows, columns, 4)
        self.draw_image(gc, left, bottom, colours, Affine2D().scale(right - left, top - bottom))

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        """Markers of one colour become one path, the others copies of one definition.

        A browser draws a path at once; a copy is a tree of its own.
        """
        if path.codes is not None or gc.get_url() or gc.get_hatch():
            return super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
        places = (trans + self.flip).transform(path.vertices)
        places = places[np.isfinite(places).all(axis=1)]
        looks, clip = (attributes(named) for named in (
            {"style": self._get_style(gc, rgbFace)}, self._get_clip_attrs(gc)))
        size = marker_trans.get_matrix()
        shape = [None if part is None else part.tobytes()
                 for part in (marker_path.vertices, marker_path.codes, size)]
        marker = remembered(_markers, tuple(shape), marker_data, marker_path, size)
        if len(places) < 2 or is_solid(gc, rgbFace):
            self.buffer.write(f'<path d="{scattered(marker, places)}"{clip}{looks}/>\n')
            return
        name = self._make_id("m", (marker, looks))
        uses = "".join(f'<use xlink:href="#{name}" x="{x:.{DECIMALS}f}" y="{y:.{DECIMALS}f}"/>\n'
                       for x, y in places.tolist())
        self.buffer.write(f'<defs>\n<path id="{name}" d="{marker}"{looks}/>\n</defs>\n'
                          f"<g{clip}>\n{uses}</g>\n")

    def draw_image(self, gc, x, y, im, transform=None):
        """An image of colours, (rows, columns, 4) from 0 to 255, without the number of a
        definition that nobody refers to."""
        if transform is None or not im.size or gc.get_url():
            return super().draw_image(gc, x, y, im, transform)
        height, width = im.shape[:2]
        (a, c, e), (b, d, f), _ = transform.get_matrix().tolist()
        place = (a / width, -b / width, c / height, -d / height, e + x, self.height - f - y)
        matrix = " ".join(f"{value:.6f}" for value in place)
        self.buffer.write(
            f"<g{attributes(self._get_clip_attrs(gc))}>\n"
            f'<image width="{width}" height="{height}" opacity="{gc.get_alpha():g}" '
            f'transform="matrix({matrix})" '
            f'style="image-rendering:crisp-edges;image-rendering:pixelated" '
            f'xlink:href="{address(im)}"/>\n</g>\n')

    def _get_style(self, gc, face):
        if gc.get_hatch() is not None:  # which becomes a definition of this fragment
            return super()._get_style(gc, face)
        looks = (face is not None and tuple(face), tuple(gc.get_rgb()), gc.get_alpha(),
                 gc.get_forced_alpha(), gc.get_linewidth(), str(gc.get_dashes()),
                 gc.get_joinstyle(), gc.get_capstyle())
        return remembered(_styles, looks, super()._get_style, gc, face)

    def _make_id(self, type, content):
        if isinstance(content, bytes):  # a whole image, not worth being kept
            return super()._make_id(type, content)
        return remembered(_ids, (type, content), super()._make_id, type, content)

    def _write_clips(self):
        clips = tuple(self._clipd.values())
        if any(len(shape) == 2 for shape, _ in clips):  # not a rectangle but a path
            super()._write_clips()
        elif clips:
            self.buffer.write(remembered(_clips, clips, definitions_of, clips))

    def _body(self):
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


def definitions_of(clips):
    """The definitions of rectangles to clip by, ((x, y, width, height), id) each."""
    shapes = (f'<clipPath id="{name}">\n<rect x="{x:.6g}" y="{y:.6g}" width="{width:.6g}" '
              f'height="{height:.6g}"/>\n</clipPath>\n' for (x, y, width, height), name in clips)
    return f"<defs>\n{''.join(shapes)}</defs>\n"


def are_moving(offsets, transform):
    """Whether the offsets of a collection put it anywhere else than where its paths are."""
    return len(offsets) > 1 or len(offsets) and np.any(transform.transform(offsets))


def is_solid(gc, face):
    """Whether a marker has one colour that hides what is below: then their order is all one."""
    alpha = gc.get_alpha() if gc.get_forced_alpha() else 1
    return face is not None and alpha == face[-1] == 1 and tuple(face[:3]) == gc.get_rgb()[:3]


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
