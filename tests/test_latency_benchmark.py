"""The latency benchmark without a browser and without rivals: what its figures are made of."""

import json
import math
import runpy
import sys

import ipywidgets as widgets
import numpy as np
import pytest
from matplotlib.figure import Figure as Drawn

from benchmarks.latency import chosen, command, figures, pictures, rivals, seats, shapes
from benchmarks.latency.figures import Figure, Goal
from benchmarks.latency.seats import Sweep


def sweep(expected, keys, shown):
    """Every picture is on the screen 5 ms after it was painted."""
    return Sweep(expected, keys, [(number, when, when + 5) for number, when in shown], 0, 0)


def test_a_wait_ends_with_the_first_picture_of_its_position():
    there = sweep([1, 2, 3], [0, 400, 800], [(1, 30), (2, 450), (3, 860)])
    assert figures.waits(there) == [30, 50, 60]
    assert figures.waits(there, "screen") == [35, 55, 65]


def test_a_later_picture_answers_the_moves_that_it_overtook():
    back = sweep([7, 6, 5], [0, 50, 100], [(7, 90), (5, 170)])
    assert figures.waits(back) == [90, 120, 70]


def test_an_older_or_a_missing_picture_answers_nothing():
    assert figures.waits(sweep([1, 2], [0, 50], [(1, 60)])) == [60, math.inf]
    assert figures.waits(sweep([1], [100], [(1, 90), (9, 120)])) == [math.inf]


def test_a_figure_takes_all_sweeps_together():
    both = figures.figure([sweep([1], [0], [(1, 30)]), sweep([1, 2], [0, 50], [(2, 80)])])
    assert both.waits == [30, 80, 30] and both.screen_waits == [35, 85, 35]
    assert (both.median, both.p95, both.screen) == (30, 80, 35)


@pytest.mark.parametrize(("share", "expected"), [(0.95, 19), (0.96, 20), (0.5, 10), (1, 20)])
def test_percentile_is_a_measured_value(share, expected):
    assert figures.percentile(list(range(20, 0, -1)), share) == expected


def test_percentile_names_what_is_wrong():
    with pytest.raises(ValueError, match="values is empty"):
        figures.percentile([], 0.95)
    with pytest.raises(ValueError, match="share must be above 0.* got 95"):
        figures.percentile([1], 95)


def waited(*waits):
    return Figure(list(waits), [wait + 5 for wait in waits])


def test_goals_say_whether_they_are_met():
    found = {"known": waited(10, 20, 30), "label": waited(50, 60, 70)}
    goal = Goal("known", "label", 0.35)
    assert goal.ratio(found) == 20 / 60 and goal.met(0.35) and not goal.met(0.36)
    assert goal.ratio(found, "screen") == 25 / 65
    assert Goal("known", "label", 0.4, "p95").ratio(found) == 30 / 70
    faster = Goal("label", "known", 3, at_most=False)
    assert faster.met(3) and not faster.met(2.9) and faster.wanted == "at least 3"
    assert Goal("known", "plotly", 1).ratio(found) is None


def test_lines_are_a_name_and_a_value():
    said = list(figures.lines("here", {"label": waited(1.0, 3.0), "known": waited(1.0)}))
    assert said == [
        "here: label, median ms 2.0", "here: label, 95th percentile ms 3.0",
        "here: label, on the screen, median ms 7.0",
        "here: known, median ms 1.0", "here: known, 95th percentile ms 1.0",
        "here: known, on the screen, median ms 6.0",
        "here: known / label, median 0.50", "here: known / label, 95th percentile 0.33",
        "here: known / label, on the screen, median 0.86"]


def test_the_tables_have_a_column_a_condition():
    found = {("a", "known"): waited(16.0), ("a", "label"): waited(40.0),
             ("b", "label"): waited(50.0, 60.0)}
    assert figures.table(found, ["a", "b"]).splitlines() == [
        "| ms from key to picture | a | b |", "| --- | ---: | ---: |",
        "| our explorer, picture known | 16 / 16 | – |",
        "| a label, no picture | 40 / 40 | 55 / 60 |"]
    assert figures.goals(found, ["a", "b"]).splitlines() == [
        "| ratio | goal | a | b |", "| --- | --- | ---: | ---: |",
        "| known / label, median | at most 0.35 | **0.40** | – |",
        "| known / label, 95th percentile | at most 0.6 | 0.40 | – |"]


@pytest.mark.parametrize("words", [["--rounds", "0"], ["--classes", "-1"], ["--rivals", "bokeh"],
                                   ["--pictures", "none"], ["more"]])
def test_wrong_arguments_end_with_a_message(words, capsys):
    with pytest.raises(SystemExit) as ended:
        command.arguments(words)
    assert ended.value.code == 2
    assert "usage: python -m benchmarks latency" in capsys.readouterr().err


def test_quick_leaves_out_what_takes_time():
    given = command.arguments(["--quick"])
    assert (given.rounds, given.classes, given.moves) == (1, [0], 0)
    assert given.rivals == command.QUICK
    assert command.arguments([]).rivals == list(figures.WHO)


def test_an_unknown_part_is_named(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["benchmarks", "speed"])
    with pytest.raises(SystemExit, match="'speed' is none of training, latency"):
        runpy.run_module("benchmarks", run_name="__main__")


@pytest.mark.parametrize("slider", [
    widgets.FloatSlider(min=-4, max=4, step=0.1, value=0), widgets.IntSlider(min=2, max=20, step=3),
    widgets.SelectionSlider(options=[0.1, 0.3, 1.0])])
def test_positions_are_counted_from_the_left(slider):
    picture = pictures.Picture(None, (8, 3), {"b": slider}, "b")
    values = picture.positions()
    assert [picture.index(value) for value in values] == list(range(len(values)))
    for value in values:
        slider.value = value
        assert slider.value == value


def test_what_is_stored_of_a_cell_gives_its_explorer_back(tmp_path):
    namespace = {"np": np, "bend": pictures.hinge, "FloatSlider": widgets.FloatSlider}
    source = "explore(bend, size=(5, 3), b=FloatSlider(min=0, max=np.float64(2), step=0.5))"
    stored = pictures.store(source, 0, "b", namespace)
    path = tmp_path / "stored.json"
    path.write_text(json.dumps(stored))
    picture = pictures.biggest(path)
    assert picture.build is pictures.hinge and picture.size == (5, 3)
    assert picture.positions() == [0, 0.5, 1, 1.5, 2]


def test_a_notebook_is_measured_slider_by_slider(tmp_path):
    cells = ["from helpers.explorer import explore\nfrom ipywidgets import IntSlider, Checkbox\n"
             "from benchmarks.latency.pictures import hinge",
             "explore(lambda fig: (lambda b, on, few: hinge(fig)(b)), b=IntSlider(max=12),\n"
             "        on=Checkbox(), few=IntSlider(max=3))", "explore(hinge, b=IntSlider(max=20))"]
    path = tmp_path / "small.ipynb"
    path.write_text(seats.notebook_text(cells))
    first, second = chosen.measured(path)
    assert first["name"] == "small, cell 1, b" and "source" in first
    assert second["name"] == "small, cell 2, b" and second["milliseconds"] > 0
    assert pictures.restore(second).positions() == list(range(21))


def test_notebooks_of_all_rivals_are_python():
    for name in figures.WHO:
        for picture in command.PICTURES:
            for text in seats.cells_of(name, picture, "some/path"):
                compile(text, name, "exec")
    assert [*rivals.RIVALS, "plotly", "bqplot"] == list(figures.WHO) == list(seats.WATCHED)


def test_shapes_are_what_the_picture_shows():
    picture = pictures.simple()
    panels, frames = shapes.frames(picture)
    assert len(panels) == 1 and panels[0].xlim == (-4, 4)
    assert len(frames) == len(picture.positions()) == 81
    for value, frame in zip(picture.positions(), frames, strict=True):
        line, dot = sorted(frame, key=lambda shape: shape.kind)
        np.testing.assert_allclose(line.y, [max(0, x - value) for x in line.x], atol=1e-5)
        assert (dot.kind, dot.x, dot.y) == ("points", [value], [0])


def test_shapes_of_many_artists():
    def build(fig):
        ax = fig.subplots()
        ax.set(xlim=(0, 4), ylim=(0, 4))
        ax.imshow([[1, 2], [3, 4]], extent=(0, 2, 0, 2), origin="upper", aspect="auto")
        bar, = ax.bar([1], [1], color="red")
        words = ax.text(2, 3, "zero")
        ax.scatter([1, 2], [3, 1])

        def update(b):
            bar.set_height(b)
            words.set_text(f"b = {b}")
            return "."

        return update

    slider = widgets.IntSlider(min=1, max=3, value=1)
    _, frames = shapes.frames(pictures.Picture(build, (5, 3), {"b": slider}, "b"))
    kinds = {shape.kind: shape for shape in frames[2]}
    assert kinds["image"].values == [[3, 4], [1, 2]]
    assert max(kinds["area"].y) == 3 and kinds["area"].colour == "#ff0000"
    assert (kinds["text"].text, kinds["text"].x) == ("b = 3", [2])
    assert kinds["points"].x == [1, 2]
    assert [sum(not a.same(b) for a, b in zip(frames[0], frame, strict=True))
            for frame in frames] == [0, 2, 2]


def test_the_number_of_the_position_is_in_caption_and_corner():
    picture = pictures.simple()
    shown = rivals.drawn("known", picture)
    picture.control.value = 0.3
    assert shown.caption.endswith("#43")
    shown.close()
    figure = Drawn(figsize=(4, 2))
    assert rivals.marked(figure, 43).get_facecolor()[:3] == (43 / 255, 212 / 255, 85 / 255)


def test_unknown_is_an_explorer_that_sends_nothing_ahead():
    picture = pictures.simple()
    shown = rivals.drawn("unknown", picture)
    sent = []
    shown.picture.send = sent.append
    shown._hear(None, "new view", None)
    shown._hear(None, {"ask": [0.3]}, None)
    assert shown.pure and [list(news) for news in sent] == [["answered", "frame"]]
    shown.close()


def test_what_the_kernel_keeps_is_counted():
    shown = rivals.drawn("known", pictures.simple())
    before = rivals.kept(shown)
    shown.frame(b=0.3)
    assert rivals.kept(shown) > before > 0
    shown.close()
