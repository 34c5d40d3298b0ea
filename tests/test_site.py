"""The static pages without a browser: what they hold, and that they need nothing else."""
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

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
from helpers.site.text import formula_html, html_of
from tests import built_site
from tests.built_site import COURSE, NAMES

VOID = {"meta", "link", "img", "br", "hr", "input"}
WITH_ADDRESS = ("src", "href", "srcset", "data", "poster", "action", "xlink:href", "background")
CODE = re.compile(r"(?s)```.*?```|`[^`]*`")
FORMULA = re.compile(r"\$([^$]+)\$")


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    return built_site.built(tmp_path_factory)


@pytest.fixture(params=NAMES)
def page(site, request):
    return site[request.param]


class Parsed(HTMLParser):
    """Tags with their attributes, ids, headings, text, and tags that are not closed in order."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.crossed, self.prose = [], [], [], ""
        self.feed(text)
        self.ids = [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self.open.pop() != tag:
            self.crossed.append(tag)

    def handle_data(self, data):
        if not {"pre", "code", "script", "style"} & set(self.open):
            self.prose += data

    def of(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def test_pages_are_the_notebooks_of_the_course(site):
    files = [page.file.name for page in site.values()]
    assert files == ["index.html", *(f"{name}.html" for name in NAMES[1:])]
    assert {path.name for path in site[NAMES[0]].file.parent.iterdir()} == set(files)


def test_a_page_is_one_small_file_that_asks_for_nothing(page):
    text, parsed = page.text, Parsed(page.text)
    assert len(text.encode()) < 3_000_000
    for tag, attributes in parsed.tags:
        for name in WITH_ADDRESS:
            if name in attributes and tag != "a":
                assert attributes[name].startswith(("data:", "#")), (tag, attributes)
    styles = "".join(re.findall(r"(?s)<style>(.*?)</style>", text))
    styles += "".join(attributes.get("style") or "" for _, attributes in parsed.tags)
    assert "url(" not in styles and "@import" not in styles
    scripts = "".join(re.findall(r"(?s)<script>(.*?)</script>", text))
    assert set(re.findall(r"https?://[^\"']*", scripts)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(fetch|import|XMLHttpRequest|WebSocket)\b *\(", scripts)
    assert "default-src 'none'" in parsed.of("meta")[1]["content"]
    for tag in ("iframe", "object", "embed", "base", "video", "audio"):
        assert parsed.of(tag) == []


def test_pictures_that_are_stored_refer_to_nothing_outside(page):
    for text in page.stored()["table"]:
        found = re.findall(r'(?:href="|src="|url\()([^")]*)', text)
        assert all(address.startswith(("#", "data:image/png")) for address in found)
        assert not re.search(r"<script|<foreignObject|\son\w+=", text)


def test_a_page_is_sound_html(page):
    parsed = Parsed(page.text)
    assert parsed.open == [] and parsed.crossed == []
    assert len(parsed.ids) == len(set(parsed.ids))
    assert parsed.of("html") == [{"lang": "en"}]
    assert len(parsed.of("h1")) == len(parsed.of("main")) == 1
    assert page.text.count("<title>") == 1 and not re.search(r"<title>\s*</title>", page.text)
    assert all(image["alt"].strip() for image in parsed.of("img"))


def test_links_lead_to_pages_and_headings(site, page):
    ids = {one.file.name: set(Parsed(one.text).ids) for one in site.values()}
    links = [link["href"] for link in Parsed(page.text).of("a")]
    for link in links:
        if not link.startswith("https://"):
            name, _, anchor = unquote(link).partition("#")
            assert not anchor or anchor in ids[name or page.file.name], link
            assert not name or name in ids, link
    assert not any(".ipynb" in link for link in links)


def test_neighbours_are_linked(site):
    files = [page.file.name for page in site.values()]
    for k, page in enumerate(site.values()):
        links = Parsed(page.text).of("a")
        linked = [(link["rel"], link["href"]) for link in links if "rel" in link]
        wanted = [("prev", file) for file in files[max(k - 1, 0):k]]
        wanted += [("next", file) for file in files[k + 1:k + 2]]
        assert linked == 2 * wanted


@pytest.mark.parametrize("name", NAMES)
def test_every_explorer_output_and_solution_is_there(site, name):
    page, notebook = site[name], nbformat.read(COURSE / f"{name}.ipynb", as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    live = [cell for cell in cells if "explore(" in cell.source]
    text, parsed = page.text, Parsed(page.text)
    assert text.count('class="course-explorer"') == len(live) == len(page.explorers)
    assert len(page.stored()["explorers"]) == len(live)
    assert text.count('<pre class="code">') >= len(cells)
    for cell in cells:
        for output in cell.outputs:
            shown = output.get("text") or output.data.get("text/plain", "")
            assert "Markdown object" in shown or shown.strip() in unescape(text)
    prose = "".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    notes = len(re.findall(r"\*\*Lecturer, \d+ min", prose))
    assert len(parsed.of("details")) == prose.count("<details>") + notes + 1
    assert not any("open" in one for one in parsed.of("details"))
    assert text.count('class="exercise"') == sum("Not attempted yet" in str(cell.outputs)
                                                 for cell in cells)


def test_stored_frames_are_those_of_the_explorers(page):
    data = page.stored()
    for one, truth in zip(data["explorers"], page.explorers, strict=True):
        frames = {tuple(frame["at"]): frame for frame in one["frames"]}
        first = one["frames"][0]
        assert tuple(first["at"]) == truth.start
        for at, picture in truth.pictures.items():
            frame = frames[at]
            whole = {} if "skeleton" in frame and frame is not first else first["fragments"]
            found = {unit: data["table"][k] for unit, k in {**whole, **frame["fragments"]}.items()}
            assert frame["caption"] == picture["caption"]
            assert found == picture["fragments"]
            assert data["table"][frame.get("skeleton", first["skeleton"])] == picture["skeleton"]


def test_each_control_alone_is_stored_over_its_full_range(page):
    for one, truth in zip(page.stored()["explorers"], page.explorers, strict=True):
        stored = {tuple(frame["at"]) for frame in one["frames"]}
        assert len(stored) == len(one["frames"]) <= built_site.FRAMES
        for k, texts in enumerate(truth.texts):
            assert one["controls"][k]["texts"] == texts
            for position in range(len(texts)):
                assert (*truth.start[:k], position, *truth.start[k + 1:]) in stored


def test_every_formula_is_mathml(page):
    parsed = Parsed(page.text)
    assert "$" not in parsed.prose and "\\" not in parsed.prose
    assert page.text.count("<math") == page.text.count("</math>")


def test_formulas_of_the_course_read_well(site):
    notebooks = [nbformat.read(COURSE / f"{name}.ipynb", as_version=4) for name in NAMES]
    sources = [cell.source for one in notebooks for cell in one.cells
               if cell.cell_type == "markdown"]
    sources += [output.data["text/markdown"] for one in notebooks for cell in one.cells
                for output in cell.get("outputs", []) if "text/markdown" in output.get("data", {})]
    formulas = [formula for text in sources for formula in FORMULA.findall(CODE.sub("", text))]
    assert len(formulas) == sum(page.text.count("<math") for page in site.values()) > 30
    for formula in formulas:
        inner = formula_html(formula)
        assert "\\" not in inner and "merror" not in inner, formula
        names = set(re.findall(r"\\(max|min|tanh|sin|ln|log|arccos)\b", formula))
        assert names <= set(re.findall(r"<mi>(\w+)</mi>", inner)), formula


def test_a_formula_has_the_spaces_of_tex():
    assert '<mi>tanh</mi><mspace width="0.167em"/><mi>x</mi>' in formula_html(r"\tanh x")
    assert "<mi>max</mi><mo" in formula_html(r"\max(0, x)")
    assert '<mi>a</mi><mspace width="0.167em"/><mi>min</mi>' in formula_html(r"a \min(0, x)")
    assert '<mo form="prefix">&#x02212;</mo><mn>1</mn>' in formula_html(r"\max(-1, x)")
    assert 'display="block"' in html_of("$$\n\\frac{a}{b}\n$$", str) and "<mfrac>" in formula_html(
        r"\frac{a}{b}")


def test_a_table_scrolls_in_itself_and_has_no_empty_heading():
    html = html_of("| | a |\n|---|---|\n| b | c |\n", str)
    assert html.count('<div class="wide"><table>') == html.count("</table></div>") == 1
    assert html.count("<th") - html.count("<thead") == 1 and "<th></th>" not in html


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
                       "from tests.test_site import line\n"
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
