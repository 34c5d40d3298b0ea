"""The explorers of a notebook: its code cells run as they stand, in one namespace."""
import ast
import warnings
from contextlib import chdir, redirect_stdout
from io import StringIO

from helpers.explorer import Explorer


def explorers_of(notebook, folder):
    """The explorers that the cells of a notebook (nbformat) show, by the cell's number.

    `folder` is where the notebook lies. Raises what a cell raises.
    """
    namespace, found = {"__name__": "__main__"}, {}
    with chdir(folder), redirect_stdout(StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                shown = value_of(cell.source, namespace, f"cell {number}")
                if isinstance(shown, Explorer):
                    found[number] = shown
    return found


def value_of(source, namespace, name):
    """What a cell shows: it runs, and its last expression is the value (else None)."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    return eval(compile(ast.Expression(last.value), name, "eval"), namespace) if last else None
