"""`python -m benchmarks training`: `helpers.networks` against PyTorch, a figure a line, as ratios.

A ratio above 1 says how many times as long PyTorch takes for the same work: same networks, data,
examples and steps, float64, plain gradient descent, the same loss at the end. "against a product"
is the speed of our arithmetic as a share of that of one large matrix product; "against a copy" is
our memory traffic, if nothing stayed in a cache, as a share of that of a large copy. Every figure
is the median over rounds in which all engines take turns.
"""

import argparse
import sys
import time
import warnings
from functools import partial
from itertools import product
from statistics import median

import numpy as np

from benchmarks.work import Work
from helpers.networks.fast import processors

NETWORKS = (((2, 32, 32, 1), "squared_error"), ((64, 64, 64, 10), "cross_entropy"))


def arguments(words):
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks training", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each engine runs")
    parser.add_argument("--networks", type=int, nargs="+", default=(1, 16, 64, 256))
    parser.add_argument("--plain", action="store_true", help="nothing compiled by torch.compile")
    return parser.parse_args(words)


def rivals(work, plain):
    """Every PyTorch engine that can do the work: name -> function giving the losses.

    Each runs on one thread and on as many as PyTorch would take by itself, which on a busy machine
    can be many times slower than one.
    """
    import torch

    from benchmarks.rivals import RIVALS, Loop

    def run_on(threads, rival):
        torch.set_num_threads(threads)
        return rival.run()

    torch.compiler.reset()  # it gives up after so many shapes
    found = {}
    for rival, compiled in product(RIVALS, (False,) if plain else (False, True)):
        if compiled and rival is Loop and work.ensemble > 1:
            continue  # torch.compile compiles every module anew, which takes minutes
        name = f"{rival.name}, compiled" if compiled else rival.name
        try:
            prepared = rival(work, compiled)
            losses = run_on(1, prepared)
        except Exception as error:
            print(f"{work.name} / {name}: {type(error).__name__}: {str(error)[:200]!r}",
                  file=sys.stderr)
            continue
        np.testing.assert_allclose(losses, work.ours(), rtol=1e-6, err_msg=name)
        for threads in sorted({1, THREADS}):
            found[f"{name}, {threads} threads"] = partial(run_on, threads, prepared)
    return found


def times(engines, rounds):
    """The median time of each engine, in seconds; all take turns."""
    found = {name: [] for name in engines}
    for _ in range(rounds):
        for name, run in engines.items():
            start = time.perf_counter()
            run()
            found[name].append(time.perf_counter() - start)
    return {name: median(taken) for name, taken in found.items()}


def large_product():
    """The product of two matrices 1,024 x 1,024: 2 * 1024**3 floating-point operations."""
    return np.matmul(LARGE, LARGE)


def large_copy():
    """64 MB copied: as much read as written."""
    np.copyto(COPY, LONG)


THREADS = processors()
LARGE = np.random.default_rng(0).normal(size=(1024, 1024))
LONG, COPY = np.ones(2**23), np.zeros(2**23)


def compare(work, rounds, plain):
    """Print the figures of one work."""
    engines = {"ours": work.ours, "product": large_product, "copy": large_copy,
               **rivals(work, plain)}
    taken = times(engines, rounds)
    ours, large, copy = (taken.pop(name) for name in ("ours", "product", "copy"))
    for name, seconds in taken.items():
        print(f"{work.name} / {name} {seconds / ours:.2f}")
    print(f"{work.name} / best of PyTorch {min(taken.values()) / ours:.2f}")
    share = work.operations / ours * large / (2 * len(LARGE) ** 3)
    print(f"{work.name} / arithmetic against a product {share:.2f}")
    share = work.traffic / ours * copy / (LONG.nbytes + COPY.nbytes)
    print(f"{work.name} / memory traffic against a copy {share:.2f}", flush=True)


def main(words):
    """All sizes, one after the other; `words` are the arguments of the command line."""
    given = arguments(words)
    try:
        import torch  # noqa: F401
    except ModuleNotFoundError:
        sys.exit("The benchmark compares with PyTorch, which is not installed: `make bench`"
                 " installs it, and so does .venv/bin/python -m pip install -e '.[bench]'")
    warnings.simplefilter("ignore")
    for (sizes, loss), ensemble, batch in product(NETWORKS, given.networks, (None, 32)):
        compare(Work(sizes, loss, ensemble, batch), given.rounds, given.plain)
