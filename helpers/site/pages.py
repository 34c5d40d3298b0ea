"""Whole pages: a notebook read, its explorers run, everything in one HTML file."""
import re
from concurrent.futures import ProcessPoolExecutor
from html import escape
from pathlib import Path
from string import Template

import nbformat

from helpers import explorer as live_pictures
from helpers.site.cells import cell_html
from helpers.site.controls import known
from helpers.site.runs import explorers_of
from helpers.site.store import fitted

HERE, LIVE = Path(__file__).parent, Path(live_pictures.__file__).parent
MOST_BYTES, MOST_FRAMES = 2_500_000, 800
HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')


class Page:
    """One notebook as a page of the course.

    names  the names of all notebooks (without .ipynb) in the order of the course
    live   its explorers by the number of their cell, filled by `run`
    """

    def __init__(self, path, names):
        self.path, self.names, self.name = path, names, path.stem
        self.notebook = nbformat.read(path, as_version=4)
        self.title = title_of(self.notebook)
        self.live, self.stored = {}, []

    def run(self):
        """Executes the notebook. An explorer that is no function of its values stays a still."""
        found = explorers_of(self.notebook, self.path.parent)
        self.live = {number: explorer for number, explorer in found.items()
                     if explorer.pure and all(map(known, explorer.controls.values()))}
        for number, explorer in self.live.items():
            check_caption(self.notebook.cells[number], explorer, self.name)
        return self

    def html(self, most_bytes=MOST_BYTES, frames=MOST_FRAMES):
        """The page (str); `stored` then says which frames it has."""
        body = self.body()
        room = most_bytes - len(self.filled(body, "").encode())
        packed, self.stored = fitted(self.live.values(), room, frames)
        return self.filled(body, packed)

    def body(self):
        order = {number: k for k, number in enumerate(self.live)}
        return "".join(cell_html(cell, number, order, self)
                       for number, cell in enumerate(self.notebook.cells))

    def filled(self, body, packed):
        """The template with everything in its place."""
        css = (LIVE / "explorer.css").read_text() + (HERE / "site.css").read_text()
        script = (LIVE / "view.js").read_text() + (HERE / "site.js").read_text()
        template = Template((HERE / "page.html").read_text())
        return template.substitute(
            title=escape(self.title), css=css, script=script, frames=packed, body=body,
            contents=contents(body), neighbours=self.neighbours(), name=escape(self.name))

    def neighbours(self):
        """Links to the pages before and after this one, and to the map."""
        k = self.names.index(self.name)
        near = [("prev", "← ", self.names[k - 1:k]), ("next", "", self.names[k + 1:k + 2])]
        links = [f'<a rel="{rel}" href="{self.file(name)}">{mark}{readable(name)}'
                 f'{" →" if rel == "next" else ""}</a>' for rel, mark, found in near
                 for name in found]
        return "\n".join(links)

    def file(self, name):
        """The file of a notebook's page: the first one, the map, is index.html."""
        return "index.html" if name == self.names[0] else f"{name}.html"

    def address(self, target):
        """Where a link of the notebook leads: to the page of a notebook, else unchanged."""
        name, mark, heading = target.partition("#")
        if name.endswith(".ipynb") and (stem := name.removesuffix(".ipynb")) in self.names:
            return self.file(stem) + mark + heading
        return target


def check_caption(cell, explorer, name):
    """Raises ValueError if the notebook's stored picture is not the one that its code makes."""
    stored = [output.data.get("text/plain") for output in cell.outputs if "data" in output]
    if explorer.caption not in stored:
        raise ValueError(f"{name}: the stored outputs are not those of its code ({stored} is "
                         f"stored, {explorer.caption!r} is shown): run make notebooks first")


def title_of(notebook):
    """The text of the first heading."""
    return re.search(r"(?m)^# (.*)$", notebook.cells[0].source)[1].strip()


def contents(body):
    """A list of links to the sections of a page."""
    items = "".join(f'<li><a href="#{anchor}">{text}</a></li>'
                    for anchor, text in HEADING.findall(body))
    return f"<ol>{items}</ol>"


def readable(name):
    """A notebook's name in words: 02_plots is "02 plots"."""
    return escape(name.replace("_", " "))


def notebooks(folder):
    """The notebooks of the course, in order."""
    return sorted(Path(folder).glob("[0-9]*.ipynb"))


def written(path, out, **limits):
    """Runs the notebook at `path` and writes its page into the folder `out`; the Page."""
    page = Page(path, [other.stem for other in notebooks(path.parent)]).run()
    (Path(out) / page.file(page.name)).write_text(page.html(**limits), encoding="utf-8")
    return page


def build(folder, out, processes=2, **limits):
    """Writes the pages of all notebooks in `folder`; yields (file, bytes, frames) of each.

    The last notebooks take longest and are begun first.
    """
    Path(out).mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(processes) as pool:
        begun = [pool.submit(facts, path, out, limits) for path in reversed(notebooks(folder))]
        for one in begun:
            yield one.result()


def facts(path, out, limits):
    """What is worth printing of a page that was written: file, bytes, frames of each explorer."""
    page = written(path, out, **limits)
    file = Path(out) / page.file(page.name)
    return file, file.stat().st_size, [len(stored.chosen) for stored in page.stored]
