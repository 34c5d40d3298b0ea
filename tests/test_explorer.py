"""The explorer without a browser: what is drawn, what is sent, what is said when it fails."""
import gc
import subprocess
import sys
import warnings

import numpy as np
import pytest
from ipywidgets import Checkbox, Dropdown, FloatSlider, IntSlider, Play
from ipywidgets.widgets.widget import _instances

from helpers.explorer import cells, explore, show
from helpers.explorer.drawing import Drawing

X = np.linspace(-4, 4, 81)


def kink(figure):
    ax = figure.subplots()
    curve, = ax.plot(X, np.maximum(X, 0))
    ax.plot(X, -X)

    def update(b):
        if b > 3:
            raise ValueError("b is too far to the right")
        curve.set_ydata(np.maximum(X - b, 0))
        return f"The kink is at x = {b:.1f}."

    return update


def slider(**settings):
    return FloatSlider(**{"min": -4, "max": 4, "step": 0.1, "value": 0, **settings})


@pytest.fixture
def explorer():
    made = explore(kink, b=slider(description="bias"))
    sent = []
    made.picture.send = sent.append
    made.sent = sent
    yield made
    made.close()


def test_caption_is_what_update_returned_and_the_plain_text(explorer):
    assert explorer.caption == repr(explorer) == "The kink is at x = 0.0."
    explorer.controls["b"].value = 1.2
    assert explorer.caption == "The kink is at x = 1.2."
    assert explorer._repr_mimebundle_()["text/plain"] == explorer.caption


def test_a_move_sends_the_changed_line_and_the_caption_alone(explorer):
    explorer.controls["b"].value = 1.0
    message, = explorer.sent
    assert set(message) == {"now", "frame"} and message["now"] == [1.0]
    frame = message["frame"]
    assert set(frame) == {"values", "caption", "error", "fragments"}
    assert (frame["values"], frame["caption"], frame["error"]) == ([1.0], explorer.caption, "")
    key, = frame["fragments"]
    assert explorer.drawing.units[int(key[1:])] is explorer.figure.axes[0].lines[0]


def test_the_state_that_a_new_view_gets_is_the_current_one(explorer):
    explorer.controls["b"].value = -2.0
    state = explorer.picture.get_state()
    frame, base = state["frame"], state["base"]
    assert frame["caption"] == "The kink is at x = -2.0."
    assert {**base["fragments"], **frame["fragments"]} == explorer.drawing.fragments
    assert base["skeleton"] == explorer.drawing.skeleton and "skeleton" not in frame


def test_an_error_is_said_once_keeps_the_picture_and_clears(explorer):
    explorer.controls["b"].value = 2.0
    before = explorer.drawing.svg()
    explorer.controls["b"].value = 3.5
    assert "b is too far to the right" in explorer.error and "b = 3.5" in explorer.error
    assert explorer.caption == "The kink is at x = 2.0." and explorer.drawing.svg() == before
    assert explorer.values == {"b": 3.5}
    assert set(explorer.sent[-1]) == {"now", "error"} and explorer.sent[-1]["now"] == (3.5,)
    explorer.controls["b"].value = 1.0
    assert explorer.error is None and explorer.caption == "The kink is at x = 1.0."


def test_a_half_done_update_is_completed_by_the_next_good_one():
    def build(figure):
        first, second = figure.subplots().plot(X, X, X, -X)

        def update(k):
            first.set_ydata(k * X)
            if k == 2:
                raise ValueError("two")
            second.set_ydata(-k * X)
            return f"Slope {k}."

        return update

    made = explore(build, k=IntSlider(min=1, max=3, value=1))
    made.controls["k"].value = 2
    made.controls["k"].value = 3
    assert made.drawing.svg() == from_scratch(made).svg()


def test_update_without_caption_later_is_an_error_under_the_picture():
    made = explore(lambda figure: lambda k: "Fine." if k == 1 else None,
                   k=IntSlider(min=1, max=3, value=1))
    made.controls["k"].value = 2
    assert "update must return the caption" in made.error and made.caption == "Fine."


def test_reset_is_one_step_back_to_the_beginning():
    asked = []

    def build(figure):
        def update(a, b):
            asked.append((a, b))
            return f"{a} {b}"
        return update

    made = explore(build, a=slider(value=1), b=slider(value=2))
    made.controls["a"].value, made.controls["b"].value = 3, 4
    made.reset()
    assert made.caption == "1.0 2.0"
    assert asked == [(1, 2), (3, 2), (3, 4)], "the first picture is kept, (1, 4) is not asked for"
    row = made.children[0].children
    row[-1].click()
    assert made.values == {"a": 1, "b": 2}


def test_several_controls_are_set_in_one_step(explorer):
    explorer.set(b=1.0)
    assert explorer.caption == "The kink is at x = 1.0."
    assert [set(message) for message in explorer.sent] == [{"now", "frame"}]
    with pytest.raises(ValueError, match="c is no control; there are b"):
        explorer.set(c=1)


def test_rounding_noise_of_the_browser_is_removed(explorer):
    explorer.controls["b"].value = 0.1 + 0.2
    assert explorer.values == {"b": 0.3}


def test_any_control_with_a_value_works():
    made = explore(lambda figure: lambda **values: str(values), n=Play(min=0, max=5, value=0),
                   on=Checkbox(value=True), kind=Dropdown(options=["p", "q"]))
    made.controls["n"].value = 3
    made.controls["on"].value = False
    made.controls["kind"].value = "q"
    assert made.caption == "{'n': 3, 'on': False, 'kind': 'q'}"


def test_play_has_a_slider_that_follows_and_leads():
    made = explore(lambda figure: lambda n: f"Step {n}.", n=Play(min=0, max=5, value=0))
    play, companion = made.children[0].children[:2]
    play.value = 2
    assert companion.value == 2
    companion.value = 4
    assert made.caption == "Step 4."


def test_still_picture_has_its_caption_as_alternative_text():
    bundle = show(lambda figure: 'a < b & "c"')._repr_mimebundle_()
    assert bundle["text/plain"] == 'a < b & "c"'
    assert 'alt="a &lt; b &amp; &quot;c&quot;" src="data:image/png;base64,' in bundle["text/html"]


def test_the_still_of_an_explorer_follows_its_values(explorer):
    first = explorer._repr_mimebundle_()["text/html"]
    explorer.controls["b"].value = 2.0
    second = explorer._repr_mimebundle_()["text/html"]
    assert first != second and "x = 2.0" in second
    explorer.controls["b"].value = 1.0
    assert explorer.drawing.svg() == from_scratch(explorer).svg()


def test_after_a_still_a_move_is_as_cheap_as_before(explorer, monkeypatch):
    explorer.controls["b"].value = 2.0
    explorer._repr_mimebundle_()
    monkeypatch.setattr(explorer.drawing, "redraw", lambda: pytest.fail("all was drawn again"))
    explorer.controls["b"].value = 1.0
    assert len(explorer.sent[-1]["frame"]["fragments"]) == 1 and explorer.error is None


def from_scratch(explorer):
    """A new drawing that went from the beginning to the explorer's values in one step."""
    drawing = Drawing(explorer.drawing.build, explorer.drawing.size)
    drawing.answer(**explorer._initial)
    drawing.draw()
    drawing.answer(**explorer.values)
    drawing.redraw()
    return drawing


class Shell:
    """Stands for the IPython shell that answers a run of a cell."""

    def __init__(self, cell, run):
        self.parent = {"header": {"msg_id": run}, "metadata": {"cellId": cell}, "content": {}}

    def get_parent(self):
        return self.parent


def test_running_a_cell_again_closes_its_old_explorers(monkeypatch):
    def run(cell, number):
        monkeypatch.setattr(cells, "get_ipython", lambda: Shell(cell, f"{cell}-{number}"))
        return [explore(kink, b=slider()), explore(kink, b=slider())]

    other, before = run("other", 1), len(_instances)
    first = run("cell", 1)
    one_run = len(_instances) - before
    for number in range(2, 6):
        latest = run("cell", number)
        assert len(_instances) - before == one_run
    assert first[0].drawing is None and latest[0].drawing is not None
    assert other[0].drawing is not None


def test_a_closed_explorer_no_longer_answers(explorer):
    control = explorer.controls["b"]
    explorer.close()
    control.value = 1.0
    assert explorer.sent == []


def test_a_picture_that_cannot_be_drawn_raises_its_own_error_alone(monkeypatch):
    other = []
    monkeypatch.setattr(sys, "unraisablehook", other.append)

    def fails(drawing):
        raise RuntimeError("no ink")

    monkeypatch.setattr(Drawing, "draw", fails)
    with pytest.raises(RuntimeError, match="no ink"):
        explore(kink, b=slider())
    gc.collect()
    assert other == []


def test_two_explorers_do_not_disturb_each_other():
    first, second = explore(kink, b=slider()), explore(kink, b=slider(value=1))
    first.controls["b"].value = 2.0
    assert second.caption == "The kink is at x = 1.0." and first.caption.endswith("2.0.")


@pytest.mark.parametrize("arguments, error, text", [
    ({"build": 3}, TypeError, "build must be a function"),
    ({"build": lambda figure: None}, TypeError, "build must return the function"),
    ({"build": lambda figure: lambda: None}, TypeError, "update must return the caption"),
    ({"build": lambda figure: lambda: " "}, TypeError, "update must return the caption"),
    ({"build": kink, "b": 3}, TypeError, "b must be an ipywidgets control"),
    ({"build": kink, "b": FloatSlider}, TypeError, "b must be an ipywidgets control"),
    ({"build": kink, "b": slider(), "size": 3}, ValueError, "size must be"),
    ({"build": kink, "b": slider(), "size": (0, 2)}, ValueError, "size must be"),
    ({"build": kink, "b": slider(value=3.5)}, ValueError, "too far to the right"),
])
def test_a_wrong_argument_is_named(arguments, error, text):
    with warnings.catch_warnings(), pytest.raises(error, match=text):
        warnings.simplefilter("error")
        explore(**arguments)


@pytest.mark.parametrize("build, text", [
    (None, "build must be a function"), (lambda figure: None, "build must return the caption")])
def test_show_names_a_wrong_argument(build, text):
    with pytest.raises(TypeError, match=text):
        show(build)


def test_import_leaves_pyplot_and_the_settings_alone():
    code = ("import sys, matplotlib; before = matplotlib.rcParams.copy(); import helpers.explorer;"
            "assert matplotlib.rcParams.copy() == before;"
            "assert 'matplotlib.pyplot' not in sys.modules;"
            "assert not {'scipy', 'sklearn'} & set(sys.modules)")
    subprocess.run([sys.executable, "-c", code], check=True)
