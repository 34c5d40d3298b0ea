"""`python -m benchmarks latency`: the figures of key press to painted picture."""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

PICTURES = ("simple", "biggest")
QUICK = ["known", "unknown", "label", "interact"]


def arguments(words):
    """What the command line says; wrong words end the program with a message."""
    from benchmarks.latency.figures import WHO

    parser = argparse.ArgumentParser(
        prog="python -m benchmarks latency", description="Key press to painted picture in"
        " JupyterLab, our explorer beside others; figures as `name value`, at the end a table.")
    parser.add_argument("--quick", action="store_true",
                        help="one short round, few rivals, nobody else slides, no memory: a minute")
    parser.add_argument("--rounds", type=at_least(1), default=1,
                        help="how often everyone is slid at each pace, in turns (1)")
    parser.add_argument("--classes", type=at_least(0), nargs="*", default=[0, 1, 5, 10],
                        help="how many other kernels slide meanwhile (0 1 5 10)")
    parser.add_argument("--pictures", nargs="+", choices=PICTURES, default=list(PICTURES))
    parser.add_argument("--rivals", nargs="+", choices=list(WHO))
    parser.add_argument("--moves", type=at_least(0), default=1000,
                        help="moves before memory is looked at; 0: not at all (1000)")
    parser.add_argument("--choose", action="store_true",
                        help="look for the slowest explorer even if it is known")
    given = parser.parse_args(words)
    if given.quick:
        given.rounds, given.classes, given.moves = 1, [0], 0
    given.rivals = given.rivals or (QUICK if given.quick else list(WHO))
    return given


def at_least(least):
    """A reader of whole numbers for argparse."""
    def whole(text):
        number = int(text)
        if number < least:
            raise argparse.ArgumentTypeError(f"{number} is less than {least}")
        return number

    return whole


def main(words):
    """Measures and prints; the exit status is 1 if nothing could be measured."""
    given = arguments(words)
    try:
        from playwright.sync_api import sync_playwright

        from tests.browser.lab import chromium
    except ModuleNotFoundError as error:
        sys.exit(f"The benchmark needs {error.name}: `make bench` installs it")
    if chromium() is None:
        sys.exit("The benchmark needs Chromium (Debian, Ubuntu: apt-get install chromium)")
    from benchmarks.latency import chosen

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is ended
    path = chosen.find(given.choose) if "biggest" in given.pictures else None
    if path:
        told = json.loads(path.read_text())
        print(f"biggest: {told['name']}, ms in the kernel {told['milliseconds']}")
    with sync_playwright() as playwright, started(playwright) as (context, lab, root):
        run(given, context, lab, root, path)


@contextmanager
def started(playwright):
    """A browser context, a JupyterLab and its folder; all are ended and removed at the end."""
    from tests.browser.lab import CHROMIUM_FLAGS, Lab, chromium

    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH"))))
    folder = Path(tempfile.mkdtemp(prefix="relu-course-latency-"))
    root = folder / "root"
    root.mkdir()
    browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
    try:
        lab = Lab(root, folder)
        try:
            yield browser.new_context(viewport={"width": 1280, "height": 1000}), lab, root
        finally:
            lab.stop()
    finally:
        browser.close()
        shutil.rmtree(folder, ignore_errors=True)


def run(given, context, lab, root, path):
    """Seats everyone, slides them in all conditions, prints lines and table."""
    from benchmarks.latency import memory
    from benchmarks.latency.class_ import classmates
    from benchmarks.latency.rounds import Rounds
    from benchmarks.latency.seats import Desk

    desk = Desk(context, lab, root)
    rounds = Rounds(given, lambda *who: seat(desk, *who, path))
    if not rounds.seats:
        sys.exit("Nothing could be measured")
    for count in given.classes:
        with classmates(lab, count, path) as mates:
            begun = time.monotonic()
            rounds.slide(count)
            moves = sum(mate.moves for mate in mates) / (time.monotonic() - begun)
            print(f"{count} others: their moves a second {moves:.1f}", flush=True)
    for found in rounds.seats.values():
        if found.name == "known" and given.moves:
            for line in memory.lines(found, given.moves):
                print(line, flush=True)
    rounds.report()


def seat(desk, name, picture, path):
    """The Seat, or None with a message if this one cannot be measured."""
    from benchmarks.latency.seats import Seat, Unfinished

    try:
        return Seat(desk, name, picture, path)
    except Unfinished as problem:
        print(f"left out: {problem}", file=sys.stderr, flush=True)
        return None
