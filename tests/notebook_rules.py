"""The rules for a stored notebook, each a function (notebook, path) -> list of complaints.

test_notebooks.py applies them to the course, test_notebook_rules.py to notebooks that break
them. The rule on numbers in prose has a file of its own, notebook_numbers.py.
"""

import ast
import re
from html.parser import HTMLParser
from itertools import pairwise
from statistics import median
from urllib.parse import unquote

import nbformat

VIEW = "application/vnd.jupyter.widget-view+json"
SLIDE_TYPES = {"slide", "subslide", "fragment", "skip", "notes", "-"}
TAGS = {"taught", "nbval-ignore-output"}
MOST_IGNORED = 2  # outputs that nbval does not compare, a notebook
CELL_LINES, MEDIAN_LINES, FUNCTION_LINES = 15, 4, 10
MOST_BYTES = 1_500_000
FENCE = re.compile(r"(?ms)^ *(```|~~~).*?^ *\1 *$")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]*)>?[^)]*\)")
LECTURER = re.compile(r"\A\*\*Lecturer, (\d+) min\.\*\*")
EXPLORE = re.compile(r"\bexplore\(")
CHECK = re.compile(r"(?:\w+\.)?check_\w+\(")
SOLUTION = re.compile(
    r"<details>\s*<summary>Solution</summary>\s*```python\n(.*?)\n```.*</details>", re.DOTALL
)
SHELL = re.compile(r"(?m)^\s*(?:!.*|%%(?:bash|sh)\b.*)")
FORBIDDEN = {
    "sys.path": "helpers is installed: no path tricks",
    "pyplot": "pictures go through show or explore",
    "plt.": "pictures go through show or explore",
    "%matplotlib": "pictures go through show or explore",
    "://": "nothing is downloaded",
    "%pip": "nothing is installed",
    "%conda": "nothing is installed",
    "NBVAL_": "markers are tags, not comments",
    "np.random.seed": "use np.random.default_rng(seed)",
}


class Images(HTMLParser):
    """The attributes of every <img> of an HTML text, in `.found`; its links in `.links`."""

    def __init__(self, text):
        super().__init__()
        self.found, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "img":
            self.found.append(attributes)
        self.links += [attributes[key] for key in ("href", "src") if attributes.get(key)]


def code_cells(notebook):
    """The code cells, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def prose(notebook):
    """The markdown sources without their fenced code, in order."""
    return [FENCE.sub("", c.source) for c in notebook.cells if c.cell_type == "markdown"]


def outputs(notebook):
    """All outputs, in order."""
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def bundles(notebook):
    """The data of all outputs that have some, in order."""
    return [output.data for output in outputs(notebook) if "data" in output]


def headings(notebook):
    """(level, text) of every heading, in order."""
    found = re.findall(r"(?m)^(#{1,6})[ \t]+(.*?)[ \t#]*$", "\n\n".join(prose(notebook)))
    return [(len(hashes), text) for hashes, text in found]


def lines(source):
    """The number of lines that are not blank."""
    return sum(bool(line.strip()) for line in source.splitlines())


def first_line(cell):
    """How a complaint names a cell."""
    return next(iter(cell.source.strip().splitlines()), "(empty cell)")[:60]


def tags(cell):
    """The tags of a cell."""
    return set(cell.metadata.get("tags", []))


def slide_type(cell):
    """The slide type of a cell, or None."""
    return cell.metadata.get("slideshow", {}).get("slide_type")


def explorers(notebook):
    """The code cells that make an explorer."""
    return [cell for cell in code_cells(notebook) if EXPLORE.search(cell.source)]


def exercises(notebook):
    """(stub cell, solution's code or None) for each cell whose last line calls a check."""
    found = []
    for cell, after in pairwise([*notebook.cells, nbformat.v4.new_markdown_cell()]):
        last = cell.source.rstrip().rpartition("\n")[2]
        if cell.cell_type == "code" and CHECK.match(last):
            match = SOLUTION.search(after.source)
            found.append((cell, match and match[1]))
    return found


def parsed(cell):
    """The syntax tree of a code cell; lines of magics are left out."""
    return ast.parse(re.sub(r"(?m)^\s*[%!].*$", "", cell.source))


def run_in_order(notebook, path):
    counts = [cell.execution_count for cell in code_cells(notebook)]
    wanted = list(range(1, len(counts) + 1))
    return [] if counts == wanted and counts else [f"execution counts are {counts}"]


def no_widget_state(notebook, path):
    said = ["metadata.widgets is stored"] if "widgets" in notebook.metadata else []
    return said + ["a widget view is stored" for data in bundles(notebook) if VIEW in data]


def no_failures(notebook, path):
    errors = [o.ename for o in outputs(notebook) if o.output_type == "error"]
    return errors + [o.text for o in outputs(notebook) if o.get("name") == "stderr"]


def headings_in_order(notebook, path):
    levels = [level for level, _ in headings(notebook)]
    said = [] if levels.count(1) == 1 and levels[0] == 1 else ["not one H1, or not first"]
    jumps = [text for (a, _), (b, text) in pairwise(headings(notebook)) if b > a + 1]
    return said + [f"heading goes down more than one level: {text}" for text in jumps]


def alternative_text(notebook, path):
    data = bundles(notebook)
    kinds = [kind for d in data for kind in d if kind.startswith("image/")]
    said = [f"an output of {kind} has no alternative text: use show" for kind in kinds]
    html = [d["text/html"] for d in data if "text/html" in d] + prose(notebook)
    images = [image for text in html for image in Images(text).found]
    said += ["an <img> has no alt" for image in images if not (image.get("alt") or "").strip()]
    links = [match for text in prose(notebook) for match in LINK.findall(text)]
    bare = [target for mark, text, target in links if mark and not text.strip()]
    return said + [f"no alternative text: {target}" for target in bare]


def anchors(notebook):
    """What links to headings may name: the heading's text with - for spaces."""
    return {re.sub(r"[`*]", "", text).replace(" ", "-") for _, text in headings(notebook)}


def broken(target, notebook, path):
    """Whether a relative link leads nowhere."""
    name, _, anchor = unquote(target).partition("#")
    other = path.parent / name if name else path
    if name and not other.exists():
        return True
    if not anchor:
        return False
    linked = nbformat.read(other, as_version=4) if name else notebook
    return anchor not in anchors(linked)


def links_resolve(notebook, path):
    found = [(text, target) for t in prose(notebook) for _, text, target in LINK.findall(t)]
    found += [("(html)", target) for t in prose(notebook) for target in Images(t).links]
    vague = [f"a link says only “{text}”" for text, _ in found if text.lower() in ("here", "link")]
    local = [t for _, t in found if not re.match(r"https?://|mailto:|data:", t)]
    return vague + [f"broken link: {t}" for t in local if broken(t, notebook, path)]


def neighbours_linked(notebook, path):
    names = sorted(other.name for other in path.parent.glob("[0-9]*.ipynb"))
    here = names.index(path.name)
    near = names[max(here - 1, 0) : here] + names[here + 1 : here + 2]
    last = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"][-1]
    return [f"the last cell has no link to {name}" for name in near if f"({name}" not in last]


def slide_types(notebook, path):
    wrong = [cell for cell in notebook.cells if slide_type(cell) not in SLIDE_TYPES]
    return [f"slide_type {slide_type(cell)}: {first_line(cell)}" for cell in wrong]


def teaching_time(notebook):
    """The minutes that the first cell states, or None."""
    stated = re.search(r"Teaching time\W+(\d+) minutes", notebook.cells[0].source)
    return stated and int(stated[1])


def lecturer_minutes(notebook, path):
    notes = [cell for cell in notebook.cells if slide_type(cell) == "notes"]
    minutes = [LECTURER.match(cell.source) for cell in notes]
    stated = teaching_time(notebook)
    if not stated or not notes or not all(minutes):
        return ["no “Teaching time: N minutes” in the first cell, or notes without minutes"]
    total = sum(int(match[1]) for match in minutes)
    return [] if total == stated else [f"notes add up to {total}, stated is {stated}"]


def cell_sizes(notebook, path):
    sizes = [lines(cell.source) for cell in code_cells(notebook)]
    wrong = [cell for cell in code_cells(notebook) if not 0 < lines(cell.source) <= CELL_LINES]
    said = [f"{lines(cell.source)} lines: {first_line(cell)}" for cell in wrong]
    middle = median(sizes or [0])
    return said + ([f"the median cell has {middle} lines"] if middle > MEDIAN_LINES else [])


def function_sizes(notebook, path):
    cells = [cell for cell in code_cells(notebook) if "taught" not in tags(cell)]
    found = [(cell, node) for cell in cells for node in ast.walk(parsed(cell))]
    sizes = [
        (lines(ast.get_source_segment(cell.source, node)), node.name)
        for cell, node in found
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    ]
    return [f"{name} has {n} lines and no tag “taught”" for n, name in sizes if n > FUNCTION_LINES]


def imports_first(notebook, path):
    body = parsed(code_cells(notebook)[0]).body
    other = [n for n in body if not isinstance(n, ast.Import | ast.ImportFrom)]
    return [f"the first code cell does more than import: line {n.lineno}" for n in other]


def nothing_forbidden(notebook, path):
    source = "\n".join(cell.source for cell in code_cells(notebook))
    said = [f"{text}: {why}" for text, why in FORBIDDEN.items() if text in source]
    return said + [f"a shell command: {line}" for line in re.findall(SHELL, source)]


def narrow_markers(notebook, path):
    unknown = [f"unknown tags {sorted(t)}" for c in notebook.cells if (t := tags(c) - TAGS)]
    ignored = [cell for cell in code_cells(notebook) if "nbval-ignore-output" in tags(cell)]
    said = [f"ignored without a reason: {first_line(c)}" for c in ignored if "#" not in c.source]
    too_many = [f"{len(ignored)} ignored outputs"] if len(ignored) > MOST_IGNORED else []
    return unknown + said + too_many


def tasks_before_explorers(notebook, path):
    said, tasks = [], False
    for cell in notebook.cells:
        tasks = tasks or (cell.cell_type == "markdown" and "**Try" in cell.source)
        if cell.cell_type == "code" and EXPLORE.search(cell.source):
            said += [] if tasks else [f"an explorer without **Try.** before it: {first_line(cell)}"]
            tasks = False
    return said


def exercises_have_solutions(notebook, path):
    found = exercises(notebook)
    said = [f"no solution after: {first_line(stub)}" for stub, solution in found if not solution]
    loud = [stub for stub, _ in found if "Not attempted yet" not in str(stub.outputs)]
    return said + [f"stub is not “Not attempted yet”: {first_line(stub)}" for stub in loud]


def small_file(notebook, path):
    size = len(nbformat.writes(notebook).encode())
    return [f"{size / 1e6:.2f} MB"] if size >= MOST_BYTES else []
