"""The slowest explorer of the course, found by moving all of them without a browser.

What else a machine does may double the time of one row of moves: the quickest of three counts.
All this takes three minutes, so the answer is kept in the system's folder for temporary
files until a notebook or a helper changes.
"""

import hashlib
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks.latency import pictures
from benchmarks.latency.rivals import uncached

ROOT = Path(__file__).parents[2]
MOVES, PASSES, SECONDS = 16, 3, 600


def find(again=False):
    """The path of what was stored about the slowest explorer; runs the notebooks if needed."""
    path = Path(tempfile.gettempdir()) / f"relu-course-slowest-{checksum()}.json"
    if again or not path.exists():
        print("Looking for the slowest explorer of the course: three minutes", file=sys.stderr)
        subprocess.run([sys.executable, "-W", "ignore", "-m", __name__, path], cwd=ROOT,
                       check=True, timeout=SECONDS, stdout=subprocess.DEVNULL,
                       env={**os.environ, "PYTHONPATH": str(ROOT)})
    return path


def checksum():
    """A name for the state of the notebooks, the helpers, and what chooses."""
    paths = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("helpers/**/*.py"),
             Path(__file__), Path(pictures.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sorted(paths))).hexdigest()[:16]


def main(path):
    """Writes the slowest explorer of all notebooks to `path`."""
    found = []
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        os.chdir(notebook.parent)
        found += measured(notebook)
    found.sort(key=lambda entry: -entry["milliseconds"])
    slowest = next(entry for entry in found if "source" in entry)
    table = {entry["name"]: entry["milliseconds"] for entry in found}
    partly = Path(f"{path}.{os.getpid()}")
    partly.write_text(json.dumps({**slowest, "all": table}))
    partly.replace(path)


def measured(notebook):
    """Every slider of every explorer of a notebook: "name", "milliseconds", and what `store` gives.

    What cannot be stored (a picture built by a function of the notebook itself) has no "source".
    """
    namespace = {}
    for number, cell in enumerate(json.loads(notebook.read_text())["cells"]):
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        for place, picture in enumerate(pictures.calls(source, namespace)):
            for moved in picture.controls:
                taken = []
                for _ in range(PASSES):
                    again = pictures.calls(source, namespace)[place]  # with widgets of its own
                    taken.append(moves(replace(again, moved=moved)))
                if taken[0]:
                    yield {"name": f"{notebook.stem}, cell {number}, {moved}",
                           "milliseconds": round(1000 * min(map(median, taken)), 2),
                           **stored(source, place, moved, namespace)}


def moves(picture):
    """Seconds of processor time for unknown moves of a picture; none if there are too few.

    Processor time, so that whatever else the machine does has no say in the choice.
    """
    positions = picture.positions()
    if not 10 <= len(positions) <= pictures.LARGEST:
        return []
    shown, taken = uncached(picture), []
    for value in positions[:MOVES]:
        if picture.control.value != value:
            start = time.process_time()
            picture.control.value = value
            taken.append(time.process_time() - start)
    shown.close()
    return taken


def stored(source, place, moved, namespace):
    """What `pictures.store` gives; nothing if a value that the cell uses cannot be pickled."""
    try:
        return pictures.store(source, place, moved, namespace)
    except (pickle.PickleError, AttributeError, TypeError):
        return {}


if __name__ == "__main__":
    main(sys.argv[1])
