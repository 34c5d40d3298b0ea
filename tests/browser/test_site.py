"""The static pages in Chromium, opened from disk with the network off."""
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import built_site
from tests.built_site import NAMES

PICTURE = """(number) => {
    const el = document.querySelectorAll('.course-explorer')[number];
    const svg = el.querySelector('svg'), groups = {};
    const prefix = [...svg.querySelectorAll('g[id]')].map(g => g.id)
        .find(id => /^course\\d+-u\\d+$/.test(id)).replace(/u\\d+$/, '');
    for (const group of svg.querySelectorAll('g[id]')) {
        const key = group.id.slice(prefix.length);
        if (!/^u\\d+$/.test(key) || !group.id.startsWith(prefix)) continue;
        groups[key] = group.innerHTML.replaceAll(`${prefix}${key}-`, '');
    }
    return { caption: el.querySelector('.course-caption').textContent, groups,
        note: el.querySelector('.course-note').textContent,
        label: svg.getAttribute('aria-label') };
}"""
PARSED = """(fragments) => Object.fromEntries(Object.entries(fragments).map(([key, text]) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.innerHTML = '<g></g>';
    svg.firstChild.innerHTML = text;
    return [key, svg.firstChild.innerHTML];
}))"""
WIDTH = "() => document.documentElement.scrollWidth"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    return built_site.built(tmp_path_factory)


@pytest.fixture
def opened(browser, site):
    """`opened(name, **context options)`: the page of a notebook, offline, its explorers there."""
    contexts = []

    def open_page(name, **options):
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900},
                                               "service_workers": "block", **options}))
        contexts[-1].set_offline(True)
        page = contexts[-1].new_page()
        page.problems, page.asked = [], []
        page.on("console", lambda message: page.problems.append(message.text))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(site[name].file.as_uri())
        page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()


def controls(page, number):
    """The parts of an explorer that are moved, one list a control."""
    row = page.locator(".course-explorer").nth(number).locator(".course-controls")
    return [box.locator("input:not(.course-number), select").all()
            for box in row.locator(".course-control").all()]


def move(page, parts, kind, position, last):
    """A control at its first or last position, by the keyboard alone."""
    if kind == "buttons":
        parts[position].focus()
        page.keyboard.press("Space")
        return
    parts[0].focus()
    if kind == "check":
        if parts[0].is_checked() != bool(position):
            page.keyboard.press("Space")
    else:
        page.keyboard.press("End" if position == last else "Home")


def assert_shown(page, number, picture):
    """The page shows what the explorer shows in the kernel."""
    shown = page.evaluate(PICTURE, number)
    assert shown["caption"] == shown["label"] == picture["caption"]
    assert shown["groups"] == page.evaluate(PARSED, picture["fragments"])
    assert shown["note"] == ""


@pytest.mark.parametrize("name", NAMES)
def test_every_control_answers_the_keyboard_at_both_ends(opened, site, name):
    page = opened(name)
    for number, truth in enumerate(site[name].explorers):
        reset = page.locator(".course-explorer").nth(number).get_by_role("button", name="Reset")
        assert_shown(page, number, truth.pictures[truth.start])
        for k, parts in enumerate(controls(page, number)):
            last = len(truth.texts[k]) - 1
            for end in (0, last):
                move(page, parts, truth.kinds[k], end, last)
                assert_shown(page, number, truth.pictures[
                    (*truth.start[:k], end, *truth.start[k + 1:])])
            reset.press("Enter")
        assert_shown(page, number, truth.pictures[truth.start])
    assert page.problems == []
    assert page.asked == [site[name].file.as_uri()]


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(opened, name):
    page = opened(name, viewport={"width": 360, "height": 740})
    page.evaluate("() => document.querySelectorAll('details').forEach(d => { d.open = true; })")
    page.evaluate("() => dispatchEvent(new Event('resize'))")
    for width, scheme in ((360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        assert page.evaluate(WIDTH) == width
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert ground != "rgb(255, 255, 255)"
    pictures = page.locator(".course-picture svg").first
    assert pictures.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"


def first_steps(page):
    """(slider, number, caption) of the explorer of notebook 00."""
    explorer = page.locator(".course-explorer")
    return (explorer.get_by_role("slider"), explorer.locator(".course-number"),
            explorer.locator(".course-caption"))


def test_a_finger_drags_a_slider_on_a_phone(opened):
    page = opened(NAMES[0], viewport={"width": 360, "height": 740}, has_touch=True,
                  is_mobile=True)
    slider, number, caption = first_steps(page)
    slider.scroll_into_view_if_needed()
    box, before = slider.bounding_box(), caption.inner_text()
    assert box["height"] >= 24
    x, y = box["x"] + box["width"] * 2 / 3, box["y"] + box["height"] / 2
    touch = page.context.new_cdp_session(page)

    def send(kind, *points):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [*points]})

    send("touchStart", {"x": x, "y": y})
    for k in range(1, 9):
        send("touchMove", {"x": x - k * box["width"] / 20, "y": y})
    send("touchEnd")
    page.wait_for_function("(old) => document.querySelector('.course-caption').textContent !== old",
                           arg=before)
    assert float(number.input_value()) < 0
    assert caption.inner_text() == f"x = {float(number.input_value()):.1f} gives f(x) = 0.0."


def test_a_small_picture_can_be_made_large_on_a_phone(opened):
    page = opened(NAMES[3], viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    explorer = page.locator(".course-explorer").first
    frame, svg = explorer.locator(".course-frame"), explorer.locator("svg")
    button = explorer.get_by_role("button", name="Large picture")
    assert svg.bounding_box()["width"] == 360 and frame.get_attribute("tabindex") is None
    button.tap()
    assert svg.bounding_box()["width"] == 640 and page.evaluate(WIDTH) == 360
    assert button.get_attribute("aria-pressed") == "true"
    frame.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.querySelector('.course-frame').scrollLeft > 0")
    assert Axe().run(page).response["violations"] == []
    button.tap()
    assert svg.bounding_box()["width"] == 360 and frame.get_attribute("tabindex") is None
    page.set_viewport_size({"width": 1280, "height": 740})
    assert not button.is_visible()


def test_a_typed_number_moves_the_slider(opened):
    page = opened(NAMES[0])
    slider, number, caption = first_steps(page)
    for typed, shown in (("-2", "-2.00"), ("1,26", "1.30"), ("99", "3.00"), ("no", "3.00")):
        number.fill(typed)
        number.press("Enter")
        assert number.input_value() == slider.get_attribute("aria-valuetext") == shown
        assert caption.inner_text().startswith(f"x = {float(shown):.1f} gives")


def test_a_combination_that_is_not_stored_shows_the_nearest_and_names_it(opened, site):
    name = next(name for name in NAMES if "plots" in name)
    data, truths = site[name].stored(), site[name].explorers
    number = next(k for k, one in enumerate(data["explorers"])
                  if not one["full"] and set(truths[k].kinds) == {"range"})
    one, page = data["explorers"][number], opened(name)
    stored = {tuple(frame["at"]): frame["caption"] for frame in one["frames"]}
    last = tuple(len(texts) - 1 for texts in truths[number].texts)
    wanted = tuple(position - 1 for position in last)
    assert wanted not in stored
    numbers = page.locator(".course-explorer").nth(number).locator(".course-number").all()
    for k, field in enumerate(numbers):
        field.fill(one["controls"][k]["texts"][wanted[k]])
        field.press("Enter")

    def distance(at):
        return sum(((a - b) / n) ** 2 for a, b, n in zip(at, wanted, last, strict=True))

    best = min(stored, key=distance)
    shown = page.evaluate(PICTURE, number)
    named = ", ".join(f"{control['label']} = {control['texts'][at]}" for control, at, want
                      in zip(one["controls"], best, wanted, strict=True) if at != want)
    assert shown["caption"] == stored[best]
    assert shown["note"] == f"Nearest stored picture: {named}"


def played(opened, motion):
    """The explorer with a Play control, and its button."""
    page = opened(next(name for name in NAMES if "dead" in name), reduced_motion=motion)
    button = page.locator(".course-control button")
    explorer = page.locator(".course-explorer").filter(has=button)
    control = explorer.locator(".course-control").filter(has=page.locator("button"))
    return explorer, button, control


def test_play_runs_to_the_end_and_stops(opened):
    explorer, button, control = played(opened, "no-preference")
    slider = control.get_by_role("slider")
    slider.press("End")
    slider.press("ArrowLeft")
    slider.press("ArrowLeft")
    before = explorer.locator(".course-caption").inner_text()
    button.press("Enter")
    assert button.inner_text() == "Pause"
    end = time.monotonic() + 20
    while button.inner_text() == "Pause" and time.monotonic() < end:
        button.page.wait_for_timeout(50)
    assert button.inner_text() == "Play"
    assert slider.input_value() == slider.get_attribute("max")
    assert explorer.locator(".course-caption").inner_text() != before


def test_play_makes_single_steps_where_no_motion_is_wanted(opened):
    _, button, control = played(opened, "reduce")
    slider = control.get_by_role("slider")
    slider.press("Home")
    assert button.inner_text() == "Step"
    button.press("Enter")
    assert (button.inner_text(), slider.input_value()) == ("Step", "1")


def test_paper_gets_the_pictures_without_controls(opened):
    page = opened(NAMES[0])
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator(".course-picture svg").is_visible()
    assert not page.locator(".course-controls").is_visible()
    assert page.evaluate("() => getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_still_stays_where_no_script_runs(opened, site, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(Path(site[NAMES[0]].file).as_uri())
    assert page.locator(".course-explorer img").is_visible()
    context.close()
