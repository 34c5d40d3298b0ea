"""Known pictures without the kernel, and no picture but the right one, in JupyterLab."""
import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.lab import Explorer

CELLS = ["""\
import asyncio, time
import numpy as np
from IPython.display import display
from ipywidgets import Checkbox, FloatSlider, IntSlider, Play
from helpers.explorer import explore
x = np.linspace(-4, 4, 41)
computed = []
def kink(figure):
    ax = figure.subplots()
    curve, = ax.plot(x, np.maximum(x, 0))
    ax.set(xlim=(-4, 4), ylim=(0, 8))
    def update(b, flat=False):
        computed.append(b)
        if b > 9:
            raise ValueError("b is too far to the right")
        height = (0 if flat else 1) * np.maximum(x, 0) + b / 100
        curve.set_ydata(height)
        return f"b = {b}, the last height is {height[-1]:.2f}" + (", flat." if flat else ".")
    return update
""", """\
first = explore(kink, b=IntSlider(min=-100, max=10, value=0, description="b"),
                flat=Checkbox(description="flat"))
first""", "display(first)", """\
explore(lambda figure: lambda step: f"Step {step}.",
        step=Play(min=0, max=9, interval=60_000, description="step"))""",
    "await asyncio.sleep(0); time.sleep(4)",
    "print(first.values, first.caption, len(computed))",
    "first.set(b=-7, flat=True)"]
RESTART = """() =>
    window.jupyterapp.shell.currentWidget.context.sessionContext.session.kernel.restart()"""
WATCH = """node => {
    const caption = node.querySelector('.course-caption');
    window.watcher?.disconnect();
    window.seen = [];
    window.watcher = new MutationObserver(() => window.seen.push(caption.textContent));
    window.watcher.observe(caption, {childList: true, characterData: true, subtree: true});
}"""


@pytest.fixture(scope="module")
def notebook(lab, browser, root):
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}),
                   root / "frames.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    opened = lab.open(page, "frames.ipynb")
    for number in range(4):
        opened.run_cell(number)
    page.locator(".course-caption").nth(2).wait_for()
    yield opened
    page.close()


@pytest.fixture
def first(notebook):
    explorer = Explorer(notebook.page.locator(".course-explorer").first)
    explorer.node.get_by_role("button", name="Reset").click()
    assert explorer.wait_for_caption(lambda text: text == caption_at(0), 20) == caption_at(0)
    return explorer


def caption_at(b, flat=False):
    height = (0 if flat else 4) + b / 100
    return f"b = {b}, the last height is {height:.2f}" + (", flat." if flat else ".")


def press(explorer, key, times=1):
    explorer.sliders.first.focus()
    for _ in range(times):
        explorer.node.page.keyboard.press(key)


def height(explorer):
    """The last height of the curve as it is drawn, in units of the axis."""
    path = explorer.svg.locator("path[style*='fill: none']").first.get_attribute("d").split()
    frame = explorer.svg.locator("path").nth(1).get_attribute("d").split()
    bottom, top = max(map(float, frame[2::3])), min(map(float, frame[2::3]))
    return 8 * (bottom - float(path[-1])) / (bottom - top)


def wait_until_all_is_sent(notebook):
    """Until the kernel computes no more."""
    before = None
    while before != (before := count(notebook)):
        notebook.page.wait_for_timeout(500)


def count(notebook):
    """How many pictures the kernel has computed."""
    notebook.run_cell(5)
    return notebook.output(5).split()[-1]


def test_200_fast_moves_end_on_the_right_caption_and_path(notebook, first):
    press(first, "ArrowLeft", 150)  # the range ends at -100
    press(first, "ArrowRight", 50)
    assert first.wait_for_caption(lambda text: text == caption_at(-50), 20) == caption_at(-50)
    assert abs(height(first) - 3.5) < 0.01
    notebook.run_cell(5)
    assert "'b': -50" in notebook.output(5) and caption_at(-50) in notebook.output(5)


def test_a_known_picture_needs_no_kernel_and_no_late_one_comes_over_it(notebook, first):
    press(first, "ArrowLeft")
    wait_until_all_is_sent(notebook)
    notebook.start_cell(4)
    notebook.page.wait_for_timeout(500)
    first.node.evaluate(WATCH)
    press(first, "ArrowLeft", 3)
    press(first, "ArrowRight", 1)
    assert first.caption == caption_at(-3) and abs(height(first) - 3.97) < 0.01
    notebook.page.wait_for_function("() => document.querySelector("
                                    "'.jp-Notebook-ExecutionIndicator').dataset.status === 'idle'")
    notebook.page.wait_for_timeout(300)
    seen = notebook.page.evaluate("() => window.seen")
    assert seen == [caption_at(b) for b in (-2, -3, -4, -3)]


def test_a_step_of_two_controls_shows_one_picture(notebook, first):
    first.node.evaluate(WATCH)
    notebook.run_cell(6)
    first.wait_for_caption(lambda text: text == caption_at(-7, True), 10)
    first.node.get_by_role("button", name="Reset").click()
    first.wait_for_caption(lambda text: text == caption_at(0), 10)
    assert notebook.page.evaluate("() => window.seen") == [caption_at(-7, True), caption_at(0)]


def test_an_error_is_not_a_frame(notebook, first):
    press(first, "End")
    first.error.filter(has_text="too far to the right").wait_for()
    press(first, "ArrowLeft")
    assert first.wait_for_caption(lambda text: text == caption_at(9)) == caption_at(9)
    assert first.error.inner_text() == ""
    press(first, "ArrowRight")
    first.error.filter(has_text="too far to the right").wait_for()
    assert first.caption == caption_at(9)


def test_both_views_show_a_known_picture(notebook, first):
    again = Explorer(notebook.page.locator(".course-explorer").nth(1))
    press(again, "ArrowLeft", 2)
    for view in (first, again):
        assert view.wait_for_caption(lambda text: text == caption_at(-2)) == caption_at(-2)
        assert abs(height(view) - 3.98) < 0.01


def test_the_slider_of_play_leads_by_itself(notebook):
    player = Explorer(notebook.page.locator(".course-explorer").nth(2))
    player.node.scroll_into_view_if_needed()
    press(player, "ArrowRight", 3)
    assert player.wait_for_caption(lambda text: text == "Step 3.") == "Step 3."
    player.node.locator("button").first.click()  # the first step comes at once
    later = player.wait_for_caption(lambda text: text == "Step 4.", 3)
    assert later in ("Step 3.", "Step 4.") and player.error.inner_text() == ""


def test_a_second_tab_follows_and_leads(notebook, first, lab, page):
    other = lab.open(page, "frames.ipynb")
    other.run_cell(2)
    there = Explorer(page.locator(".jp-CodeCell").nth(2).locator(".course-explorer"))
    there.node.locator(".course-caption").wait_for()
    press(first, "ArrowLeft", 5)
    assert there.wait_for_caption(lambda text: text == caption_at(-5), 20) == caption_at(-5)
    press(there, "ArrowLeft", 30)
    for view in (there, first):
        assert view.wait_for_caption(lambda text: text == caption_at(-35), 20) == caption_at(-35)
        assert abs(height(view) - 3.65) < 0.01


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_barriers_of_our_own(notebook, first, dark):
    name = "JupyterLab Dark" if dark else "JupyterLab Light"
    notebook.page.evaluate(
        "name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name)
    notebook.page.wait_for_function(
        "light => document.body.dataset.jpThemeLight === light", arg=str(not dark).lower())
    found = Axe().run(notebook.page, context={"include": [[".course-explorer"]]}).response
    assert found["passes"]
    severe = [(violation["id"], node["html"]) for violation in found["violations"]
              if violation["impact"] in ("serious", "critical") for node in violation["nodes"]]
    assert severe == []


def test_at_200_percent_all_is_there(notebook, first):
    notebook.page.set_viewport_size({"width": 640, "height": 450})  # what a zoom of 200 % leaves
    try:
        first.node.scroll_into_view_if_needed()
        notebook.page.wait_for_function(
            "() => document.querySelector('.course-picture > svg').getBoundingClientRect().width"
            " < 600")
        assert notebook.page.evaluate(
            "() => [...document.querySelectorAll('.jp-OutputArea-output')]"
            ".filter(output => output.scrollWidth > output.clientWidth + 2).length") == 0
        press(first, "ArrowLeft")
        assert first.wait_for_caption(lambda text: text == caption_at(-1)) == caption_at(-1)
    finally:
        notebook.page.set_viewport_size({"width": 1280, "height": 900})


def test_after_a_restart_known_pictures_answer_and_it_is_said(notebook, first):
    press(first, "ArrowLeft")
    wait_until_all_is_sent(notebook)
    assert notebook.problems == []
    notebook.page.evaluate(RESTART)
    first.node.locator(".course-note", has_text="No longer connected to Python").wait_for()
    press(first, "ArrowLeft", 2)
    assert first.wait_for_caption(lambda text: text == caption_at(-3)) == caption_at(-3)
    assert abs(height(first) - 3.97) < 0.01
