"""What 1,000 moves leave behind in the kernel and in the page."""

import random
from dataclasses import dataclass

MEGABYTE = 1e6


@dataclass(frozen=True)
class Memory:
    """MB of the kernel's process and of the page's JavaScript, and elements of the page."""

    kernel: float
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
    return Memory(seat.process.memory_info().rss / MEGABYTE,
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
    """Moves the explorer that often; says what it holds after a tenth of it and at the end."""
    generator = random.Random(0)
    seat.home()
    wander(seat, moves // 10, generator)
    early = memory(seat)
    wander(seat, moves - moves // 10, generator)
    late = memory(seat)
    for name, unit in (("kernel", "MB"), ("page", "MB"), ("nodes", "elements")):
        before, after = getattr(early, name), getattr(late, name)
        title = f"memory, {seat.picture}: {name}, {unit}"
        yield f"{title} after {moves // 10} moves {before:.1f}"
        yield f"{title} after {moves} moves {after:.1f}"
        yield f"{title}, growth {after - before:.1f}"
