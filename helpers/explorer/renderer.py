"""matplotlib's SVG renderer made lean: it draws one artist at a time, many times a second.

Nearly all of the time of a text goes into finding its font, laying out its glyphs and writing
their outlines, and all of this follows from the string and the font: it is remembered. Half of
the rest went into opening a document and writing elements step by step: there is no document
here, and an element is written at once.
"""
from html import escape
from io import StringIO
from itertools import cycle

import numpy as np
from matplotlib._path import convert_to_string
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

MOST = 2_000  # texts that are remembered
DECIMALS, COMMANDS = 2, [b"M", b"L", b"Q", b"C", b"z"]  # points: a pixel has about 0.7

_sizes, _settings, _ids, _styles = {}, {}, {}, {}


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
        moved = len(all_transforms) or len(offsets) > 1 or (
            len(offsets) and np.any(offset_trans.transform(offsets)))
        _, _, _, urls, _ = looks
        if moved or len(edgecolors) or not len(facecolors) or any(urls) or gc.get_hatch():
            return super().draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, facecolors,
                edgecolors, *looks, **hatched)
        bare = self.new_gc()
        bare.copy_properties(gc)
        bare.set_linewidth(0)
        clip, transform = self._get_clip_attrs(gc), master_transform + self.flip
        for path, face in zip(paths, cycle(map(tuple, facecolors))):
            looks = attributes({**clip, "style": self._get_style(bare, face)})
            shape = self._convert_path(path, transform, simplify=False)
            self.buffer.write(f'<path d="{shape}"{looks}/>\n')

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
        return remembered(_sizes, (s, hash(prop), ismath),
                          super().get_text_width_height_descent, s, prop, ismath)

    def _draw_text_as_path(self, gc, x, y, s, prop, angle, ismath, mtext=None):
        features, language = mtext and mtext.get_fontfeatures(), mtext and mtext.get_language()
        outlines, uses = remembered(
            _settings, (s, hash(prop), ismath, repr(features), repr(language)),
            self._set, s, prop, ismath, features, language)
        scale = prop.get_size_in_points() / self._text2path.FONT_SCALE
        self.buffer.write(f'<g{style_of(gc)} transform="translate({x:.6f} {y:.6f}) '
                          f'rotate({-angle:g}) scale({scale:g} {-scale:g})">\n')
        new = [name for name in outlines if name not in self._glyph_map]
        if new:
            self.buffer.write("<defs>\n" + "".join(map(outlines.get, new)) + "</defs>\n")
            self._glyph_map.update(dict.fromkeys(new))
        self.buffer.write(uses + "</g>\n")

    def _set(self, s, prop, ismath, features, language):
        """The outlines by name, and what places them one behind the other."""
        if ismath:
            glyphs, outlines, bars = self._text2path.get_glyphs_mathtext(prop, s)
        else:
            glyphs, outlines, bars = self._text2path.get_glyphs_with_font(
                self._text2path._get_font(prop), s, features=features, language=language)
        uses = [f'<use xlink:href="#{safe(name)}" transform="translate({x:.6g} {y:.6g}) '
                f'scale({scale:g})"/>\n' for name, x, y, scale in glyphs]
        uses += [f'<path d="{self._outline(Path(*bar))}"/>\n' for bar in bars]
        paths = {}
        for name, (points, codes) in outlines.items():
            shape = self._outline(Path(points * 64, codes))  # fonts count in 64ths
            paths[safe(name)] = (f'<path id="{safe(name)}" d="{shape}" '
                                 f'transform="scale({1 / 64})"/>\n')
        return paths, "".join(uses)

    def _outline(self, path):
        return self._convert_path(path, simplify=False).replace(" \n", " ")


def remembered(memory, key, find, *arguments):
    """What `find(*arguments)` gives, asked once; all is forgotten when the memory is full."""
    if key not in memory:
        if len(memory) >= MOST:
            memory.clear()
        memory[key] = find(*arguments)
    return memory[key]


def safe(name):
    return name.replace("%20", "_")


def style_of(gc):
    """Colour and opacity of a text as an attribute, where they are not the default."""
    colour = rgb2hex(gc.get_rgb())
    alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
    style = [f"fill: {colour}"] * (colour != "#000000") + [f"opacity: {alpha:g}"] * (alpha != 1)
    return attributes({"style": "; ".join(style)})
