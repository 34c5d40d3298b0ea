"""Markdown, code and formulas as HTML that needs nothing from outside."""
import re
from html import escape

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
FUNCTION_AS_OPERATOR = re.compile(r"<mo>([a-z]{2,})</mo>")
FUNCTION_OF_A_NAME = re.compile(r"(<mi>[a-z]{2,}</mi>)(?=<mi>)")


def html_of(markdown, address):
    """Markdown of a notebook as HTML; `address(target)` gives the target of a link."""
    text = MarkdownWithMath(renderer=Renderer(address)).render(markdown)
    return TABLE.sub(r'<div class="wide">\g<0></div>', text)


def code_html(source, language="python"):
    """A block of code; Python is marked up in classes of Pygments."""
    marked = (highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
              if language == "python" else escape(source))
    return f'<pre class="code"><code>{marked.rstrip()}</code></pre>\n'


def formula_html(latex, display="inline"):
    """A LaTeX formula as MathML: names of functions stand upright, with TeX's spaces."""
    mathml = FUNCTION_AS_OPERATOR.sub(r"<mi>\1</mi>", convert(latex.strip(), display=display))
    return FUNCTION_OF_A_NAME.sub(r'\1<mspace width="0.167em"/>', mathml)


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
