"""Every notebook run once, without a browser: each solution goes through its check, each control of
each explorer to its ends, its middle and 200 random combinations: no warning, no exception, and the
frame that was computed piece by piece, in whatever order, equals the picture drawn from scratch.
"""
import json
import warnings
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.explorer import core, positions
from helpers.explorer.drawing import Drawing
from tests import notebook_rules as rules

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def executed(request):
    """A notebook's path, its names, and the explorers that it makes, by "cell 12 (2)"."""
    found, namespace = {}, {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(request.param.parent)
        for number, source in code_cells(request.param):
            made = []
            patch.setattr(core, "replace_previous", made.append)
            exec(compile(source, f"{request.param.name}, cell {number}", "exec"), namespace)
            for k, explorer in enumerate(made):
                found[f"cell {number}" + (f" ({k + 1})" if k else "")] = explorer
    yield request.param, namespace, found
    for explorer in found.values():
        explorer.close()


@pytest.fixture
def explorers(executed):
    return executed[2]


def code_cells(path):
    cells = json.loads(path.read_text())["cells"]
    return [(number, "".join(cell["source"])) for number, cell in enumerate(cells)
            if cell["cell_type"] == "code"]


def move(explorer, values):
    """The explorer at the values, having answered without error or warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        explorer.set(**values)
        assert explorer.error is None, explorer.error


def frame_at(explorer, values):
    """The frame of the initial values with some replaced, made without error or warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        frame = explorer.frame(**{**explorer._initial, **values})
    assert frame["caption"].strip() and "nan" not in frame["caption"].lower().split()
    return frame


def put_together(explorer, frame):
    """Skeleton, fragments and caption as a front end shows them."""
    whole = explorer.base if "skeleton" not in frame else {"skeleton": "", "fragments": {}}
    return (frame.get("skeleton", whole["skeleton"]),
            {**whole["fragments"], **frame["fragments"]}, frame["caption"])


class FromScratch:
    """Another drawing of the same, which draws everything at each of its places."""

    def __init__(self, explorer):
        self.initial = explorer._initial
        self.drawing = Drawing(explorer.drawing.build, explorer.drawing.size)
        self.drawing.answer(**self.initial)
        self.drawing.draw()

    def at(self, values):
        caption = self.drawing.answer(**{**self.initial, **values})
        self.drawing.redraw()
        return self.drawing.skeleton, self.drawing.fragments, caption


def test_every_solution_passes_its_check(executed):
    path, namespace, _ = executed
    for stub, solution in rules.exercises(nbformat.read(path, as_version=4)):
        answered, check = dict(namespace), stub.source.rstrip().splitlines()[-1]
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            exec(solution, answered)
            assert "Correct" in repr(eval(check, answered)), solution


def test_each_control_at_its_ends_and_in_the_middle(explorers):
    for cell, explorer in explorers.items():
        scratch = FromScratch(explorer)
        for name, control in explorer.controls.items():
            values = positions(control)
            three = [put_together(explorer, frame_at(explorer, {name: value}))
                     for value in (values[0], values[len(values) // 2], values[-1])]
            assert any(one[:2] != three[0][:2] for one in three), f"{cell}: {name} changes nothing"
            assert three[-1] == scratch.at({name: values[-1]})


def test_a_move_shows_the_frame(explorers):
    for explorer in explorers.values():
        last = {name: positions(control)[-1] for name, control in explorer.controls.items()}
        move(explorer, last)
        frame = frame_at(explorer, explorer.values)
        shown = explorer.drawing.skeleton, explorer.drawing.fragments, explorer.caption
        assert put_together(explorer, frame) == shown
        explorer.reset()


def test_200_random_combinations(explorers):
    for explorer in explorers.values():
        slide_at_random(explorer, FromScratch(explorer))


def slide_at_random(explorer, scratch):
    """10 times 20 random combinations; the last of each twenty is compared."""
    combination = st.fixed_dictionaries({name: st.sampled_from(positions(control))
                                         for name, control in explorer.controls.items()})

    @settings(max_examples=10, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))
    @given(st.lists(combination, min_size=20, max_size=20))
    def check(combinations):
        for values in combinations:
            frame = frame_at(explorer, values)
        assert put_together(explorer, frame) == scratch.at(combinations[-1])

    check()


def test_captions_tell_positions_apart(explorers):
    """Each control is heard: over its range the caption changes."""
    for cell, explorer in explorers.items():
        for name, control in explorer.controls.items():
            values = positions(control)
            heard = {frame_at(explorer, {name: value})["caption"]
                     for value in values[:: max(1, len(values) // 8)]}
            assert len(heard) > 1, f"{cell}: the caption says nothing of {name}"
