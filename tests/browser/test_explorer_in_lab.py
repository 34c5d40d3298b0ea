"""How an explorer behaves in JupyterLab: keyboard, names, errors, views, re-running, room."""
import re

import nbformat
import pytest

CELLS = ["""\
import numpy as np
from IPython.display import display
from ipywidgets import Checkbox, Dropdown, FloatSlider, Play
from helpers.explorer import explore
x = np.linspace(-4, 4, 201)
def kink(figure):
    ax = figure.subplots()
    curve, = ax.plot(x, np.maximum(x, 0))
    dot, = ax.plot([0], [0], "o")
    ax.set(xlim=(-4, 4), ylim=(-1, 4))
    def update(b, dots, power):
        if b > 3:
            raise ValueError("b is too far to the right")
        curve.set_ydata(np.maximum(x - b, 0) ** power)
        dot.set_data([b], [0])
        dot.set_visible(dots)
        more = " and this sentence goes on, so that it takes several lines." * 4
        return f"The kink is at x = {b:.1f}" + (more if b == 2 else ".")
    return update
def bias():
    return FloatSlider(min=-4, max=4, step=0.5, value=0, description="bias")""", """\
first = explore(kink, b=bias(), dots=Checkbox(value=True, description="dot"),
                power=Dropdown(options=[1, 2], description="power"))
first""", "display(first)", """\
explore(lambda figure: lambda step: f"Step {step}.",
        step=Play(min=0, max=9, interval=100, description="step"))""", """\
from ipywidgets.widgets.widget import _instances
len(_instances)"""]


@pytest.fixture(scope="module")
def notebook(lab, browser, root):
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}),
                   root / "behaviour.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    opened = lab.open(page, "behaviour.ipynb")
    opened.run_all()
    assert opened.error_outputs() == []
    yield opened
    page.close()


@pytest.fixture
def explorers(notebook):
    """The two views of the first explorer and the one with the Play control, reset."""
    first, again, player = notebook.explorers(3)
    reset(first)
    return first, again, player


def reset(explorer):
    explorer.node.get_by_role("button", name="Reset").click()
    assert explorer.wait_for_caption(lambda text: "x = 0.0" in text) == "The kink is at x = 0.0."


def press(explorer, key, times=1):
    explorer.sliders.first.focus()
    for _ in range(times):
        explorer.node.page.keyboard.press(key)


def curve(explorer):
    """The path of the first line of the picture."""
    return explorer.svg.locator("path[style*='fill: none']").first.get_attribute("d")


def test_keyboard_alone_moves_the_slider_and_the_picture(explorers):
    first, _, _ = explorers
    before = curve(first)
    press(first, "ArrowRight")
    assert first.wait_for_caption(lambda text: "x = 0.5" in text) == "The kink is at x = 0.5."
    assert curve(first) != before
    press(first, "ArrowLeft")
    first.wait_for_caption(lambda text: "x = 0.0" in text)
    assert curve(first) == before


def test_tab_reaches_every_control_in_order(notebook, explorers):
    first, _, _ = explorers
    first.sliders.first.focus()
    seen = []
    for _ in range(5):
        seen.append(notebook.page.evaluate(
            "() => document.activeElement.getAttribute('aria-label')"
            " ?? document.activeElement.innerText"))
        notebook.page.keyboard.press("Tab")
    assert seen == ["bias", "bias", "dot", "power", "Reset"]


def test_a_typed_value_counts(notebook, explorers):
    first, _, _ = explorers
    first.node.get_by_role("textbox", name="bias").click()
    notebook.page.keyboard.press("Control+A")
    notebook.page.keyboard.type("1.5")
    notebook.page.keyboard.press("Enter")
    assert first.wait_for_caption(lambda text: "x = 1.5" in text) == "The kink is at x = 1.5."


def test_names_and_live_region(explorers):
    first, _, player = explorers
    for role, name in (("slider", "bias"), ("checkbox", "dot"), ("combobox", "power")):
        assert first.node.get_by_role(role, name=name, exact=True).count() == 1
    assert player.node.get_by_role("slider", name="step").count() == 1
    assert first.node.get_by_role("img", name="The kink is at x = 0.0.").count() == 1
    assert first.node.locator("[aria-live=polite]").inner_text() == first.caption
    assert first.error.get_attribute("role") == "alert"


def test_checkbox_and_dropdown_answer(explorers):
    first, _, _ = explorers
    before = first.svg.locator("path").count()
    first.node.get_by_role("checkbox", name="dot").uncheck()
    first.node.page.wait_for_function("count => document.querySelectorAll("
                                      "'.course-picture path').length !== count", arg=before)
    straight = curve(first)
    menu = first.node.get_by_role("combobox", name="power")
    for power, is_straight in (("2", False), ("1", True)):
        menu.select_option(power)
        wait_until(first, lambda wanted=is_straight: (curve(first) == straight) == wanted)


def wait_until(explorer, condition, seconds=10):
    for _ in range(50 * seconds):
        if condition():
            return
        explorer.node.page.wait_for_timeout(20)
    pytest.fail(f"not true after {seconds} s")


def test_an_error_shows_once_keeps_the_picture_and_clears(explorers):
    first, _, _ = explorers
    press(first, "ArrowRight")
    first.wait_for_caption(lambda text: "x = 0.5" in text)
    good = curve(first)
    press(first, "End")
    first.error.filter(has_text="b is too far to the right").wait_for()
    assert first.error.inner_text().count("too far") == 1
    assert (curve(first), first.caption) == (good, "The kink is at x = 0.5.")
    press(first, "Home")
    first.wait_for_caption(lambda text: "x = -4.0" in text)
    assert first.error.inner_text() == ""


def test_two_views_of_one_explorer_show_the_same(explorers):
    first, again, _ = explorers
    press(again, "ArrowRight", 3)
    first.wait_for_caption(lambda text: "x = 1.5" in text)
    assert first.caption == again.caption and curve(first) == curve(again)
    ids = re.findall(r'\bid="([^"]+)"', first.svg.inner_html() + again.svg.inner_html())
    assert len(ids) == len(set(ids)) > 0


def test_the_height_never_shrinks_under_the_reader(explorers):
    first, _, _ = explorers
    press(first, "ArrowRight", 4)
    first.wait_for_caption(lambda text: "several lines" in text)
    tall = first.node.bounding_box()["height"]
    press(first, "ArrowLeft")
    first.wait_for_caption(lambda text: "x = 1.5" in text)
    assert first.node.bounding_box()["height"] == tall


def test_play_counts_by_itself(explorers):
    *_, player = explorers
    player.node.locator("button").first.click()
    caption = player.wait_for_caption(lambda text: text == "Step 9.")
    assert caption == "Step 9."


def living_widgets(notebook):
    """How many widgets the kernel holds, as the last cell prints it."""
    notebook.run_cell(4)
    return int(notebook.page.locator(".jp-CodeCell").nth(4).locator("pre").last.inner_text())


def test_running_the_cell_again_leaves_one_explorer(notebook):
    notebook.run_cell(1)
    before = living_widgets(notebook)
    for _ in range(3):
        notebook.run_cell(1)
    assert living_widgets(notebook) == before
    views = notebook.page.locator(".jp-CodeCell").nth(1).locator(".course-explorer")
    views.first.wait_for()
    assert views.count() == 1
    notebook.run_cell(2)
    first, again, _ = notebook.explorers(3)
    press(first, "ArrowRight")
    assert again.wait_for_caption(lambda text: "x = 0.5" in text) == "The kink is at x = 0.5."


def test_a_narrow_window_needs_no_sideways_scrolling(notebook, explorers):
    notebook.page.set_viewport_size({"width": 560, "height": 900})
    try:
        notebook.page.wait_for_timeout(500)
        assert notebook.page.evaluate(
            "() => [...document.querySelectorAll('.jp-OutputArea-output')]"
            ".filter(output => output.scrollWidth > output.clientWidth + 2).length") == 0
        assert explorers[0].svg.bounding_box()["width"] < 560
    finally:
        notebook.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize(("width", "stacked"), [(600, False), (250, True)])
def test_where_there_is_no_room_a_slider_s_name_has_its_own_line(explorers, width, stacked):
    node = explorers[0].node
    node.evaluate("(node, width) => { node.style.width = `${width}px`; }", width)
    try:
        slider = node.locator(".widget-hslider").first
        name, track, number = (slider.locator(part).first.bounding_box() for part in
                               (".widget-label", ".noUi-target", ".widget-readout"))
        assert (name["y"] + name["height"] <= track["y"] + 1) == stacked
        assert track["width"] > 60
        assert track["x"] + track["width"] <= number["x"] + 1
    finally:
        node.evaluate("node => { node.style.width = ''; }")


def test_a_move_fetches_no_icon(notebook, explorers):
    fetched = []
    notebook.page.on("request", lambda request: fetched.append(request.url))
    for times in (1, 2):
        press(explorers[0], "ArrowRight")
        wanted = f"The kink is at x = {times / 2}."
        assert explorers[0].wait_for_caption(lambda text, wanted=wanted: text == wanted) == wanted
    notebook.page.wait_for_timeout(500)
    assert [address for address in fetched if "favicon" in address] == []


def test_nothing_was_reported_on_the_console(notebook):
    assert notebook.problems == []
