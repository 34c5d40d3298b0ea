"""The table of allowed imports: helpers/ is read, not run, and its imports go one way.

A folder counts as the module of its name. The standard library is always allowed, pyplot never.
"""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "helpers").rglob("*.py"))


class Row(NamedTuple):
    """What one module may import: of helpers, from elsewhere, and from elsewhere in functions."""

    helpers: str
    top: str
    inside: str = ""


TABLE = {
    "helpers": Row("", ""),
    "activations": Row("", "numpy", "scipy"),
    "networks": Row("activations", "numpy"),
    "datasets": Row("", "numpy", "sklearn"),
    "experiments": Row("activations networks datasets", "numpy"),
    "exercises": Row("activations", "numpy"),
    "installation": Row("datasets", "", "matplotlib"),
    "plots": Row("", "numpy matplotlib"),
    "explorer": Row("", "numpy matplotlib ipywidgets anywidget traitlets IPython PIL"),
    "pictures": Row(
        "activations networks datasets experiments exercises plots", "numpy matplotlib"
    ),
    "server": Row("", "jupyter_server"),
    "site": Row("explorer", "numpy ipywidgets nbformat nbconvert pygments latex2mathml"),
}


class Import(NamedTuple):
    """One imported name: dotted, and whether it is inside a function."""

    name: str
    inside: bool


def parts(path):
    """The dotted name of a file of helpers, as a tuple."""
    return path.relative_to(ROOT).with_suffix("").parts


def module(path):
    """The row of the table that a file belongs to."""
    found = [part for part in parts(path)[1:] if part != "__init__"]
    return found[0] if found else "helpers"


def names(node, package):
    """The dotted names that one syntax node imports; `package` resolves relative ones."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        base = package[: len(package) + 1 - node.level] if node.level else ()
        stem = ".".join([*base, *([node.module] if node.module else [])])
        return [f"{stem}.{alias.name}" for alias in node.names]
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = ast.unparse(node.func).split(".")[-1]
        return [str(node.args[0].value)] if called in ("import_module", "__import__") else []
    return []


def imports(source, package):
    """All imports of a source text, list of Import."""
    found = []

    def visit(node, inside):
        found.extend(Import(name, inside) for name in names(node, package))
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            visit(child, inside or function)

    visit(ast.parse(source), False)
    return found


def complaint(found, own):
    """Why the module `own` may not have this import, or None."""
    row = TABLE[own]
    root, *rest = found.name.split(".")
    if "pyplot" in rest or root in sys.stdlib_module_names:
        return f"{own} imports pyplot" if "pyplot" in rest else None
    if root == "helpers":
        target = rest[0] if rest else "helpers"
        allowed = target in [own, *row.helpers.split()] or own == target == "helpers"
        return None if allowed else f"{own} imports helpers.{target}"
    if root in row.top.split() or (found.inside and root in row.inside.split()):
        return None
    where = "inside a function" if found.inside else "at the top"
    return f"{own} imports {root} {where}"


def complaints(source, own, package=("helpers",)):
    """What the table says against a source text, list of sentences."""
    return [said for found in imports(source, package) if (said := complaint(found, own))]


def test_every_module_has_a_row():
    assert {module(path) for path in FILES} <= set(TABLE)


def test_the_table_stands_in_contributing():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    for own, row in TABLE.items():
        cells = [", ".join(names.split()) or "nothing" for names in row]
        assert f"| {own} | {' | '.join(cells)} |" in text


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(parts(path)[1:]))
def test_a_file_keeps_to_the_table(path):
    assert complaints(path.read_text(), module(path), parts(path)[:-1]) == []


def test_no_two_files_import_each_other():
    known = {".".join(p for p in parts(path) if p != "__init__"): path for path in FILES}
    graph = {}
    for name, path in known.items():
        wanted = [found.name for found in imports(path.read_text(), parts(path)[:-1])]
        near = [w if w in known else w.rpartition(".")[0] for w in wanted]
        graph[name] = {n for n in near if n in known and n != name}
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        pytest.fail(f"import cycle: {' -> '.join(error.args[1])}")


def test_helpers_load_neither_scipy_nor_scikit_learn():
    modules = sorted({module(path) for path in FILES} - {"helpers"})
    code = "import sys, helpers\n" + "".join(f"import helpers.{name}\n" for name in modules)
    code += "print([m for m in ('scipy', 'sklearn', 'matplotlib.pyplot') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


REFUSED = [
    ("import matplotlib.pyplot as plt", "plots", "pyplot"),
    ("from matplotlib import pyplot", "plots", "pyplot"),
    ("import scipy.special", "activations", "scipy at the top"),
    ("class A:\n    from scipy import special", "activations", "scipy at the top"),
    ("def f():\n    import sklearn", "activations", "sklearn inside"),
    ("import torch", "networks", "torch"),
    ("from helpers import networks", "activations", "helpers.networks"),
    ("from helpers.plots import curve", "experiments", "helpers.plots"),
    ("def f():\n    from helpers.explorer import explore", "pictures", "helpers.explorer"),
    ("from . import pictures", "experiments", "helpers.pictures"),
    ("import helpers.networks", "explorer", "helpers.networks"),
    ("from helpers import activations", "helpers", "helpers.activations"),
    ("import importlib\nimportlib.import_module('scipy')", "networks", "scipy"),
    ("import notebooks", "pictures", "notebooks"),
]


@pytest.mark.parametrize(("source", "own", "said"), REFUSED)
def test_a_forbidden_import_is_noticed(source, own, said):
    assert any(said in sentence for sentence in complaints(source, own))


ALLOWED = [
    ("import os\nimport numpy as np\nimport numpy.linalg", "activations"),
    ("def f():\n    from scipy.special import erf", "activations"),
    ("f = lambda: __import__('sklearn')", "datasets"),
    ("from helpers.networks import checks", "networks"),
    ("from .core import Wrong", "exercises"),
    ("from helpers import networks, plots\nfrom helpers.datasets import digits", "pictures"),
]


@pytest.mark.parametrize(("source", "own"), ALLOWED)
def test_an_allowed_import_passes(source, own):
    package = ("helpers", own) if "from .core" in source else ("helpers",)
    assert complaints(source, own, package) == []
