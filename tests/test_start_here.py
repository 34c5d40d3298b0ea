"""Notebook 00: the look at the installation, the map of the course, the first explorer."""
import json
import re
from importlib import metadata
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from helpers import installation
from helpers.exercises.start_here import check_reading
from helpers.pictures import start_here

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def text(name):
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text())["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def test_the_installation_is_complete_and_says_so():
    report = installation.installation()
    assert report.ok and repr(report).endswith("Everything is here.")
    assert re.search(r"ok +numpy +" + re.escape(metadata.version("numpy")), repr(report))
    assert "pytest" not in repr(report)


def test_a_missing_package_is_named_with_advice(monkeypatch):
    monkeypatch.setattr(installation, "requirements", lambda: ["numpy", "no-such-package"])
    report = installation.installation()
    assert not report.ok
    assert re.search(r"MISSING +no-such-package +not installed", repr(report))
    assert repr(report).splitlines()[-1].startswith("Something is missing: close JupyterLab")


def test_a_missing_font_and_missing_data_are_named(monkeypatch):
    assert not installation.font("No Such Font").ok

    def missing():
        raise FileNotFoundError("digits.csv.gz is missing")

    monkeypatch.setattr("helpers.datasets.digits", missing)
    assert installation.digits() == installation.Finding("data", False, "digits.csv.gz is missing")


def test_the_minutes_of_the_map_are_those_of_the_notebooks():
    start = text("00_start_here")
    listed = re.findall(r'"(\d\d [\w ]+)": (\d+)', start)
    assert [stem for stem, _ in listed] == list(start_here.THUMBNAILS)
    for stem, minutes in listed:
        stated = re.search(r"Teaching time: (\d+) minutes", text(stem.replace(" ", "_")))[1]
        assert stated == minutes, stem
        assert re.search(rf"\({stem.replace(' ', '_')}\.ipynb\) \|.*\| {minutes} \|", start)


def test_the_map_has_a_panel_for_every_notebook_after_this_one():
    names = sorted(path.stem.replace("_", " ") for path in NOTEBOOKS.glob("*.ipynb"))[1:]
    assert list(start_here.THUMBNAILS) == names
    figure = Figure()
    caption = start_here.course_map(dict.fromkeys(names, 7))(figure)
    assert f"{7 * len(names)} minutes together" in caption
    assert sum(ax.axison for ax in figure.axes) == len(names)


def test_a_notebook_without_a_panel_is_refused():
    with pytest.raises(ValueError, match="minutes must name 01 definition"):
        start_here.course_map({"01 definition": 50, "99 unknown": 1})


@pytest.mark.parametrize("x, y", [(-3.0, 0.0), (0.0, 0.0), (2.5, 2.5)])
def test_the_point_lies_on_the_curve(x, y):
    figure = Figure()
    caption = start_here.first_steps(figure)(x, False)
    point, = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert point.get_xydata().tolist() == [[x, y]]
    assert caption == f"x = {x} gives f(x) = {y}."


def test_the_names_of_the_pieces_are_shown_on_demand():
    figure = Figure()
    update = start_here.first_steps(figure)
    for x, word in ((-1.0, "off"), (0.0, "kink"), (1.0, "on")):
        assert word in update(x, True)
        assert all(piece.get_visible() for piece in figure.axes[0].texts)
    update(1.0, False)
    assert not any(piece.get_visible() for piece in figure.axes[0].texts)


@pytest.mark.parametrize("answer, hint", [
    (-1, "Move to the right of 0"), (1.5, "At x = 1.5 the caption reads f(x) = 1.5"),
    ("two", "Give one number"), ([1, 2], "Give one number")])
def test_a_wrong_reading_gets_a_hint(answer, hint):
    verdict = check_reading(answer)
    assert verdict.correct is False and hint in repr(verdict)


@pytest.mark.parametrize("answer", [2, 2.0, "2"])
def test_the_right_reading_counts_in_any_form(answer):
    assert check_reading(answer).correct
