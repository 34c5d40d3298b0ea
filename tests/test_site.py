"""The static pages without a browser: what they hold, and that they need nothing else."""
import re
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import nbformat
import pytest

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
    for tag in ("iframe", "object", "embed", "base", "video"):
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
            data = output.get("data", {})
            if "text/markdown" not in data and "<audio" not in data.get("text/html", ""):
                shown = output.get("text") or data.get("text/plain", "")
                assert shown.strip() in unescape(text)
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
