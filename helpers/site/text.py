"""Markdown, code and formulas as HTML that needs nothing from outside."""
import re
from html import escape

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
THIN = '<mspace width="0.167em"/>'
SPACING = [  # what latex2mathml writes, and what has the spaces of TeX
    (r"<mo>([a-z]{2,})</mo>", r"<mi>\1</mi>"),
    (r"(<mi>[a-z]{2,}</mi>)(?=<mi>)", rf"\1{THIN}"),
    (r"(<mi>[^<>]*</mi>|</mfrac>|</msup>)(?=<mi>[a-z]{2,}</mi>)", rf"\1{THIN}"),
    (r"(?<=&#x00028;</mo>)<mo>&#x02212;</mo>", '<mo form="prefix">&#x02212;</mo>'),
    (r"<mo>&#x0002F;</mo>", '<mo lspace="0" rspace="0">&#x0002F;</mo>'),
]


def html_of(markdown, address):
    """Markdown of a notebook as HTML; `address(target)` gives the target of a link."""
    text = MarkdownWithMath(renderer=Renderer(address)).render(markdown)
    text = re.sub(r"<th([^>]*)></th>", r"<td\1></td>", text)  # a corner is no heading
    return TABLE.sub(r'<div class="wide">\g<0></div>', text)


def code_html(source, language="python"):
    """A block of code; Python is marked up in classes of Pygments."""
    marked = (highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
              if language == "python" else escape(source))
    return f'<pre class="code"><code>{marked.rstrip()}</code></pre>\n'


def formula_html(latex, display="inline"):
    """A LaTeX formula as MathML: names of functions stand upright, with TeX's spaces."""
    mathml = convert(latex.strip(), display=display)
    for written, wanted in SPACING:
        mathml = re.sub(written, wanted, mathml)
    return mathml


def anchor(heading):
    """The id of a heading, the same that JupyterLab gives it; `heading` may hold HTML."""
    return re.sub(r"<[^>]*>", "", heading).strip().replace(" ", "-")


class Renderer(IPythonRenderer):
    """nbconvert's renderer, with formulas as MathML, our blocks of code, links and headings."""

    def __init__(self, address):
        super().__init__(escape=False, exclude_anchor_links=True)
        self.address = address

    def block_code(self, code, info=None):
        return code_html(code, (info or "text").split()[0])

    def heading(self, text, level, **_):
        return f'<h{level} id="{anchor(text)}">{text}</h{level}>\n'

    def link(self, text, url, title=None):
        return super().link(text, self.address(url), title)

    def inline_math(self, body):
        return formula_html(body)

    def block_math(self, body):
        return formula_html(body, "block")

    def latex_environment(self, name, body):
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")
