"""The fast training loop makes the steps of the plain one, on any number of threads."""

import threading

import numpy as np
import pytest

from helpers.activations import ACTIVATIONS
from helpers.networks import LOSSES, fast, initialise, train
from tests.test_networks import assert_same

SIZES = [(3, 2), (2, 9, 1), (3, 33, 17, 5), (1, 200, 40, 2), (64, 64, 64, 10)]


def problem(sizes, ensemble=5, examples=300, seed=1, dtype=np.float64):
    """Parameters, inputs shared by all members, and answers for each loss."""
    rng = np.random.default_rng(seed)
    start = initialise(sizes, ensemble=ensemble, bias=0.1, seed=seed, dtype=dtype)
    return start, rng.normal(size=(examples, sizes[0])), {
        "cross_entropy": rng.integers(sizes[-1], size=examples),
        "squared_error": rng.normal(size=(examples, sizes[-1])),
    }


def both(monkeypatch, *given, **options):
    """What the fast loop and the plain loop make of the same task."""
    quick = train(*given, **options)
    with monkeypatch.context() as patch:
        patch.setattr(fast, "can_train", lambda parameters: False)
        return quick, train(*given, **options)


def assert_close(one, other, rtol=1e-9):
    """Losses and parameters agree to rounding."""
    np.testing.assert_allclose(one.loss, other.loss, rtol=rtol)
    for a, b in zip(one.parameters.arrays, other.parameters.arrays, strict=True):
        assert a.shape == b.shape and a.dtype == b.dtype and a.flags.c_contiguous
        np.testing.assert_allclose(a, b, rtol=rtol, atol=rtol)


@pytest.mark.parametrize("batch_size", [None, 150, 7, 1])
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("sizes", SIZES)
def test_it_agrees_with_the_plain_loop(monkeypatch, sizes, loss, batch_size):
    start, x, answers = problem(sizes)
    assert_close(*both(monkeypatch, start, x, answers[loss], loss=loss, steps=6,
                       batch_size=batch_size, learning_rate=0.01))


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation(monkeypatch, activation):
    start, x, answers = problem((3, 9, 8, 2))
    assert_close(*both(monkeypatch, start, x, answers["cross_entropy"], steps=5,
                       activation=activation))


@pytest.mark.parametrize("options", [
    {"optimiser": "momentum", "momentum": [0.1, 0.5, 0.9, 0.0, 0.99]},
    {"optimiser": "adam", "weight_decay": [0.1, 0, 1, 2, 0.5], "decay_biases": True},
    {"clip_norm": [0.01, 0.1, 1, np.inf, 1], "warm_up": 4, "weight_decay": 0.1},
    {"learning_rate": [0.01, 0.1, 1, 0, 0.5]},
    {"activation": "leaky_relu", "negative_slope": [0, 0.1, 0.2, 0.3, 1]},
    {"slope_at_zero": 1.0},
])
def test_every_option(monkeypatch, options):
    start, x, answers = problem((3, 9, 8, 2))
    x[:40] = start.biases[0][:] = 0  # on the kink
    assert_close(*both(monkeypatch, start, x, answers["cross_entropy"], steps=6, **options))


@pytest.mark.parametrize(("key", "low", "high"), [
    ("learning_rate", 0.01, 0.3), ("momentum", 0.1, 0.9), ("weight_decay", 0.0, 1.0),
    ("clip_norm", 0.01, 1.0), ("negative_slope", 0.0, 0.5)])
def test_each_team_has_the_numbers_of_its_own_members(monkeypatch, key, low, high):
    monkeypatch.setattr(fast, "BUFFER", 2**12)
    monkeypatch.setattr(fast, "processors", lambda: 2)
    start, x, answers = problem((3, 9, 8, 2), ensemble=7)
    assert len(fast.Plan(start, 300).teams) > 2
    options = {"optimiser": "momentum", key: np.linspace(low, high, 7)}
    if key == "negative_slope":
        options["activation"] = "leaky_relu"
    assert_close(*both(monkeypatch, start, x, answers["cross_entropy"], steps=5, **options))


def test_data_of_each_member_and_single_precision(monkeypatch):
    start, x, answers = problem((3, 9, 8, 2), dtype=np.float32)
    own = np.stack([x + e for e in range(5)])
    y = np.stack([np.roll(answers["cross_entropy"], e) for e in range(5)])
    for inputs, labels in ((own, y), (own, y[0]), (x, y)):
        for batch_size in (None, 20):
            assert_close(*both(monkeypatch, start, inputs, labels, steps=4, batch_size=batch_size),
                         rtol=1e-4)


@pytest.mark.parametrize("batch_size", [None, 32])
@pytest.mark.parametrize(("sizes", "ensemble"), [((2, 32, 32, 1), 50), ((64, 64, 64, 10), 1),
                                                 ((64, 64, 64, 10), 7), ((3, 700, 700, 2), 2)])
def test_numbers_depend_neither_on_threads_nor_on_teams(monkeypatch, sizes, ensemble, batch_size):
    start, x, answers = problem(sizes, ensemble, examples=900)
    found, seeds = [], list(range(ensemble))
    for threads, buffer in ((1, 2**15), (2, 2**15), (3, 2**10), (1, 2**18)):
        monkeypatch.setattr(fast, "processors", lambda threads=threads: threads)
        monkeypatch.setattr(fast, "BUFFER", buffer)
        found.append(train(start, x, answers["squared_error"], loss="squared_error", steps=3,
                           learning_rate=0.01, batch_size=batch_size, seed=seeds))
    last = train(start.member(-1), x, answers["squared_error"], loss="squared_error", steps=3,
                 learning_rate=0.01, batch_size=batch_size, seed=seeds[-1])
    np.testing.assert_array_equal(found[0].loss[:, -1:], last.loss)
    assert_same(found[0].parameters.member(-1), last.parameters)
    for other in found[1:]:
        np.testing.assert_array_equal(other.loss, found[0].loss)
        assert_same(other.parameters, found[0].parameters)


def test_a_large_batch_has_two_shares_and_small_work_one():
    large, small = initialise((64, 64, 64, 10)), initialise((2, 32, 32, 1), ensemble=99)
    assert len(fast.Plan(large, 1437).shares) == 2 and len(fast.Plan(small, 256).shares) == 1
    covered = [i for share in fast.Plan(large, 1437).shares for b in share for i in range(1437)[b]]
    assert covered == list(range(1437))
    members = [e for team in fast.Plan(small, 256).teams for e in range(99)[team]]
    assert members == list(range(99))


@pytest.mark.parametrize("ensemble", [1, 5])
def test_two_shares_agree_with_the_plain_loop(monkeypatch, ensemble):
    monkeypatch.setattr(fast, "SHARED", 1)
    monkeypatch.setattr(fast, "EXAMPLES", 32)
    monkeypatch.setattr(fast, "processors", lambda: 2)
    start, x, answers = problem((3, 9, 8, 2), ensemble)
    assert len(fast.Plan(start, 300).shares) == 2
    assert_close(*both(monkeypatch, start, x, answers["cross_entropy"], steps=6))


def test_records_are_those_of_the_plain_loop(monkeypatch):
    start, x, answers = problem((3, 9, 2), ensemble=70)
    seen = ([], [])
    for copies, patched in zip(seen, (False, True), strict=True):
        with monkeypatch.context() as patch:
            if patched:
                patch.setattr(fast, "can_train", lambda parameters: False)
            train(start, x, answers["cross_entropy"], steps=7, record_every=3, batch_size=9,
                  on_record=lambda step, p, copies=copies: copies.append((step, p)))
    assert [step for step, _ in seen[0]] == [0, 3, 6, 7] == [step for step, _ in seen[1]]
    for (_, one), (_, other) in zip(*seen, strict=True):
        np.testing.assert_allclose(one.weights[0], other.weights[0], rtol=1e-9)


def test_no_thread_is_left_after_an_error(monkeypatch):
    monkeypatch.setattr(fast, "processors", lambda: 2)
    start, x, answers = problem((3, 9, 2), ensemble=70)
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        train(start, x, answers["cross_entropy"], steps=9, 
              on_record=lambda step, _: 1 // (2 - step))
    with pytest.raises(ValueError, match="alpha of elu"):
        train(start, x, answers["cross_entropy"], activation="elu", alpha=-1.0)
    assert threading.active_count() == before


def test_batch_normalisation_and_other_precisions_go_the_plain_way(monkeypatch):
    monkeypatch.setattr(fast, "descent", None)
    for options in ({"batch_norm": True}, {"dtype": np.float16}):
        start = initialise((3, 5, 2), **options)
        assert train(start, np.ones((4, 3)), [0, 1, 0, 1], steps=1).loss.shape == (2, 1)
