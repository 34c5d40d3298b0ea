"""What is sent ahead without a browser: which frames, in which order, when and how many."""
import asyncio
import itertools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers.explorer import ahead
from tests.test_frames import made, picture_from_scratch, put_together


class Page:
    """A front end that keeps what it is sent; runs an explorer in an event loop."""

    def __init__(self, monkeypatch, explorer_of=made):
        monkeypatch.setattr(ahead, "PAUSE", 0)
        monkeypatch.setattr(ahead, "CELL_PAUSE", 0.001)
        monkeypatch.setattr(ahead, "LULL", 0)
        self.explorer_of = explorer_of

    def run(self, story):
        async def main():
            self.explorer = self.explorer_of()
            await story(self.explorer)
            self.explorer.close()

        with ThreadPoolExecutor(1) as elsewhere:  # the browser tests keep a loop in this thread
            elsewhere.submit(asyncio.run, main()).result()

    @property
    def ahead(self):
        return [tuple(news["frame"]["values"]) for news in self.explorer.sent if "now" not in news]


async def silence(explorer):
    """Waits until nothing is under way."""
    await asyncio.sleep(0)
    while explorer._ahead.timer is not None:
        await asyncio.sleep(0.001)


def test_nothing_is_sent_ahead_before_a_page_shows_the_picture(monkeypatch):
    async def story(explorer):
        explorer.controls["b"].value = 1.0
        await silence(explorer)
        assert len(explorer.sent) == 1

    Page(monkeypatch).run(story)


def test_without_a_loop_nothing_is_sent_ahead():
    explorer = made()
    explorer._hear(None, "new view", None)
    explorer.controls["b"].value = 1.0
    assert len(explorer.sent) == 1


def test_a_new_view_gets_a_few_neighbours_and_a_move_all_around_it(monkeypatch):
    page = Page(monkeypatch)

    async def story(explorer):
        explorer._hear(None, "new view", None)
        await silence(explorer)
        assert page.ahead == [(b / 2, True, 0) for b in range(1, 7)]  # two of the eight fail
        explorer.controls["b"].value = -1.0
        explorer.sent.clear()
        await silence(explorer)
        sent = page.ahead
        assert sent[:6] == [(b, True, 0) for b in (-1.5, -2.0, -2.5, -3.0, -3.5, -4.0)]
        assert sent[6:] == [(-0.5, True, 0), (-1.0, False, 0), (-1.0, True, 1)]
        explorer.sent.clear()
        explorer._hear(None, "near", None)
        await silence(explorer)
        assert page.ahead == [], "everything around is there"
        explorer.controls["b"].value = -2.0
        assert explorer.sent == [{"now": [-2.0, True, 0]}]

    page.run(story)


def test_what_is_near_comes_fast_and_what_is_far_slowly(monkeypatch):
    page, ticks, rests = Page(monkeypatch), itertools.count(), []
    monkeypatch.setattr(ahead, "perf_counter", lambda: next(ticks) / 1000)

    async def story(explorer):
        wait = explorer._ahead._wait
        explorer._ahead._wait = lambda seconds: wait(rests.append(round(1000 * seconds)) or 0)
        explorer._ahead.watched = True
        explorer.controls["b"].value = 1.0
        await silence(explorer)

    page.run(story)
    first, *rests = rests
    fast = rests.index(ahead.REST)
    assert first == 0 and 4 < fast <= ahead.AHEAD + ahead.NEAR
    assert rests == [1] * fast + [ahead.REST] * (len(rests) - fast)


def test_what_is_far_waits_until_the_reader_pauses_and_does_not_hold_up_the_next_move(monkeypatch):
    page = Page(monkeypatch)
    monkeypatch.setattr(ahead, "LULL", 3600)

    async def story(explorer):
        explorer._hear(None, "new view", None)
        for b, expected in ((1.0, 3.0), (-1.0, -4.0)):
            explorer.controls["b"].value = b
            while (expected, True, 0) not in page.ahead or not is_far_off(explorer._ahead.timer):
                await asyncio.sleep(0.001)
        assert {tuple(others) for _, *others in page.ahead} == {(True, 0)}
        monkeypatch.setattr(ahead, "LULL", 0)
        explorer._hear(None, "near", None)
        await silence(explorer)
        assert (-1.0, False, 0) in page.ahead

    page.run(story)


def is_far_off(timer):
    return timer is not None and timer.when() - asyncio.get_running_loop().time() > 60


def test_a_question_counts_as_a_move(monkeypatch):
    page = Page(monkeypatch)

    async def story(explorer):
        explorer._ahead.watched = True
        explorer._hear(None, {"ask": [-1, True, 0]}, None)
        await silence(explorer)
        assert list(explorer.sent[0]) == ["answered", "frame"]
        assert page.ahead[1:4] == [(b, True, 0) for b in (-1.5, -2.0, -2.5)]

    page.run(story)


def test_every_frame_sent_ahead_is_the_one_drawn_from_scratch(monkeypatch):
    page = Page(monkeypatch)

    async def story(explorer):
        explorer._hear(None, "new view", None)
        explorer.controls["b"].value = 1.5
        await silence(explorer)
        assert len(page.ahead) > 10 and explorer.caption == "b = 1.5, p, on"
        for news in explorer.sent:
            b, on, kind = news["frame"]["values"]
            expected = picture_from_scratch(b=b, on=on, kind="pq"[kind])
            assert put_together(explorer.base, news["frame"]) == expected
        standing = explorer.drawing.skeleton, explorer.drawing.fragments
        assert standing == picture_from_scratch(b=1.5)

    page.run(story)


def test_the_budget_bounds_number_and_characters(monkeypatch):
    for name, value, expected in (("AROUND", 3, 3), ("CHARACTERS", 1, 1)):
        page = Page(monkeypatch)
        monkeypatch.setattr(ahead, name, value)

        async def story(explorer, page=page, expected=expected):
            explorer._ahead.watched = True
            explorer._ahead.start(explorer.values, ahead.AROUND)
            await silence(explorer)
            assert len(page.ahead) == expected

        page.run(story)
        monkeypatch.undo()


def test_a_move_stops_the_old_plan_and_a_closed_explorer_is_silent(monkeypatch):
    page = Page(monkeypatch)

    async def story(explorer):
        explorer._hear(None, "new view", None)
        explorer._hear(None, "near", None)
        while len(page.ahead) < 2:  # of many
            await asyncio.sleep(0)
        explorer.controls["b"].value = -3.0
        explorer.sent.clear()
        while not page.ahead:
            await asyncio.sleep(0)
        assert page.ahead[0] == (-3.5, True, 0)
        count = len(explorer.sent)
        explorer.close()
        await silence(explorer)
        assert len(explorer.sent) == count

    page.run(story)


def test_while_a_cell_runs_or_a_move_is_answered_nothing_is_sent(monkeypatch):
    page = Page(monkeypatch)

    async def story(explorer):
        monkeypatch.setattr(ahead, "is_running", lambda: True)
        explorer._hear(None, "new view", None)
        await asyncio.sleep(0.05)
        assert page.ahead == [] and explorer._ahead.timer is not None
        monkeypatch.setattr(ahead, "is_running", lambda: False)
        with ahead.LOCK:
            release, held = threading.Event(), threading.Event()
        other = threading.Thread(target=hold, args=(held, release))
        other.start()
        held.wait()
        await asyncio.sleep(0.05)
        assert page.ahead == []
        release.set()
        other.join()
        await silence(explorer)
        assert page.ahead

    page.run(story)


def hold(held, release):
    """Another thread that answers a message."""
    with ahead.LOCK:
        held.set()
        release.wait()


def test_a_second_page_gets_the_frames_again(monkeypatch):
    page = Page(monkeypatch)

    async def story(explorer):
        explorer._hear(None, "new view", None)
        explorer.controls["b"].value = 0.5
        await silence(explorer)
        explorer.sent.clear()
        monkeypatch.setattr(explorer._film, "computed", lambda values: pytest.fail("computed"))
        explorer._hear(None, "new view", None)
        explorer.controls["b"].value = 1.0
        assert "frame" in explorer.sent[-1], "only the first page has it"
        await silence(explorer)
        assert len(page.ahead) > 5

    page.run(story)
