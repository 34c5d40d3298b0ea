"""Slides that are faster than the kernel, pages that are loaded again, kernels that die."""
import nbformat
import pytest

from tests.browser.lab import KERNEL_READY, Explorer

CELLS = ["""\
import os, time
import numpy as np
from ipywidgets import IntSlider
from helpers.explorer import explore
x, pause = np.linspace(0, 4, 5), 0.1
def line(figure):
    ax = figure.subplots()
    curve, = ax.plot(x, x)
    ax.set(xlim=(0, 4), ylim=(0, 8))
    def update(b):
        time.sleep(pause)
        curve.set_ydata(x + b / 100)
        return f"The line ends at {4 + b / 100:.2f}."
    return update
""", """\
explorer = explore(line, b=IntSlider(min=0, max=200, value=0, description="b"))
explorer""", "time.sleep(2)", "os.kill(os.getpid(), 9)", """\
pause, asked, send = 0, [], explorer.picture.send
explorer.picture.on_msg(lambda _, message, __: "ask" in message and asked.append(message))
""", "explorer.picture.send = lambda message: None if 'now' in message else send(message)",
         "print('asked', len(asked))"]
WATCH = """node => {
    const caption = node.querySelector('.course-caption');
    window.seen = [];
    new MutationObserver(() => window.seen.push(caption.textContent))
        .observe(caption, {childList: true, characterData: true, subtree: true});
}"""
SAVE = "() => window.jupyterapp.commands.execute('docmanager:save')"


def text_at(b):
    return f"The line ends at {4 + b / 100:.2f}."


@pytest.fixture(scope="module")
def notebook(lab, browser, root):
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel}),
                   root / "kernels.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    opened = lab.open(page, "kernels.ipynb")
    opened.run_cell(0)
    yield opened
    page.close()


@pytest.fixture
def explorer(notebook):
    """A new one: of its pictures only the first is known."""
    notebook.run_cell(1)
    notebook.page.wait_for_function(
        "text => document.querySelector('.course-caption')?.textContent === text", arg=text_at(0))
    return shown(notebook)


def shown(notebook):
    return Explorer(notebook.page.locator(".course-explorer").first)


def press(explorer, key, times=1, pause=0):
    explorer.sliders.first.focus()
    for _ in range(times):
        explorer.node.page.keyboard.press(key)
        explorer.node.page.wait_for_timeout(pause)


def height(explorer):
    """The last height of the line as it is drawn, in units of the axis."""
    path = explorer.svg.locator("path[style*='fill: none']").first.get_attribute("d").split()
    frame = explorer.svg.locator("path").nth(1).get_attribute("d").split()
    bottom, top = max(map(float, frame[2::3])), min(map(float, frame[2::3]))
    return 8 * (bottom - float(path[-1])) / (bottom - top)


def assert_shows(explorer, b, seconds=20):
    wanted = text_at(b)
    assert explorer.wait_for_caption(lambda text: text == wanted, seconds) == wanted
    assert abs(height(explorer) - (4 + b / 100)) < 0.003


def test_who_slides_faster_than_the_kernel_sees_pictures_in_order(notebook, explorer):
    explorer.node.evaluate(WATCH)
    press(explorer, "ArrowRight", 40, pause=25)
    assert_shows(explorer, 40)
    ends = [float(text.split()[-1].rstrip(".")) for text in notebook.page.evaluate("seen")]
    assert ends == sorted(ends) and 4 < len(ends) < 40, "some are left out, none comes late"


def test_an_answer_that_was_overtaken_is_not_shown(notebook, explorer):
    notebook.start_cell(2)
    notebook.page.wait_for_timeout(300)
    explorer.node.evaluate(WATCH)
    press(explorer, "End")
    press(explorer, "Home")
    notebook.page.wait_for_function("() => document.querySelector("
                                    "'.jp-Notebook-ExecutionIndicator').dataset.status === 'idle'")
    notebook.page.wait_for_timeout(500)
    assert text_at(200) not in notebook.page.evaluate("seen")
    assert_shows(explorer, 0)
    press(explorer, "End")
    assert explorer.caption == text_at(200), "it was kept all the same"


@pytest.mark.parametrize("report_is_answered", [True, False])
def test_a_slider_asks_by_its_report_and_aloud_if_that_brings_nothing(
        notebook, explorer, report_is_answered):
    notebook.run_cell(4)
    if not report_is_answered:
        notebook.run_cell(5)
    press(explorer, "End")
    assert_shows(explorer, 200)
    notebook.page.wait_for_timeout(500)
    notebook.run_cell(6)
    assert notebook.output(6).strip() == f"asked {0 if report_is_answered else 1}"
    notebook.run_cell(0)


def test_a_page_that_is_loaded_again_goes_on(notebook, explorer):
    press(explorer, "ArrowRight", 3)
    assert_shows(explorer, 3)
    notebook.page.evaluate(SAVE)
    notebook.page.reload()
    notebook.page.wait_for_selector(".course-explorer .noUi-handle", timeout=60_000)
    notebook.page.evaluate(KERNEL_READY)
    again = shown(notebook)
    assert_shows(again, 3)
    press(again, "ArrowRight", 2)
    assert_shows(again, 5)
    press(again, "End")
    assert_shows(again, 200)
    assert again.node.locator(".course-note").inner_text() == ""


def test_a_kernel_that_dies_leaves_the_pictures_that_are_there(notebook, explorer):
    press(explorer, "ArrowRight", 2, pause=300)
    assert_shows(explorer, 2)
    notebook.start_cell(3)
    explorer.node.locator(".course-note", has_text="No longer connected to Python").wait_for()
    dialog = notebook.page.locator(".jp-Dialog button").last
    dialog.click(timeout=10_000)
    press(explorer, "ArrowLeft")
    assert_shows(explorer, 1)
    press(explorer, "ArrowLeft")
    assert_shows(explorer, 0)
    press(explorer, "End")
    notebook.page.wait_for_timeout(500)
    assert_shows(explorer, 0)
    for number in (0, 1):  # the new kernel counts its runs from 1 again
        notebook.start_cell(number)
    notebook.page.wait_for_function(
        "() => document.querySelector('.course-note')?.textContent === ''")
    press(shown(notebook), "ArrowRight")
    assert_shows(shown(notebook), 1)
