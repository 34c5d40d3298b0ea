"""Every explorer of every notebook, without a browser: each control at its ends and in the
middle, and 200 random combinations; no warning, no exception, and the picture that was changed
piece by piece equals one drawn from scratch."""
import json
import warnings
from pathlib import Path

import ipywidgets as widgets
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.explorer import core
from helpers.explorer.drawing import Drawing

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def explorers(request):
    """The explorers that a notebook makes, by "cell 12" or "cell 12 (2)"."""
    found, namespace = {}, {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(request.param.parent)
        for number, source in code_cells(request.param):
            made = []
            patch.setattr(core, "replace_previous", made.append)
            exec(compile(source, f"{request.param.name}, cell {number}", "exec"), namespace)
            for k, explorer in enumerate(made):
                found[f"cell {number}" + (f" ({k + 1})" if k else "")] = explorer
    yield found
    for explorer in found.values():
        explorer.close()


def code_cells(path):
    cells = json.loads(path.read_text())["cells"]
    return [(number, "".join(cell["source"])) for number, cell in enumerate(cells)
            if cell["cell_type"] == "code"]


def positions(control):
    """Every value that a reader can set a control to, in order."""
    if isinstance(control, widgets.FloatLogSlider):
        exponents = np.arange(control.min, control.max + control.step / 2, control.step)
        return [float(control.base ** exponent) for exponent in exponents]
    if hasattr(control, "step"):
        count = int(round((control.max - control.min) / control.step))
        values = [control.min + k * control.step for k in range(count + 1)]
        return [type(control.value)(round(value, 10)) for value in values]
    if hasattr(control, "options"):
        return [value for _, value in control._options_full]
    assert isinstance(control, widgets.Checkbox | widgets.ToggleButton), control
    return [False, True]


def move(explorer, values):
    """The explorer at the values, having answered without error or warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        explorer.set(**values)
        assert explorer.error is None, explorer.error
    assert explorer.caption.strip() and "nan" not in explorer.caption.lower().split()


def assert_equals_from_scratch(explorer):
    drawing = Drawing(explorer.drawing.build, explorer.drawing.size)
    drawing.answer(**{name: core.tidy(value) for name, value in explorer._initial.items()})
    drawing.draw()
    caption = drawing.answer(**explorer.values)
    drawing.redraw()
    assert caption == explorer.caption
    assert drawing.svg() == explorer.drawing.svg()


def test_each_control_at_its_ends_and_in_the_middle(explorers):
    for cell, explorer in explorers.items():
        for name, control in explorer.controls.items():
            values = positions(control)
            seen = set()
            for value in (values[0], values[len(values) // 2], values[-1]):
                explorer.reset()
                move(explorer, {name: value})
                seen.add(explorer.drawing.svg())
            assert len(seen) > 1, f"{cell}: {name} changes nothing"
            assert_equals_from_scratch(explorer)


def test_200_random_combinations(explorers):
    for explorer in explorers.values():
        slide_at_random(explorer)
        assert_equals_from_scratch(explorer)


def slide_at_random(explorer):
    """20 times 10 random combinations; after each ten the picture is compared with a whole one."""
    combination = st.fixed_dictionaries({name: st.sampled_from(positions(control))
                                         for name, control in explorer.controls.items()})

    @settings(max_examples=20, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))
    @given(st.lists(combination, min_size=10, max_size=10))
    def check(combinations):
        for values in combinations:
            move(explorer, values)
        partly = explorer.drawing.svg()
        explorer.drawing.redraw()
        assert partly == explorer.drawing.svg()

    check()


def test_captions_tell_positions_apart(explorers):
    """Each control is heard: over its range the caption changes."""
    for cell, explorer in explorers.items():
        for name, control in explorer.controls.items():
            explorer.reset()
            values, heard = positions(control), set()
            for value in values[:: max(1, len(values) // 8)]:
                move(explorer, {name: value})
                heard.add(explorer.caption)
            assert len(heard) > 1, f"{cell}: the caption says nothing of {name}"
