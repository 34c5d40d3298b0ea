"""What 1,000 moves leave behind in the kernel and in the page."""

import random
from dataclasses import dataclass

MEGABYTE = 1e6


@dataclass(frozen=True)
class Memory:
    """MB of the kernel's process, of the pictures that it keeps, of the page's JavaScript; and
    elements of the page."""

    kernel: float
    kept: float
    page: float
    nodes: float


def memory(seat):
    """The Memory of a seat now, after the page's garbage was collected."""
    session = seat.page.context.new_cdp_session(seat.page)
    try:
        session.send("HeapProfiler.enable")
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        told = {entry["name"]: entry["value"]
                for entry in session.send("Performance.getMetrics")["metrics"]}
    finally:
        session.detach()
    return Memory(seat.process.memory_info().rss / MEGABYTE, seat.kept() / MEGABYTE,
                  told["JSHeapUsedSize"] / MEGABYTE, told["Nodes"])


def wander(seat, moves, generator):
    """Random steps of all sliders of the explorer, ten on one, then on another."""
    handles = seat.node.locator(".course-explorer .noUi-handle").all()
    for _ in range(moves // 10):
        generator.choice(handles).focus()
        key = generator.choice(("ArrowLeft", "ArrowRight"))
        for _ in range(10):
            seat.page.keyboard.press(key)
            seat.page.wait_for_timeout(10)


def lines(seat, moves=1000):
    """Moves the explorer that often and as often again; what is held after a tenth, half and all.

    What grows while the cache fills is in both figures of the kernel; afterwards nothing grows,
    but for some 500 elements on the page that each look leaves there: it runs a cell.
    """
    generator, done = random.Random(0), 0
    seat.open()
    seat.draw()
    seat.home()
    for total in (moves // 10, moves, 2 * moves):
        wander(seat, total - done, generator)
        seat.settle()
        held, done = memory(seat), total
        for name, unit in (("kernel", "MB"), ("kept", "MB"), ("page", "MB"), ("nodes", "elements")):
            yield (f"memory, {seat.picture}: {name}, {unit} after {total} moves "
                   f"{getattr(held, name):.1f}")
