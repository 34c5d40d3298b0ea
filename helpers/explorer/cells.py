"""Explorers by the notebook cell that made them, so that running it again leaves none behind."""
import weakref

from IPython import get_ipython

_made = {}  # cell -> (message id of the run, weak references to its explorers)


def current_run():
    """(cell, run) of the request that the kernel answers now, or None outside a kernel.

    A cell is known by the id that JupyterLab sends, elsewhere by its text.
    """
    shell = get_ipython()
    request = shell.get_parent() if hasattr(shell, "get_parent") else None
    if not request or "header" not in request:
        return None
    cell = request.get("metadata", {}).get("cellId") or request.get("content", {}).get("code")
    return cell, request["header"]["msg_id"]


def replace_previous(explorer):
    """Closes the explorers of an earlier run of the running cell and remembers this one."""
    where = current_run()
    if where is None:
        return
    cell, run = where
    earlier, explorers = _made.get(cell, (run, []))
    if earlier != run:
        for reference in explorers:
            if reference() is not None:
                reference().close()
        explorers = []
    _made[cell] = (run, [*explorers, weakref.ref(explorer)])


_running = {"cell": False, "watched": None}  # whether a cell runs, and in which shell


def watch_cells():
    """Makes `is_running` tell the truth from now on; called from a cell."""
    shell = get_ipython()
    if shell is not _running["watched"] and hasattr(shell, "events"):
        shell.events.register("pre_run_cell", lambda _: _running.update(cell=True))
        shell.events.register("post_run_cell", lambda _: _running.update(cell=False))
        _running.update(cell=True, watched=shell)


def is_running():
    """Whether the kernel runs a cell, be it one that waits."""
    return _running["cell"]
