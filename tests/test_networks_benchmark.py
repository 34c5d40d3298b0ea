"""The benchmark gives every engine the same work; with PyTorch installed, all engines agree."""

import numpy as np
import pytest

from benchmarks.work import RATE, Work
from helpers import networks

SMALL = [Work((2, 32, 32, 1), "squared_error", 3, 32), Work((64, 10), "cross_entropy", 1, None)]


@pytest.fixture(autouse=True)
def few_steps(monkeypatch):
    """Three steps are enough."""
    monkeypatch.setattr(Work, "steps", 3)


def test_batches_are_those_of_train():
    work = SMALL[0]
    x, y = work.data
    parameters = work.start
    for batch in work.batches[:-1]:
        trace = networks.forward(parameters, x[batch])
        at_output = networks.squared_error(trace.output, y[batch])[1]
        gradient = networks.backward(parameters, trace, at_output).parameters
        stepped = [a - RATE * g for a, g in zip(parameters.arrays, gradient.arrays, strict=True)]
        parameters = networks.Parameters(tuple(stepped[:3]), tuple(stepped[3:]))
    last = work.batches[-1]
    loss = networks.squared_error(networks.forward(parameters, x[last]).output, y[last])[0]
    np.testing.assert_allclose(work.ours(), loss, rtol=1e-12)


def test_operations_are_counted():
    assert SMALL[1].operations == 2 * 1437 * 2 * 64 * 10 * 3  # three steps; no gradient at inputs
    assert SMALL[0].operations == 2 * 3 * 32 * (3 * 64 + 3 * 1024 + 3 * 32 - 64) * 3


@pytest.mark.parametrize("work", SMALL, ids=lambda work: work.name)
def test_all_engines_end_at_the_same_loss(work):
    pytest.importorskip("torch", reason="an optional dependency of the benchmark")
    from benchmarks.rivals import RIVALS

    for rival in RIVALS:
        np.testing.assert_allclose(rival(work, compiled=False).run(), work.ours(), rtol=1e-9)
