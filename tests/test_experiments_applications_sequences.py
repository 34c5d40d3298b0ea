"""helpers.experiments.applications.sequences: what notebook 06 says of memory, on other seeds."""
import numpy as np
import pytest

from helpers.experiments.applications import sequences

SEEDS = (100, 101, 102, 103)


def test_adding_is_the_adding_problem_and_one_sixth_its_baseline():
    x, y = sequences.adding(50, 4000, np.random.default_rng(3))
    numbers, marks = x[..., 0], x[..., 1]
    assert x.shape == (50, 4000, 2) and y.shape == (4000, 1)
    assert np.all(marks[:25].sum(axis=0) == 1) and np.all(marks[25:].sum(axis=0) == 1)
    np.testing.assert_allclose(y[:, 0], [numbers[marks[:, k] == 1, k].sum() for k in range(4000)])
    assert np.mean((y - 1) ** 2) == pytest.approx(1 / 6, rel=0.05)
    assert numbers.min() >= 0 and numbers.max() <= 1


@pytest.mark.parametrize("seed", [11, 12, 13, 14, 15])
def test_only_relu_with_the_identity_keeps_the_gradient(seed):
    left = {case: sequences.gradient_norms(*case, seed=seed)[0] for case in sequences.CASES}
    assert 0.5 < left["relu", "identity"] < 0.9
    assert left["relu", "random"] < 1e-8 and left["tanh", "random"] < 1e-8
    assert left["tanh", "random"] < left["tanh", "identity"] < 0.1
    weaker = sequences.gradient_norms("relu", "identity", scale=0.9, seed=seed)[0]
    assert weaker == pytest.approx(0.9 ** 150 * left["relu", "identity"], rel=0.2)


def test_inputs_of_both_signs_switch_the_memory_off():
    norms = [sequences.gradient_norms("relu", "identity", signed=True, seed=seed)
             for seed in range(20, 40)]
    assert np.sum([n[0] == 0 for n in norms]) >= 12
    assert all(n[-1] == 1 for n in norms)


def test_scales_around_one_decay_and_explode():
    low, high = (sequences.gradient_norms("relu", "identity", scale=s, seed=7)[0]
                 for s in (0.9, 1.1))
    assert low < 1e-6 and high > 1e6 / 2
    assert sequences.gradient_norms("tanh", "identity", scale=1.2, seed=7)[0] < 1


def test_relu_with_the_identity_learns_to_add_and_tanh_does_not():
    final = {case: sequences.learn(*case, seeds=SEEDS).final for case in sequences.CASES}
    assert np.sum(final["relu", "identity"] < 0.1) == 4
    assert np.sum(final["relu", "identity"] < 0.05) >= 3
    assert np.sum(final["relu", "random"] < 0.1) <= 3
    for start in ("identity", "random"):
        assert final["tanh", start].min() > 0.1
    balanced = sequences.learn("relu", "random", scale=2 ** 0.5, seeds=SEEDS).final
    assert np.sum(balanced < 0.1) <= 2


def test_random_weights_with_he_s_factor_keep_the_gradient_on_average_only():
    left = np.array([sequences.gradient_norms("relu", "random", scale=2 ** 0.5, seed=seed)[0]
                     for seed in range(20, 36)])
    assert np.sum(left < 1) >= 2 and np.sum(left > 1) >= 2 and left.max() / left.min() > 1e4
    assert 1e-3 < np.median(left) < 1e6


def test_a_rate_is_chosen_by_the_other_half_of_the_seeds():
    error = np.ones((2, 2, 4))
    error[-1] = [[0.1, 0.1, 0.5, 0.5], [0.5, 0.5, 0.2, 0.2]]
    learned = sequences.Learned(np.array([0, 40]), np.array([0.1, 0.2]), error)
    assert learned.chosen.tolist() == [1, 1, 0, 0]
    assert learned.final.tolist() == [0.5] * 4 and learned.curves.shape == (2, 4)


def test_same_seeds_are_the_same_runs_whatever_the_grid():
    one = sequences.learn("tanh", "random", rates=(0.01,), seeds=(7,), steps=3)
    grid = sequences.learn("tanh", "random", rates=(0.001, 0.01), seeds=(7,), steps=3)
    np.testing.assert_allclose(one.error[:, 0], grid.error[:, 1])
    assert one.steps.tolist() == [0, 40] and np.all(one.error <= 1 / 6)
