"""The static pages as the tests read them: built once a session, with what is true of them.

`truth` comes from drawings of their own, which share nothing with the frames of the pages.
"""
import fcntl
import gzip
import json
import multiprocessing
import os
import pickle
import random
import re
from base64 import b64decode
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from helpers.explorer.drawing import Drawing
from helpers.site import written
from helpers.site.pages import notebooks

COURSE = Path(__file__).parents[1] / "notebooks"
NAMES = [path.stem for path in notebooks(COURSE)]
FRAMES = 200  # of an explorer: enough for every control alone
FREE = 6  # combinations of which the truth is asked besides the ends of each control


class Truth(NamedTuple):
    """What one explorer says in the kernel.

    labels, kinds, texts, values   of its controls: texts and values by position
    start     the positions where it opens
    pictures  {positions: {"caption", "skeleton", "fragments"}}
    """

    labels: list
    kinds: list
    texts: list
    values: list
    start: tuple
    pictures: dict


class Built(NamedTuple):
    """One page: its file, and the Truth of each explorer in order."""

    file: Path
    explorers: list

    @property
    def text(self):
        return self.file.read_text()

    def stored(self):
        """The frames in the page, unpacked."""
        packed = re.search(r'id="frames">([^<]*)<', self.text)[1]
        return json.loads(gzip.decompress(b64decode(packed)))


def built(tmp_path_factory):
    """{name of the notebook: Built}; all workers of a session share one build."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with (root / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = root / "site.pickle"
        if not known.exists():
            known.write_bytes(pickle.dumps(build(root / "site")))
    return pickle.loads(known.read_bytes())


def build(folder):
    folder.mkdir()
    spawned = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=spawned) as pool:
        begun = {name: pool.submit(page, name, folder) for name in reversed(NAMES)}
        return {name: begun[name].result() for name in NAMES}


def page(name, folder):
    made = written(COURSE / f"{name}.ipynb", folder, frames=FRAMES)
    return Built(folder / made.file(name), [truth(stored) for stored in made.stored])


def truth(stored):
    """The Truth of an explorer, asked at its start, at each control's ends and at random."""
    explorer, controls, choose = stored.explorer, stored.controls, random.Random(0)
    drawing = Drawing(explorer.drawing.build, explorer.drawing.size)
    drawing.answer(**{control.name: control.widget.value for control in controls})
    drawing.draw()
    some = choose.sample(stored.chosen, min(FREE, len(stored.chosen)))
    asked = {*some, *ends(stored), stored.start}
    return Truth(
        [control.label for control in controls], [control.kind for control in controls],
        [control.texts for control in controls], [control.positions for control in controls],
        stored.start, {at: drawn(drawing, stored.values(at)) for at in sorted(asked)})


def ends(stored):
    """The start with one control at its first and at its last position."""
    for k, control in enumerate(stored.controls):
        for end in (0, len(control.positions) - 1):
            yield (*stored.start[:k], end, *stored.start[k + 1:])


def drawn(drawing, values):
    caption = drawing.answer(**values)
    drawing.refresh()
    return {"caption": caption, "skeleton": drawing.skeleton,
            "fragments": dict(drawing.fragments)}
