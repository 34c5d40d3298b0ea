"""Execution and storage of the notebooks, in the one form that the repository keeps.

    .venv/bin/python tests/store_notebooks.py [notebook ...]     # default: all in notebooks/

Each notebook runs from top to bottom in a fresh kernel whose folder is the notebook's own. It
is then written with its outputs and without anything that depends on the run: no widget state,
no widget views (a trusted notebook would show "model not found" instead of the still picture),
no times, no Python version, no random cell ids. A notebook with a failing cell is left as it was.
"""

import argparse
import hashlib
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
VIEW = "application/vnd.jupyter.widget-view+json"
ANSI = re.compile(r"\x1b\[[0-9;]*m")
CELL_TIMEOUT = 120  # seconds
KEPT = ("slideshow", "tags")  # metadata of cells; the rest belongs to a run or to an editor
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


def execute(notebook, folder):
    """The notebook with fresh outputs; raises when a cell fails or takes over CELL_TIMEOUT."""
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=CELL_TIMEOUT,
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def without_view(output):
    """The output without its widget view, or None when nothing else was in it."""
    if "data" not in output:
        return output
    output.data.pop(VIEW, None)
    output.metadata.pop(VIEW, None)
    return output if output.data else None


def cell_id(cell, taken):
    """An id from the cell's kind and source: an unchanged cell keeps it wherever it moves."""
    digest = hashlib.sha256(cell.source.encode()).hexdigest()[:8]
    stem = name = f"{cell.cell_type}-{digest}"
    count = 1
    while name in taken:
        count += 1
        name = f"{stem}-{count}"
    taken.add(name)
    return name


def normalise(notebook):
    """The notebook as it is stored (changed in place)."""
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken = set()
    for cell in notebook.cells:
        cell.id = cell_id(cell, taken)
        kept = {key: cell.metadata[key] for key in KEPT if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            cell.outputs = [kept for kept in map(without_view, cell.outputs) if kept]
    return notebook


def store(path):
    """The file at `path`, executed and rewritten; raises as `execute` does, file untouched."""
    notebook = nbformat.read(path, as_version=4)
    execute(notebook, path.parent)
    normalise(notebook)
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def report(path):
    """True when the notebook was stored; prints one line, or the failing cell and traceback."""
    try:
        store(path)
    except (CellExecutionError, CellTimeoutError) as error:
        print(f"{path.name}: failed, left as it was\n{ANSI.sub('', str(error))}", file=sys.stderr)
        return False
    print(f"{path.name}: stored, {path.stat().st_size / 1e6:.2f} MB", flush=True)
    return True


def main():
    """Exit code: 0 when every notebook was stored, 1 when one was not."""
    parser = argparse.ArgumentParser(description="Execute notebooks and store them.")
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all in notebooks/")
    paths = parser.parse_args().notebooks or sorted(NOTEBOOKS.glob("*.ipynb"))
    missing = [str(path) for path in paths if not path.is_file()]
    if missing or not paths:
        parser.error("no such notebook: " + (", ".join(missing) or str(NOTEBOOKS)))
    return 0 if all([report(path.resolve()) for path in paths]) else 1


if __name__ == "__main__":
    sys.exit(main())
