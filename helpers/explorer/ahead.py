"""Frames that are sent before anybody asks: those around the current values, while Python idles.

They are computed one at a time in the event loop in which the explorer was made. Between two of
them the loop is free, so that a message or a cell waits for one frame at most; as long as a
cell runs or a move is being answered there are none. What is farther away comes when the reader
has paused, and slowly, so that page and machine are free for a reader who slides. Without a
loop (plain Python) or a front end that shows the picture (a test, nbval) nothing is computed.
Each move starts a new plan, with a limit, so that a class on one server ends in silence.
"""
import asyncio
from time import perf_counter

from helpers.explorer.cells import is_running
from helpers.explorer.controls import key_of, positions, tidy
from helpers.explorer.drawing import LOCK
from helpers.explorer.frames import MOST_FRAMES, characters

AT_FIRST, AROUND, CHARACTERS = 8, 120, 8_000_000  # frames for a new view, for a move; their text
AHEAD, NEAR = 12, 4  # steps in the direction of travel, and back, that come first
PAUSE, CELL_PAUSE = 0.004, 0.1  # seconds: the least between two frames; while a cell runs
LULL = 0.5  # seconds without a move before what is not among the first to come
REST = 4  # and that rests that many times as long as it took


class Ahead:
    """Sends the frames of a Film with `send(frame)`; knows which ones the front ends have.

    watched  whether a front end shows the picture
    """

    def __init__(self, film, send):
        self.film, self.send, self.watched = film, send, False
        self.loop, self.timer = running_loop(), None
        self.key, self.moved, self.way = film.at, next(iter(film.controls), None), 1
        self.has, self.failed = {film.at}, set()
        self.near = self.far = iter(())
        self.frames_left = self.characters_left = 0
        self.begun = 0.0  # when the plan began

    def is_there(self, key):
        """Whether the front ends have a frame."""
        return key in self.has and key in self.film.kept

    def note(self, key):
        """Remembers that a frame was sent."""
        self.has.add(key)
        if len(self.has) > 2 * MOST_FRAMES:
            self.has.intersection_update(self.film.kept.found)
            self.failed.clear()

    def greet(self, values):
        """A front end is new: it has the current frame alone."""
        self.watched = True
        self.has = {key_of(self.film.controls, values)}
        self.start(values, AT_FIRST)

    def start(self, values, most=AROUND):
        """Sends what lies around the values from now on, and what lay around others no longer."""
        self._turn(key_of(self.film.controls, values))
        if self.loop is None or not (self.watched and self.film.pure and self.film.controls):
            return
        with LOCK:
            self.near, self.far = (
                neighbours(self.film.controls, values, self.moved, self.way, steps)
                for steps in (near_steps, far_steps))
            self.frames_left, self.characters_left = most, CHARACTERS
            self.begun = perf_counter()
        try:
            self.loop.call_soon_threadsafe(self._begin)
        except RuntimeError:  # the loop is closed: the kernel is going
            self.loop = None

    def stop(self):
        with LOCK:
            self.near = self.far = iter(())
            self.watched = False

    def _turn(self, key):
        """Finds out which control moved, and in which direction."""
        changed = [(name, old, new) for name, old, new in
                   zip(self.film.controls, self.key, key, strict=True) if old != new]
        if len(changed) == 1:
            self.moved, old, new = changed[0]
            self.way = 1 if isinstance(new, str | tuple) or new > old else -1
        self.key = key

    def _begin(self):
        """The first tick of a new plan, however long the old one meant to rest."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        self._wait(PAUSE)

    def _wait(self, seconds):
        if self.timer is None:
            self.timer = self.loop.call_later(seconds, self._tick)

    def _tick(self):
        self.timer = None
        pause = CELL_PAUSE if is_running() else self._send_next()
        if pause is not None:
            self._wait(pause)

    def _send_next(self):
        """Sends one frame; seconds until the next, or None where there is no next."""
        if not LOCK.acquire(blocking=False):
            return PAUSE
        try:
            now = perf_counter()
            near = self._missing(self.near)
            if near is None and now < self.begun + LULL:
                return self.begun + LULL - now
            values = near or self._missing(self.far)
            if values is None or not self._send(values):
                return None
            return max(PAUSE, (perf_counter() - now) * (REST if near is None else 1))
        finally:
            LOCK.release()

    def _missing(self, plan):
        """The next values of a plan of which the front ends have no frame, or None."""
        for values in plan:
            key = key_of(self.film.controls, values)
            if not self.is_there(key) and key not in self.failed:
                return values
        return None

    def _send(self, values):
        """Whether there is room for more after this frame; one that fails is left out for good."""
        self.frames_left -= 1
        key = key_of(self.film.controls, values)
        try:
            frame = self.film.frame(values)
        except Exception:  # said when the reader goes there
            self.failed.add(key)
            return self.frames_left > 0
        self.send(frame)
        self.note(key)
        self.characters_left -= characters(frame)
        return self.frames_left > 0 and self.characters_left > 0


def running_loop():
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def neighbours(controls, values, moved, way, steps):
    """Values around the given ones, one control changed, in the order of `steps`."""
    places = {name: [tidy(value) for value in positions(control) or []]
              for name, control in controls.items()}
    here = {name: nearest(control, places[name], values[name])
            for name, control in controls.items()}
    others = [name for name in controls if name != moved]
    for name, offset in steps(moved, others, way, max(map(len, places.values()))):
        if 0 <= here[name] + offset < len(places[name]):
            yield {**values, name: places[name][here[name] + offset]}


def near_steps(moved, others, way, longest):
    """(name, offset): far in the direction of travel, then back."""
    yield from ((moved, way * distance) for distance in range(1, AHEAD + 1))
    yield from ((moved, -way * distance) for distance in range(1, NEAR + 1))


def far_steps(moved, others, way, longest):
    """(name, offset): along all controls, farther and farther."""
    for distance in range(1, longest):
        if distance > NEAR:
            yield from ((moved, way * distance), (moved, -way * distance))
        for name in others:
            yield from ((name, distance), (name, -distance))


def nearest(control, places, value):
    """The number of the place where a control stands, or is nearest to."""
    if value in places:
        return places.index(value)
    return min(range(len(places)), key=lambda k: abs(places[k] - value), default=0)
