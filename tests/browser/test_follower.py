"""What the front end shows when messages come in an unusual order, without kernel or JupyterLab."""
import pytest

from helpers.explorer.picture import Picture

BEGIN = """async () => {
    const frame = (value) => ({ values: [value], caption: `at ${value}`, fragments: {} });
    const state = { pure: true, base: { skeleton: "", fragments: {} },
        frame: { ...frame(0), error: "" }, controls: [{ trait: "value", parts: ["IPY_MODEL_a"] }] };
    const control = { value: 0, _pending_msgs: 0, get: () => control.value, on() {}, off() {} };
    const follower = new Follower({ get: (name) => state[name], on() {}, send() {},
        widget_manager: { get_model: () => control } });
    await follower.follow(new AbortController().signal);
    const seen = { error: "" }, captions = [];
    follower.views.add({ apply(news) { Object.assign(seen, news); captions.push(news.caption); } });
    Object.assign(window, { frame, follower, seen, captions,
        slide(value) { control.value = value; follower.move(); } });
}"""


@pytest.fixture
def front(page):
    """A page with a Follower: `slide`, `follower.hear`, `frame`, `seen`, what a view shows,
    and the `captions` that it was given."""
    page.add_script_tag(content=Picture._esm.replace("export default", "const widget ="))
    page.evaluate(BEGIN)
    return page


@pytest.mark.parametrize("news, expected", [
    ('{ error: "too far" }', ["at 0", "too far"]),
    ("{ frame: frame(2) }", ["at 2", ""]),
])
def test_a_late_answer_overwrites_nothing_newer(front, news, expected):
    front.evaluate("() => { slide(1); slide(2); seen.caption = 'at 0'; }")
    front.evaluate(f"() => follower.hear({{ now: [2], ...{news} }})")
    front.evaluate("() => follower.hear({ answered: [1], frame: frame(1) })")
    assert front.evaluate("() => [seen.caption, seen.error]") == expected
    assert "at 1" not in front.evaluate("() => captions")


def test_who_slides_faster_than_the_answers_sees_them_in_their_order(front):
    front.evaluate("() => { slide(1); slide(2); }")
    front.evaluate("() => follower.hear({ now: [1], frame: frame(1) })")
    assert front.evaluate("() => seen.caption") == "at 1"
    front.evaluate("() => follower.hear({ now: [2], frame: frame(2) })")
    assert front.evaluate("() => seen.caption") == "at 2"
