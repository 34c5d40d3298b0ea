"""helpers.experiments.applications.zeros: counts against counting, times with a wide margin."""
import numpy as np
import pytest

from helpers.experiments.applications import zeros


@pytest.mark.parametrize("batch", [1, 3, 16])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.95, 1.0])
def test_skipping_is_the_product(batch, share):
    h, w = zeros.sample(share, batch, width=64, seed=3), np.random.default_rng(4).normal(
        size=(64, 20))
    np.testing.assert_allclose(zeros.skipping(h, w), h @ w, atol=1e-12)


@pytest.mark.parametrize(("share", "batch"), [(0.9, 1), (0.9, 16), (0.5, 4), (0.98, 64)])
def test_rows_and_multiplications_are_what_counting_gives(share, batch):
    on = np.stack([zeros.sample(share, batch, width=500, seed=s) != 0 for s in range(60)])
    rows = on.any(axis=1).mean()
    assert zeros.rows_needed(share, batch) == pytest.approx(rows, abs=0.01)
    dense, by_rows, without = zeros.multiplications(share, batch, width=500)
    assert dense == batch * 500 * 500
    assert by_rows == pytest.approx(dense * rows, rel=0.05)
    assert without == pytest.approx(dense * on.mean(), rel=0.05)


def test_bytes_are_those_of_the_arrays():
    h = zeros.sample(0.75, 1, width=4000, seed=1)[0]
    at = np.flatnonzero(h).astype(np.int64)
    dense, sparse = zeros.bytes_of(0.75, width=4000)
    assert dense == h.nbytes and sparse == pytest.approx(at.nbytes + h[at].nbytes, rel=0.05)
    dense, sparse = zeros.bytes_of(0.5)
    assert dense == sparse


def test_fastest_keeps_the_shortest_of_the_rounds():
    calls = []
    found = zeros.fastest({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 3)
    assert calls == ["a", "b"] * 3 and 0 < found["a"] < 1


def test_a_vector_of_mostly_zeros_gains_a_batch_does_not_and_dense_zeros_do_not():
    for attempt in range(4):                       # a busy machine may spoil one of them
        m = zeros.measured(shares=(0.0, 0.98), batches=(1, 64), rounds=5, seed=attempt)
        vector, batch = m.ratio
        if (vector[1] < 0.5 and vector[0] > 1.1 and batch[0] > 1 and batch[1] > 0.5
                and np.all(np.abs(np.log(m.dense_with_zeros)) < 0.5)):
            return
    pytest.fail(f"{m}")
