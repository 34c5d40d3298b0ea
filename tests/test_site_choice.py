"""Which pictures of an explorer a static page stores, and what it makes of controls and cells."""
import ipywidgets as widgets
import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.explorer import explore
from helpers.site.cells import cell_html
from helpers.site.choice import Range, chosen
from helpers.site.controls import Control, known
from helpers.site.pages import Page, check_caption
from helpers.site.runs import value_of
from helpers.site.store import Stored, fitted, pack
from tests.built_site import COURSE, NAMES

ranges = st.builds(lambda count, start, ordered: Range(count, min(start, count - 1), ordered),
                   st.integers(1, 40), st.integers(0, 39), st.booleans())


@settings(max_examples=60, deadline=None)
@given(st.lists(ranges, min_size=1, max_size=4), st.integers(8, 300))
def test_what_is_chosen(given, limit):
    found = chosen(given, limit)
    start, every = tuple(one.start for one in given), 1
    assert found == sorted(set(found)) and start in found
    assert all(0 <= at[k] < one.count for at in found for k, one in enumerate(given))
    for one in given:
        every *= one.count
    if every <= limit:
        assert len(found) == every
    if sum(one.count for one in given) <= limit:
        assert len(found) <= limit
        assert all((*start[:k], at, *start[k + 1:]) in found
                   for k, one in enumerate(given) for at in range(one.count))
    for k, one in enumerate(given):
        ends = {0, one.count - 1} if one.ordered else set(range(one.count))
        assert ends <= {at[k] for at in found}


def test_a_grid_is_chosen_as_far_as_the_limit_goes():
    two = [Range(61, 30), Range(61, 10)]
    assert len(chosen(two, 121)) == 121  # both axes
    some = set(chosen(two, 1000))
    assert {(0, 0), (0, 60), (60, 0), (60, 60)} <= some and 400 < len(some) <= 1000
    every = [Range(61, 30), Range(3, 0, ordered=False)]
    assert (60, 2) in chosen(every, 183) and len(chosen(every, 183)) == 183


def line(figure):
    """A line that both controls move."""
    ax = figure.subplots()
    mark, = ax.plot([0, 1], [0, 1])

    def update(a, b=0):
        mark.set_ydata([a, b])
        return f"From {a:g} to {b:g}."

    return update


def test_positions_and_readings_of_controls():
    log = Control("c", widgets.FloatLogSlider(min=-2, max=3, step=1, value=10,
                                              readout_format=".3g"))
    assert log.texts == ["0.01", "0.1", "1", "10", "100", "1000"] and log.start == 3
    assert log.described()["numbers"] == log.positions
    menu = Control("m", widgets.Dropdown(options=[("One", 1), ("Two", 2)], value=2))
    assert (menu.kind, menu.texts, menu.start, menu.label) == ("select", ["One", "Two"], 1, "m")
    assert menu.described()["numbers"] is None and not menu.range().ordered
    long = Control("n", widgets.IntSlider(min=0, max=100_000, value=777, description="many"))
    assert len(long.texts) <= 401 and long.positions[long.start] == 777
    assert long.positions[0] == 0 and long.positions[-1] == 100_000
    assert not known(widgets.FloatText(value=1.0))


def test_the_frames_fit_into_the_room_that_there_is():
    explorer = explore(line, a=widgets.FloatSlider(min=0, max=5, step=0.1),
                       b=widgets.FloatSlider(min=0, max=5, step=0.1))
    plenty = Stored(explorer)
    plenty.choose(2000)
    small, (less,) = fitted([explorer], len(pack([plenty])) // 4, 2000)
    assert 8 < len(less.chosen) < len(plenty.chosen) // 2
    assert less.chosen[0] == (0, 0) and len(small) <= len(pack([plenty])) // 4
    with pytest.raises(ValueError, match="most_bytes = 100"):
        fitted([explorer], 100, 50)


def notebook_of(source):
    """A Page of one cell whose stored outputs are those of its code, not yet run."""
    page = Page(COURSE / f"{NAMES[0]}.ipynb", NAMES)
    shown = value_of(source, {}, "cell")
    output = nbformat.v4.new_output("execute_result", data=dict(shown._still._repr_mimebundle_()))
    page.notebook.cells = [nbformat.v4.new_code_cell(source, outputs=[output])]
    return page


@pytest.mark.parametrize(("pure", "live"), [("True", 1), ("False", 0)])
def test_an_explorer_that_is_not_pure_stays_a_still(pure, live):
    page = notebook_of("from ipywidgets import FloatSlider\nfrom helpers.explorer import explore\n"
                       "from tests.test_site_choice import line\n"
                       f"explore(line, pure={pure}, a=FloatSlider(min=0, max=1, step=0.5))").run()
    assert len(page.live) == live
    assert ("data-explorer" in page.body()) == bool(live)
    assert page.body().count('alt="From 0 to 0."') == 1


def test_a_notebook_whose_outputs_are_not_those_of_its_code_is_refused():
    explorer = explore(line, a=widgets.FloatSlider(min=0, max=5))
    cell = nbformat.v4.new_code_cell("", outputs=[
        nbformat.v4.new_output("execute_result", data={"text/plain": "From 1 to 0."})])
    with pytest.raises(ValueError, match="run make notebooks first"):
        check_caption(cell, explorer, "01_definition")


def test_what_is_written_by_hand_is_escaped():
    page = Page(COURSE / f"{NAMES[0]}.ipynb", NAMES)
    printed = nbformat.v4.new_output("stream", text="a < b & c\n")
    html = cell_html(nbformat.v4.new_code_cell("x = '<b>'", outputs=[printed]), 0, {}, page)
    assert "a &lt; b &amp; c" in html and "<b>" not in html
    note = cell_html(nbformat.v4.new_markdown_cell("**Lecturer, 3 min.** Ask."), 0, {}, page)
    assert note.startswith('<details class="notes"><summary>For the lecturer, 3 min.</summary>')
    assert "<p>Ask.</p>" in note
