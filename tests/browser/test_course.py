"""Every notebook as a reader meets it: run all, look at each explorer, slide each slider."""
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs_and_every_slider_answers(lab, page, path):
    notebook = lab.open(page, f"notebooks/{path.name}")
    notebook.run_all()
    assert notebook.error_outputs() == []
    count = path.read_text().count("explore(")
    explorers = notebook.explorers(count)
    assert len(explorers) == count
    for explorer in explorers:
        look_at(explorer)
        for handle in explorer.sliders.all():
            slide(explorer, handle)
        assert explorer.error.inner_text() == ""
    assert notebook.problems == []


def look_at(explorer):
    explorer.node.scroll_into_view_if_needed()
    assert explorer.svg.is_visible()
    box = explorer.svg.bounding_box()
    assert box["width"] > 200 and box["height"] > 100
    assert explorer.svg.get_attribute("aria-label") == explorer.caption != ""


def slide(explorer, handle):
    """An arrow key changes the caption; at the end of the range it is the other arrow."""
    assert handle.get_attribute("aria-label")
    before = explorer.caption
    handle.focus()
    for key in ("ArrowRight", "ArrowLeft", "ArrowLeft"):
        handle.page.keyboard.press(key)
        if explorer.wait_for_caption(lambda caption: caption != before, seconds=2) != before:
            return
    pytest.fail(f"slider {handle.get_attribute('aria-label')!r} leaves the caption {before!r}")
