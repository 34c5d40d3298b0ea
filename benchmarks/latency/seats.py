"""One notebook with its kernel for each of those who draw: opened in JupyterLab, slid, closed.

Only one of them is open at a time, in a page of its own, as a reader has it: in a page with all
of them, of some 60,000 elements, every move of everyone were slower, and the quickest would suffer
most; and what a closed notebook leaves behind in the page (tens of MB) slows down those after it.
"""

import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from playwright.sync_api import Error, TimeoutError

from tests.browser.lab import Notebook

RECORDER = Path(__file__).with_name("recorder.js").read_text()
SECONDS = 60  # nothing is waited for longer
QUIET = 2000  # bytes in half a second
FRAME, GOLDEN = 1 / 60, 0.618034  # seconds; its multiples spread evenly over 0 to 1
RUN = """number => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = number;
    window.jupyterapp.commands.execute('notebook:run-cell');
}"""
RAN = """([prompt, before]) =>
    /\\d/.test(prompt.innerText) && prompt.innerText !== before"""
WATCHED = {  # how the page reads the number of the position; see recorder.js
    "known": {"picture": ".course-picture", "text": ".course-caption"},
    "unknown": {"picture": ".course-picture", "text": ".course-caption"},
    "first": {"picture": ".course-picture", "text": ".course-caption"},
    "label": {"picture": ".latency-picture", "text": ".latency-picture"},
    "interact": {"picture": ".latency-picture", "corner": [15, 15]},
    "ipympl": {"picture": ".latency-picture", "corner": [5, 5]},
    "plotly": {"picture": ".latency-picture", "text": "text"},
    "bqplot": {"picture": ".latency-picture", "text": "text"},
}


@dataclass(frozen=True)
class Sweep:
    """What one row of key presses gave.

    expected: positions after each key; keys: when each was pressed; shown: (position, when it was
    painted, when it was on the screen); times in ms; received, sent: bytes through web sockets from
    first key to last picture.
    """

    expected: list
    keys: list
    shown: list
    received: int
    sent: int


def cells_of(name, picture, path):
    """The cells of the one called `name`: imports and data, the drawing, and what it keeps."""
    return ["from benchmarks.latency import rivals\n"
            f"picture = rivals.picture_of({picture!r}, {str(path)!r})\n"
            f"prepared = rivals.prepared({name!r}, picture)\n"
            "import os, matplotlib.pyplot\nprint('process', os.getpid(), len(picture.positions()))",
            f"shown = rivals.drawn({name!r}, picture, prepared)\nshown",
            "print('keeps', rivals.kept(shown))"]


def notebook_text(cells):
    """A notebook of code cells, JSON text."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.writes(nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(text) for text in cells],
        metadata={"kernelspec": kernel}))


class Desk:
    """Opens notebooks in JupyterLab, each in a page that is new; counts what web sockets carry."""

    def __init__(self, context, lab, root):
        self.context, self.lab, self.root, self.page = context, lab, root, None
        self.received = self.sent = 0

    def open(self, file):
        """The notebook of that name, alone in the browser; how JupyterLab calls it on the page."""
        if self.page:
            self.page.close()
        self.page = self.context.new_page()
        self.page.on("websocket", self._count)
        Notebook(self.page, f"{self.lab.url}/lab/tree/{file}?token={self.lab.token}&reset")
        self.page.evaluate(RECORDER)
        return self.page.evaluate("() => window.jupyterapp.shell.currentWidget.id")

    def _count(self, socket):
        socket.on("framereceived", lambda data: self._add("received", data))
        socket.on("framesent", lambda data: self._add("sent", data))

    def _add(self, way, data):
        setattr(self, way, getattr(self, way) + len(data))


class Unfinished(Exception):
    """A picture that did not come in time, or a page that failed."""


class Seat:
    """The notebook of `name` with its `picture` ("simple" or "biggest"): closed, its kernel runs.

    at, last: the slider's position, and the one at its right end;
    first: ms from running the cell to the picture on the screen; process: the kernel, by psutil.
    Raises Unfinished if the picture does not come.
    """

    def __init__(self, desk, name, picture, path):
        self.desk, self.name, self.picture, self.id = desk, name, picture, None
        self.file = f"{name}-{picture}.ipynb"
        (desk.root / self.file).write_text(notebook_text(cells_of(name, picture, path)))
        try:
            self.open()
            self._draw_first()
        except Error as error:
            problem = self._problem() or str(error).splitlines()[0]
            raise Unfinished(f"{name}, {picture}: {problem}") from error

    def open(self):
        """The notebook as it was written: no cell has run."""
        self.id = self.desk.open(self.file)

    @property
    def page(self):
        return self.desk.page

    def _draw_first(self):
        """Both cells run, the second one timed."""
        self.page.evaluate(RUN, 0)
        words = self.node.locator(".jp-OutputArea-output pre", has_text="process ").inner_text(
            timeout=1000 * SECONDS)
        process, positions = map(int, words.split()[-2:])
        self.process, self.last = psutil.Process(process), positions - 1
        self.page.evaluate("() => latency.begin()")
        self._watch()
        start = self.page.evaluate("() => performance.now()")
        self.page.evaluate(RUN, 1)
        self._wait("() => latency.result().shown.length > 0")
        self.first = self.page.evaluate("() => latency.result().shown[0][2]") - start

    def _watch(self):
        self.page.evaluate("given => latency.watch(given)", WATCHED[self.name])

    def _problem(self):
        """What the kernel said went wrong, or None."""
        said = self.node.locator(".jp-OutputArea-output[data-mime-type$='error']")
        return said.last.inner_text().strip().splitlines()[-1] if said.count() else None

    def _wait(self, condition, argument=None, seconds=SECONDS):
        self.page.wait_for_function(condition, arg=argument, polling=25, timeout=1000 * seconds)

    @property
    def node(self):
        """The notebook on the page."""
        return self.page.locator(f"#{self.id}")

    @property
    def handle(self):
        return self.node.locator(".latency-slider .noUi-handle").first

    def home(self):
        """The slider at its left end, the picture too."""
        for seconds in (10, 10, SECONDS):  # a rival's picture may have missed the last move
            self.handle.focus(timeout=1000 * SECONDS)
            self.page.keyboard.press("ArrowRight")
            self.page.keyboard.press("Home")
            try:
                self._wait("() => latency.number() === 0", seconds=seconds)
                break
            except TimeoutError:
                if seconds == SECONDS:
                    raise
        self.at = 0

    def draw(self):
        """Both cells run again: a new picture, whose frame is the only one that is known."""
        sliders = self.node.locator(".latency-slider")
        sliders.evaluate_all("all => all.forEach(slider => slider.classList.add('old'))")
        self.page.evaluate(RUN, 0)  # explorers close their controls when they are replaced
        self.page.evaluate(RUN, 1)
        self.node.locator(".latency-slider.old").wait_for(state="detached")
        self.handle.wait_for()
        self._watch()
        self._wait("() => latency.number() !== null")
        self.at = self.page.evaluate("() => latency.number()")

    def kept(self):
        """Bytes of the pictures that the kernel keeps; only our own explorers can tell."""
        prompt = self.node.locator(".jp-CodeCell").nth(2).locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self.page.evaluate(RUN, 2)
        self.page.wait_for_function(RAN, arg=[prompt.element_handle(), before])
        words = self.node.locator(".jp-OutputArea-output pre", has_text="keeps ").inner_text()
        return int(words.split()[-1])

    def settle(self, seconds=20):
        """Waits until the web sockets are quiet: nobody computes or sends ahead any more."""
        end, before = time.monotonic() + seconds, -QUIET
        while self.desk.received - before >= QUIET and time.monotonic() < end:
            before = self.desk.received
            self.page.wait_for_timeout(500)

    def sweep(self, moves, pace):
        """A Sweep of so many keys, `pace` s apart: to the right from the left end, else back.

        It has fewer keys where the slider has fewer positions.

        A picture that never comes within 20 s after the last key counts as an endless wait.
        """
        way = 1 if self.at == 0 else -1
        moves = min(moves, self.last if way > 0 else self.at)
        self.handle.focus()
        self.page.evaluate("() => latency.begin()")
        received, sent = self.desk.received, self.desk.sent
        self._press(moves, pace, "ArrowRight" if way > 0 else "ArrowLeft")
        self.at += way * moves
        with suppress(TimeoutError):
            self._wait("number => latency.painted(number)", self.at, seconds=20)
        found = self.page.evaluate("() => latency.result()")
        return Sweep([self.at - way * (moves - 1 - k) for k in range(moves)],
                     [when for _, when in found["keys"]], found["shown"],
                     self.desk.received - received, self.desk.sent - sent)

    def _press(self, moves, pace, key):
        """Each key a little later than its pace, by all parts of a display frame in turn.

        400 and 50 ms are whole numbers of frames: without that a row of keys would meet the
        display always at the same moment, and its median were that moment's.
        """
        start = time.perf_counter()
        for k in range(moves):
            time.sleep(max(0, start + k * pace + k * GOLDEN % 1 * FRAME - time.perf_counter()))
            self.page.keyboard.press(key)
