"""The rule on numbers in prose: what is stated was computed in the same notebook.

A number with decimals or a percentage, in markdown, has to stand in an output of the notebook
with the same value at the same digits. Numbers inside `code` or $math$ may instead stand in a
code cell. A paragraph, list item or table row that names its source ("He et al. 2015") may hold
that source's figures, and a task ("**Try.** Put the kink at 1.5", "**Predict.**") may ask for a
setting: a decimal of at most two significant digits.
"""

import re
from decimal import Decimal

from tests.notebook_rules import FENCE, LINK, bundles, code_cells, outputs

WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
POWER_OF_TEN = r"(?:e[-+]?\d+)?"
DECIMAL = rf"{WHOLE}?\.\d+{POWER_OF_TEN}(?!\d|\.\d)"
NUMBER = re.compile(rf"(?<![\w.])(?:{DECIMAL}|{WHOLE}(?=\s?(?:\\?%|per ?cent)))", re.IGNORECASE)
ANY_NUMBER = re.compile(rf"{WHOLE}(?:\.\d*)?{POWER_OF_TEN}|\.\d+{POWER_OF_TEN}", re.IGNORECASE)
PERCENT = re.compile(r"\s?(?:\\?%|per ?cent)")
POWER = re.compile(r"(\d+\.\d+)\s*(?:\\times|\\cdot|×|·)\s*10\^\{?([-−]?\d+)\}?")
QUOTED = re.compile(r"`+[^`]+`+|\$\$[^$]+\$\$|\$[^$\n]+(?:\n[^$\n]+)?\$")
NAMED_PLACE = re.compile(
    r"\b(?:Python|JupyterLab|NumPy|[Mm]atplotlib|[Vv]ersion|[Ff]igure|[Ss]ection|[Tt]able)\s+[\d.]+\d"
)
SOURCE = re.compile(r"\b([A-Z][\w’'-]+),?(?:\s+et\s+al\.?)?,?\s+\(?(?:18|19|20)\d\d[a-z]?\b")
NOT_AUTHORS = set("""In Since By From Until Before After The Of At Around About And Or January
    February March April May June July August September October November December""".split())
TAG = re.compile(r"</?(?:details|summary|img|a|br|p|div|span|su[bp]|table|t[rdh]|kbd)\b[^>]*>")
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)|\n(?=\s*\|)")
EMBEDDED = re.compile(r"data:[\w/+]+;base64,[A-Za-z0-9+/=\s]+")


def value(text):
    """The number that a text of digits states, so that .50 equals 0.5."""
    return Decimal(text.replace(",", "").lower().rstrip("."))


def numbers_in(text):
    """(values, percentages) of every number in an output or in code, as sets of Decimal."""
    found = list(ANY_NUMBER.finditer(text))
    percent = [m for m in found if PERCENT.match(text, m.end())]
    return {value(m[0]) for m in found}, {value(m[0]) for m in percent}


def output_text(notebook):
    """Everything a reader sees in outputs as text."""
    streams = [output.text for output in outputs(notebook) if "text" in output]
    kinds = ("text/plain", "text/html", "text/markdown", "text/latex")
    data = [d[kind] for d in bundles(notebook) for kind in kinds if kind in d]
    return EMBEDDED.sub("", "\n".join(streams + data))


def names_a_source(block):
    """Whether a paragraph, list item or table row names an author with a year."""
    return any(name not in NOT_AUTHORS for name in SOURCE.findall(block))


def is_setting(block, number, percent):
    """Whether a number in a task is one that the reader is asked to set, not a measured one."""
    task = re.match(r"\s*\*\*(?:Try|Predict)", block)
    return bool(task) and not percent and len(number.normalize().as_tuple().digits) <= 2


def blocks(source):
    """The paragraphs, list items and table rows of a markdown text, without what is no prose."""
    text = LINK.sub(lambda match: match[2], FENCE.sub("", source))
    text = NAMED_PLACE.sub("", TAG.sub("", text))
    return BLOCK.split(POWER.sub(lambda m: f"{m[1]}e{m[2].replace('−', '-')}", text))


def stated(text):
    """(written, value, whether a percentage) for each number that the rule is about."""
    found = [(m[0], bool(PERCENT.match(text, m.end()))) for m in NUMBER.finditer(text)]
    return [(written + " %" * percent, value(written), percent) for written, percent in found]


def not_computed(block, shown, quotable):
    """The numbers of a block that neither an output nor, if quoted, a code cell holds."""
    plain = QUOTED.sub(" ", block)
    quoted = "\n".join(QUOTED.findall(block))
    pairs = [(plain, shown), (quoted, [a | b for a, b in zip(shown, quotable, strict=True)])]
    return [
        written
        for text, known in pairs
        for written, number, percent in stated(text)
        if number not in known[percent] and not is_setting(block, number, percent)
    ]


def numbers_are_computed(notebook, path):
    shown = numbers_in(output_text(notebook))
    quotable = numbers_in("\n".join(cell.source for cell in code_cells(notebook)))
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    found = [block for source in sources for block in blocks(source) if not names_a_source(block)]
    return [
        f"{written} is in no output: {' '.join(block.split())[:80]}"
        for block in found
        for written in not_computed(block, shown, quotable)
    ]
