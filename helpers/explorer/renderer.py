"""matplotlib's SVG renderer, which remembers from picture to picture how a text is set.

Nearly all of the time of a text goes into finding its font, laying out its glyphs and writing
their outlines, and all of this follows from the string and the font.
"""
from io import StringIO
from xml.sax.saxutils import quoteattr

from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.path import Path

NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
MOST = 20_000  # texts that are remembered

_sizes, _settings = {}, {}


class FragmentRenderer(RendererSVG):
    """Draws a part of a picture of width × height points; `body` is what was drawn (str)."""

    def __init__(self, width, height):
        self.buffer = StringIO()
        super().__init__(width, height, self.buffer, metadata=NO_METADATA)

    def body(self):
        """The text between the opening and the closing of the document, definitions included."""
        self.finalize()
        text = self.buffer.getvalue()
        return text[text.index("</defs>") + len("</defs>"):text.rindex("</svg>")].strip()

    def get_text_width_height_descent(self, s, prop, ismath):
        return remembered(_sizes, (s, hash(prop), ismath),
                          super().get_text_width_height_descent, s, prop, ismath)

    def _draw_text_as_path(self, gc, x, y, s, prop, angle, ismath, mtext=None):
        features, language = mtext and mtext.get_fontfeatures(), mtext and mtext.get_language()
        outlines, uses = remembered(
            _settings, (s, hash(prop), ismath, repr(features), repr(language)),
            self._set, s, prop, ismath, features, language)
        scale = prop.get_size_in_points() / self._text2path.FONT_SCALE
        self.writer.comment(s)
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
    return f" style={quoteattr('; '.join(style))}" if style else ""
