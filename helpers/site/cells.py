"""A cell of a notebook and its stored outputs as HTML."""
import re
from html import escape

from helpers.site.text import code_html, html_of

CHECK = re.compile(r"(?:\w+\.)?check_\w+\(.*\Z")
LECTURER = re.compile(r"\A\*\*Lecturer, (\d+) min\.\*\*\s*")


def cell_html(cell, number, live, page):
    """One cell; `live` maps cell numbers to the numbers of their explorers on the page."""
    if cell.cell_type == "code":
        return code_cell(cell, live.get(number), page)
    if cell.cell_type == "markdown":
        return markdown_cell(cell, page)
    return ""


def markdown_cell(cell, page):
    """Prose; a lecturer's note is folded."""
    note = LECTURER.match(cell.source)
    if not note:
        return html_of(cell.source, page.address)
    text = html_of(cell.source[note.end():], page.address)
    return (f'<details class="notes"><summary>For the lecturer, {note[1]} min.</summary>\n'
            f"{text}</details>\n")


def code_cell(cell, explorer, page):
    """Code, what it printed and showed, and for an exercise where it can be done."""
    outputs = "".join(output_html(output, explorer, page) for output in cell.outputs)
    return code_html(cell.source) + outputs + (exercise_html(page) if is_exercise(cell) else "")


def is_exercise(cell):
    return bool(CHECK.match(cell.source.rstrip().rpartition("\n")[2]))


def exercise_html(page):
    return ('<p class="exercise">This exercise needs Python: open '
            f"<code>notebooks/{escape(page.name)}.ipynb</code> in JupyterLab and write your "
            "answer in place of the dots.</p>\n")


def output_html(output, explorer, page):
    """A stored output: HTML before Markdown before plain text."""
    if output.output_type == "stream":
        return printed(output.text)
    data = output.get("data", {})
    if "text/html" in data:
        return picture(data["text/html"], explorer)
    if "text/markdown" in data:
        return f'<div class="output">{html_of(data["text/markdown"], page.address)}</div>\n'
    return printed(data.get("text/plain", ""))


def printed(text):
    return f'<pre class="output">{escape(text.rstrip())}</pre>\n'


def picture(html, explorer):
    """A still; where an explorer stands, site.js puts it in the still's place."""
    if explorer is None:
        return f'<div class="output">{html}</div>\n'
    return f'<div class="course-explorer" data-explorer="{explorer}">{html}</div>\n'
