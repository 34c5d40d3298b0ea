"""Shares of zeros: the formula against known values, the findings with seeds of their own."""
from statistics import NormalDist

import numpy as np
import pytest

from helpers import networks
from helpers.datasets import digits
from helpers.experiments import sparsity

SEEDS = (11, 12, 13)


@pytest.fixture(scope="module")
def learning():
    """The Zeros of four networks for each seed, on raw and on centred digits."""
    data = digits()
    inputs = {"raw": data.x_train, "centred": data.x_train - data.x_train.mean(axis=0)}
    return {name: [sparsity.zeros_in_training(x, data.y_train, ensemble=4, seed=seed, every=100)
                   for seed in SEEDS] for name, x in inputs.items()}


@pytest.mark.parametrize("mean, spread", [(0, 1), (-1, 1), (1, 1), (1, 10), (2.5, 0.5), (-3, 2)])
def test_the_share_of_zeros_is_that_of_a_gaussian(mean, spread):
    expected = NormalDist(mean, spread).cdf(0)
    assert sparsity.share_of_zeros(mean, spread) == pytest.approx(expected, abs=1e-12)


def test_the_share_of_zeros_broadcasts():
    shares = sparsity.share_of_zeros(np.array([[-1.0], [0.0]]), np.array([1.0, 2.0, 4.0]))
    assert shares.shape == (2, 3)
    np.testing.assert_allclose(shares[1], 0.5)
    assert np.all(np.diff(shares[0]) < 0)  # a wider spread forgets the negative mean


@pytest.mark.parametrize("spread", [0, -1, [1.0, 0.0], np.nan])
def test_a_spread_that_is_not_above_0_is_refused(spread):
    with pytest.raises(ValueError, match="spread must be above 0"):
        sparsity.share_of_zeros(0, spread)


def test_the_records_are_those_of_the_network():
    data = digits()
    zeros = sparsity.zeros_in_training(data.x_train, data.y_train, ensemble=2, width=5, steps=3,
                                       every=2, seed=4)
    assert zeros.steps.tolist() == [0, 2, 3]
    assert zeros.zeros.shape == zeros.mean.shape == zeros.spread.shape == (3, 2, 5)
    start = networks.initialise((64, 5, 10), ensemble=2, seed=4)
    pre = data.x_train @ start.weights[0]
    np.testing.assert_allclose(zeros.zeros[0], (pre <= 0).mean(axis=1))
    np.testing.assert_allclose(zeros.mean[0], pre.mean(axis=1), atol=1e-12)
    np.testing.assert_allclose(zeros.spread[0], pre.std(axis=1))
    whole = [NormalDist(p.mean(), p.std()).cdf(0) for p in pre]
    np.testing.assert_allclose(zeros.one_gaussian[0], whole)
    np.testing.assert_allclose(zeros.layer[0], (pre <= 0).mean(axis=(1, 2)))
    scores = np.maximum(pre, 0) @ start.weights[1]
    np.testing.assert_allclose(zeros.right[0], (scores.argmax(axis=2) == data.y_train).mean(axis=1))
    end = networks.train(start, data.x_train, data.y_train, learning_rate=0.2, steps=3,
                         batch_size=64, seed=4).parameters
    after = data.x_train @ end.weights[0] + end.biases[0]
    np.testing.assert_allclose(zeros.mean[-1], after.mean(axis=1), atol=1e-12)


def test_neurons_start_uneven_and_centring_makes_them_even(learning):
    for raw, centred in zip(learning["raw"], learning["centred"], strict=True):
        assert raw.zeros[0].std(axis=1).mean() > 0.25
        assert centred.zeros[0].std(axis=1).mean() < 0.05
        assert np.abs(centred.layer[0] - 0.5).max() < 0.02
        assert np.ptp(raw.layer[0]) > 3 * np.ptp(centred.layer[0])


@pytest.mark.parametrize("inputs", ["raw", "centred"])
def test_training_makes_fewer_zeros(learning, inputs):
    for zeros in learning[inputs]:
        assert np.all(zeros.layer[-1] < zeros.layer[0])
        assert zeros.layer[-1].mean() < zeros.layer[0].mean() - 0.08
        assert 0.25 < zeros.layer[-1].mean() < 0.42
        assert np.all(zeros.right[-1] > 0.9)
        assert np.all(zeros.mean[-1].mean(axis=1) > zeros.mean[0].mean(axis=1) + 0.15)


def test_a_gaussian_for_each_neuron_predicts_better_than_one_for_the_layer(learning):
    for zeros in learning["raw"]:
        by_unit = np.abs(zeros.zeros - zeros.unit_gaussians).mean(axis=2)
        assert by_unit.max() < 0.025
        assert (zeros.layer - zeros.one_gaussian)[-1].mean() > 0.02
    for raw, centred in zip(learning["raw"], learning["centred"], strict=True):
        off = [np.abs(z.zeros - z.unit_gaussians)[-1].mean() for z in (raw, centred)]
        assert off[1] > 1.5 * off[0]
