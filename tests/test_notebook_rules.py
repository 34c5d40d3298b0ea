"""The notebook rules seen to fail: one good notebook, and small changes that each break a rule."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.notebook_numbers import numbers_are_computed
from tests.test_notebooks import RULES

VIEW = "application/vnd.jupyter.widget-view+json"
FIRST = """# A title

**Teaching time: 12 minutes.** See [the other one](02_other.ipynb#A-first-look)
and [below](#A-section-of-code)."""
NUMBERS = """## A section of `code`

It is 0.25, which is 25 % or 25%, on 1,024.5 tries; `0.125` and $x = 0.125$ stand in the code,
$2.5 \\times 10^{-3}$ in the output. Python 3.11 is no figure.

- He et al. (2015) give 0.848.

![a kink](kink.png)"""
SOLUTION = """<details><summary>Solution</summary>

```python
def half(x):
    return 0.5 * x
```

Half is 0.25.

</details>"""
SHARE = "The share is 0.25 (25%) of 1,024.5; 0.0025"


def cell(source, slide="-", **changes):
    """A markdown cell with a slide type."""
    return new_markdown_cell(source, metadata={"slideshow": {"slide_type": slide}, **changes})


def code(count, source, *outputs):
    """An executed code cell."""
    metadata = {"slideshow": {"slide_type": "-"}}
    return new_code_cell(source, execution_count=count, outputs=list(outputs), metadata=metadata)


def result(**data):
    """An output with data: html and plain text."""
    named = {f"text/{kind}": text for kind, text in data.items()}
    return new_output("display_data", data=named)


@pytest.fixture
def path(tmp_path):
    """Where the good notebook stands: beside a picture and the notebook that it links to."""
    (tmp_path / "kink.png").touch()
    other = new_notebook(cells=[cell("# Other\n\n## A first look")])
    nbformat.write(other, tmp_path / "02_other.ipynb")
    (tmp_path / "01_good.ipynb").touch()
    return tmp_path / "01_good.ipynb"


@pytest.fixture
def good():
    """A notebook that keeps to every rule."""
    picture = result(plain="A kink at 0.", html='<img alt="A kink" src="data:image/png;base64,A">')
    cells = [
        cell(FIRST, "slide"),
        cell("**Lecturer, 5 min.** Ask first.", "notes"),
        code(1, "import numpy as np"),
        cell(NUMBERS),
        code(2, "x = 0.125\nprint(x)", new_output("stream", text=SHARE)),
        cell("**Try.** (1) Drag it. (2) Put b at 1.5."),
        code(3, "explore(kink, b=slider)", picture),
        cell("**Lecturer, 7 min.** Wait.", "notes"),
        code(4, "def half(x): ...\n\ncheck_half(half)", result(plain="Not attempted yet: replace")),
        cell(SOLUTION),
        cell("Next: [the other one](02_other.ipynb)"),
    ]
    return new_notebook(cells=cells)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_good_notebook_passes(good, path, rule):
    assert rule(good, path) == []


def replace(number, old, new):
    """A change of one cell's source."""

    def change(notebook):
        assert old in notebook.cells[number].source
        notebook.cells[number].source = notebook.cells[number].source.replace(old, new)

    return change


def output(number, added):
    """One more output for one cell."""
    return lambda notebook: notebook.cells[number].outputs.append(added)


def tagged(number, *tags):
    """Tags for one cell."""
    return lambda notebook: notebook.cells[number].metadata.update(tags=list(tags))


def count(number, value):
    """Another execution count for one cell."""
    return lambda notebook: notebook.cells[number].update(execution_count=value)


def slide(number, metadata):
    """Other metadata for one cell."""
    return lambda notebook: notebook.cells[number].update(metadata=nbformat.from_dict(metadata))


def widgets(notebook):
    notebook.metadata.widgets = {"state": {}}


def without(number):
    """One cell less."""
    return lambda notebook: notebook.cells.pop(number)


SIX = "\n".join(f"a{i} = {i}" for i in range(6))
LONG_FUNCTION = "def f():\n" + "    x = 1\n" * 10 + "\n"
LONG_CLASS = "class A:\n" + "    x = 1\n" * 10 + "\n"
WARNING = new_output("stream", name="stderr", text="RuntimeWarning")
PNG = new_output("display_data", data={"image/png": "AA==", "text/plain": "x"})
SVG = new_output("display_data", data={"image/svg+xml": "<svg/>"})
SILENT = result(html="<img alt=' ' src='x.png'>")
WIDE = result(plain="x" * 1_500_000)

SPOILT = [
    ("run_in_order", count(4, None), "None"),
    ("run_in_order", count(4, 7), "7"),
    ("no_widget_state", widgets, "metadata.widgets"),
    ("no_widget_state", output(6, new_output("display_data", data={VIEW: {}})), "view"),
    ("no_failures", output(4, new_output("error", ename="ValueError")), "ValueError"),
    ("no_failures", output(4, WARNING), "RuntimeWarning"),
    ("headings_in_order", replace(0, "# A title", "A title"), "H1"),
    ("headings_in_order", replace(10, "Next", "# Next\n\n"), "H1"),
    ("headings_in_order", replace(3, "## A", "### A"), "more than one level"),
    ("alternative_text", output(6, PNG), "image/png"),
    ("alternative_text", output(6, SVG), "image/svg"),
    ("alternative_text", output(6, SILENT), "no alt"),
    ("alternative_text", replace(10, "Next", '<img src="kink.png">'), "no alt"),
    ("alternative_text", replace(3, "![a kink]", "![]"), "kink.png"),
    ("links_resolve", replace(3, "(kink.png)", "(absent.png)"), "absent.png"),
    ("links_resolve", replace(0, "#A-first-look", "#Absent"), "Absent"),
    ("links_resolve", replace(0, "(#A-section-of-code)", "(#Absent)"), "Absent"),
    ("links_resolve", replace(0, "[below]", "[here]"), "here"),
    ("links_resolve", replace(10, "Next", '<a href="absent.html">x</a>'), "absent.html"),
    ("neighbours_linked", replace(10, "02_other.ipynb", "01_good.ipynb"), "02_other"),
    ("slide_types", slide(2, {}), "None"),
    ("slide_types", slide(2, {"slideshow": {"slide_type": "page"}}), "page"),
    ("lecturer_minutes", replace(7, "7 min", "8 min"), "13"),
    ("lecturer_minutes", replace(7, "**Lecturer, 7 min.**", "Lecturer:"), "without minutes"),
    ("lecturer_minutes", replace(0, "Teaching time: 12", "Time: 12"), "Teaching time"),
    ("cell_sizes", replace(4, "x = 0.125", "x = 1\n" * 15), "16 lines"),
    ("cell_sizes", replace(4, "x = 0.125\nprint(x)", "\n"), "0 lines"),
    ("function_sizes", replace(4, "x = 0.125", LONG_FUNCTION), "f has 11"),
    ("function_sizes", replace(4, "x = 0.125", LONG_CLASS), "A has 11"),
    ("imports_first", replace(2, "as np", "as np\nx = 1"), "line 2"),
    ("nothing_forbidden", replace(2, "as np", "as np\nsys.path.append('..')"), "sys.path"),
    ("nothing_forbidden", replace(2, "numpy as np", "matplotlib.pyplot"), "pyplot"),
    ("nothing_forbidden", replace(4, "x = 0.125", "get('https://example.org')"), "://"),
    ("nothing_forbidden", replace(4, "x = 0.125", "%pip install x"), "%pip"),
    ("nothing_forbidden", replace(4, "x = 0.125", "!wget x"), "!wget"),
    ("nothing_forbidden", replace(4, "x = 0.125", "# NBVAL_SKIP"), "NBVAL_"),
    ("nothing_forbidden", replace(4, "x = 0.125", "np.random.seed(1)"), "seed"),
    ("narrow_markers", tagged(4, "nbval-skip"), "nbval-skip"),
    ("narrow_markers", tagged(4, "nbval-ignore-output"), "without a reason"),
    ("tasks_before_explorers", without(5), "without"),
    ("exercises_have_solutions", without(9), "no solution"),
    ("exercises_have_solutions", replace(9, "```python", "```"), "no solution"),
    ("exercises_have_solutions", lambda notebook: notebook.cells[8].outputs.clear(), "stub"),
    ("small_file", output(4, WIDE), "MB"),
    ("numbers_are_computed", replace(3, "0.25,", "0.26,"), "0.26"),
    ("numbers_are_computed", replace(3, "0.25,", "0.2,"), "0.2 is"),
    ("numbers_are_computed", replace(3, "25 %", "26 %"), "26 %"),
    ("numbers_are_computed", replace(3, "25 %", "26 per cent"), "26 %"),
    ("numbers_are_computed", replace(3, "25%", "125%"), "125 %"),
    ("numbers_are_computed", replace(3, "25%", "25.5%"), "25.5 %"),
    ("numbers_are_computed", replace(3, "It is 0.25", "It is 0.125"), "0.125"),
    ("numbers_are_computed", replace(3, "`0.125`", "`0.126`"), "0.126"),
    ("numbers_are_computed", replace(3, "$x = 0.125$", "$x = 0.126$"), "0.126"),
    ("numbers_are_computed", replace(3, "2.5 \\times", "2.6 \\times"), "2.6e-3"),
    ("numbers_are_computed", replace(3, "1,024.5", "1,024.6"), "1,024.6"),
    ("numbers_are_computed", replace(3, "He et al. (2015) give", "They give"), "0.848"),
    ("numbers_are_computed", replace(3, "He et al. (2015) give", "In 2015 it was"), "0.848"),
    ("numbers_are_computed", replace(5, "Drag it", "Drag it to 0.737"), "0.737"),
    ("numbers_are_computed", replace(5, "Drag it", "Drag it to 37 %"), "37 %"),
    ("numbers_are_computed", replace(9, "Half is 0.25", "Half is .26"), ".26"),
    ("numbers_are_computed", replace(1, "Ask", "0.7 of them know. Ask"), "0.7"),
]


@pytest.mark.parametrize(("name", "spoil", "said"), SPOILT)
def test_a_spoilt_notebook_is_noticed(good, path, name, spoil, said):
    rule = next(rule for rule in RULES if rule.__name__ == name)
    spoil(good)
    assert any(said in complaint for complaint in rule(good, path))


def test_every_rule_is_seen_to_fail():
    assert {rule.__name__ for rule in RULES} == {name for name, _, _ in SPOILT}


def test_long_medians_and_many_markers_are_noticed(good, path):
    rule = {rule.__name__: rule for rule in RULES}
    good.cells += [code(5 + i, SIX + " # why") for i in range(5)]
    assert rule["cell_sizes"](good, path) == ["the median cell has 6 lines"]
    for number in (-1, -2, -3):
        tagged(number, "nbval-ignore-output")(good)
    assert rule["narrow_markers"](good, path) == ["3 ignored outputs"]


def test_what_is_taught_may_be_longer(good, path):
    rule = next(rule for rule in RULES if rule.__name__ == "function_sizes")
    replace(4, "x = 0.125", LONG_FUNCTION)(good)
    tagged(4, "taught")(good)
    assert rule(good, path) == []


@pytest.mark.parametrize(
    "row", ["Nair & Hinton 2010: .282", "| Lu et al. 2019 | 0.881 |", "Jeong & Rolnick (2022): 0.9"]
)
def test_a_published_figure_with_its_source_passes(good, path, row):
    good.cells.append(cell(row))
    assert numbers_are_computed(good, path) == []
