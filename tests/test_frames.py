"""Frames without a browser: what they hold, which are kept, what is said to the page."""
import json

import numpy as np
import pytest
from ipywidgets import (
    Checkbox,
    Dropdown,
    FloatLogSlider,
    FloatRangeSlider,
    FloatSlider,
    FloatText,
    IntRangeSlider,
    IntSlider,
    Play,
    Text,
)

from helpers.explorer import explore, positions
from helpers.explorer.frames import Frames, characters

X = np.linspace(-4, 4, 21)


def hinge(figure):
    """b > 3 fails; from b = 2 on there is one line more, so that everything is drawn again."""
    ax, other = figure.subplots(1, 2)
    curve, = ax.plot(X, X)
    other.plot(X, -X)
    ax.set(xlim=(-4, 4), ylim=(-4, 4))

    def update(b, on=True, kind="p"):
        if b > 3:
            raise ValueError("too far")
        curve.set_ydata(np.maximum(X - b, 0) * on)
        for line in ax.lines[1:]:
            line.remove()
        if b >= 2:
            ax.plot(X, X - b, "C1")
        return f"b = {b:g}, {kind}" + ", on" * on

    return update


def made(**settings):
    explorer = explore(hinge, b=FloatSlider(min=-4, max=4, step=0.5, value=0),
                       on=Checkbox(value=True), kind=Dropdown(options=["p", "q"]), **settings)
    explorer.sent = []
    explorer.picture.send = lambda news: explorer.sent.append(json.loads(json.dumps(news)))
    return explorer


@pytest.fixture
def explorer():
    made_one = made()
    yield made_one
    made_one.close()


def put_together(base, frame):
    """The picture as a front end has it, from the base and one frame alone."""
    if "skeleton" in frame:
        return frame["skeleton"], frame["fragments"]
    return base["skeleton"], {**base["fragments"], **frame["fragments"]}


def picture_from_scratch(**values):
    other = made()
    other.set(**values)
    return other.drawing.skeleton, other.drawing.fragments


def test_a_frame_says_all_that_differs_from_the_base(explorer):
    for values in ({"b": 1.5}, {"b": 2.5}, {"b": -1, "on": False}, {"b": 3, "kind": "q"}, {"b": 0}):
        frame = explorer.frame(**values)
        expected = picture_from_scratch(**{"b": 0, **values})
        assert put_together(explorer.base, frame) == expected, values
        assert ("skeleton" in frame) == (values["b"] >= 2)
    assert frame["fragments"] == {}


def test_values_of_a_frame_are_those_that_a_front_end_reads(explorer):
    frame = explorer.frame(b=0.1 + 0.2, on=False, kind="q")
    assert frame["values"] == [0.3, False, 1] and frame["caption"] == "b = 0.3, q"
    with pytest.raises(ValueError, match="kind = 'r' is no option"):
        explorer.frame(kind="r")
    with pytest.raises(ValueError, match="c is no control; there are b, on, kind"):
        explorer.frame(c=1)
    with pytest.raises(ValueError, match="too far"):
        explorer.frame(b=3.5)


def test_asking_for_a_frame_leaves_the_explorer_as_it_is(explorer):
    explorer.controls["b"].value = 1.0
    before = explorer.drawing.svg(), explorer.caption, explorer.values, len(explorer.sent)
    for b in (2.5, -1.0):
        explorer.frame(b=b)
    with pytest.raises(ValueError):
        explorer.frame(b=3.5)
    assert explorer.figure.axes[0].lines[0].get_ydata()[-1] == 3
    assert len(explorer.figure.axes[0].lines) == 1
    assert (explorer.drawing.svg(), explorer.caption, explorer.values,
            len(explorer.sent)) == before


def test_what_was_drawn_ahead_does_not_show_in_the_still(explorer):
    explorer.controls["b"].value = 1.0
    still = explorer._repr_mimebundle_()["text/html"]
    explorer._still.caption = "another"
    explorer.frame(b=-3)
    assert explorer._repr_mimebundle_()["text/html"] == still


def test_a_frame_that_is_there_is_neither_computed_nor_sent_again(explorer, monkeypatch):
    explorer.controls["b"].value = 1.0
    explorer.controls["b"].value = 2.0
    monkeypatch.setattr(explorer._film, "computed", lambda values: pytest.fail("computed again"))
    explorer.controls["b"].value = 1.0
    assert explorer.sent[-1] == {"now": [1.0, True, 0]} and explorer.caption == "b = 1, p, on"
    explorer._hear(None, {"ask": [1, True, 0]}, None)
    assert explorer.sent[-1]["frame"]["caption"] == "b = 1, p, on"


def test_a_question_is_answered_and_moves_nothing(explorer):
    explorer.controls["b"].value = 1.0
    before = explorer.drawing.svg(), explorer.caption, explorer.values
    explorer.sent.clear()
    explorer._hear(None, {"ask": [-1.5, False, 1]}, None)
    answer, = explorer.sent
    assert answer == {"answered": [-1.5, False, 1],
                      "frame": explorer.frame(b=-1.5, on=False, kind="q")}
    assert (explorer.drawing.svg(), explorer.caption, explorer.values) == before
    explorer._hear(None, {"ask": [3.5, True, 0]}, None)
    assert explorer.sent[1:] == [{"answered": [3.5, True, 0]}], "the error comes with the move"
    explorer.set(b=-1.5, on=False, kind="q")
    assert explorer.sent[-1] == {"now": [-1.5, False, 1]}, "the page has the frame"


def test_a_question_has_the_types_of_the_controls():
    one = explore(lambda figure: lambda x, r, n, word: f"{x!r} {r!r} {n!r} {word!r}",
                  x=FloatSlider(value=0), r=FloatRangeSlider(value=(0, 1), max=4), n=IntSlider(),
                  word=Dropdown(options=["a", "b"], value=None))
    sent = []
    one.picture.send = sent.append
    for asked, said in (([1, [0, 2], 3, 1], "1.0 (0.0, 2.0) 3 'b'"),
                        ([0.1 + 0.2, [0.5, 2], 0, None], "0.3 (0.5, 2.0) 0 None")):
        one._hear(None, {"ask": asked}, None)
        assert sent[-1]["frame"]["caption"] == said
    one.set(x=1, r=(0, 2), n=3, word="b")
    assert list(sent[-1]) == ["now"], "it is the same frame"


def test_a_step_of_several_controls_is_announced_and_answered_once(explorer):
    explorer.set(b=1.0, kind="q")
    explorer.reset()
    assert [sorted(news) for news in explorer.sent] == [
        ["moving"], ["frame", "now"], ["moving"], ["now"]]


def test_after_an_error_the_last_good_picture_is_the_one_that_is_read(explorer):
    explorer.controls["b"].value = 1.0
    good = explorer.drawing.svg()
    explorer.controls["b"].value = 3.5
    assert explorer.sent[-1]["now"] == [3.5, True, 0] and "too far" in explorer.sent[-1]["error"]
    assert (3.5, True, 0) not in explorer._film.kept
    explorer.frame(b=-2)
    assert "too far" in explorer.error and explorer.drawing.svg() == good
    explorer.controls["b"].value = 1.0
    assert explorer.error is None and explorer.sent[-1] == {"now": [1.0, True, 0]}


def test_not_pure_keeps_nothing_and_sends_nothing_ahead():
    count = iter(range(100))
    one = explore(lambda figure: lambda k: f"Call {next(count)}.",
                  k=IntSlider(min=0, max=5), pure=False)
    for k in (1, 0, 1):
        one.controls["k"].value = k
    one.frames = [one.drawing.svg(), one.figure]
    assert one.caption == "Call 3." and not one._film.kept.found and not one.picture.pure
    with pytest.raises(ValueError, match="not pure"):
        one.frame(k=2)
    one._ahead.loop = "must not be used"
    one._hear(None, "near", None)


def test_a_control_that_front_ends_write_differently_makes_it_not_pure():
    from ipywidgets import DatePicker
    assert not explore(lambda figure: lambda day: "Day.", day=DatePicker()).pure


def test_kept_frames_are_bounded_by_number_and_size():
    def frame(size):
        return {"caption": "", "fragments": {"u0": "x" * size}}

    frames = Frames(3, 100)
    for k in range(3):
        frames.put(k, frame(10))
    frames.get(0)
    frames.put(3, frame(10))
    assert list(frames.found) == [2, 0, 3], "the one whose use is longest ago goes"
    frames.put(4, frame(85))
    assert list(frames.found) == [3, 4] and frames.characters == 95
    frames.put(4, frame(300))
    assert list(frames.found) == [4] and frames.characters == 300
    assert characters({"caption": "ab", "skeleton": "c", "fragments": {"u": "d"}}) == 4


@pytest.mark.parametrize("control, expected", [
    (IntSlider(min=-1, max=3, step=2), [-1, 1, 3]),
    (FloatSlider(min=0, max=0.3, step=0.1), [0, 0.1, 0.2, 0.3]),
    (FloatLogSlider(min=-1, max=1, step=1, value=1), [0.1, 1, 10]),
    (Play(min=0, max=2), [0, 1, 2]),
    (Checkbox(), [False, True]),
    (Dropdown(options=[("one", "a"), ("two", "b")]), ["a", "b"]),
    (FloatText(), None), (Text(), None), (IntRangeSlider(), None),
])
def test_positions(control, expected):
    assert positions(control) == expected


def test_play_and_its_slider_follow_each_other_without_messages():
    one = explore(lambda figure: lambda n: f"Step {n}.", n=Play(min=0, max=9, value=0))
    play, slider = one.children[0].children[:2]
    sent = []
    play.send_state = slider.send_state = lambda key=None: sent.append(key)
    play.set_state({"value": 3})
    assert slider.value == 3 and sent == []
    slider.set_state({"value": 5})
    assert (play.value, one.caption, sent) == (5, "Step 5.", [])
    play.value = 7
    assert (slider.value, sent) == (7, ["value"])
