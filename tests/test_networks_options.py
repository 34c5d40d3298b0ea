"""Batch normalisation, asymmetric starts, and all that may be told to a step or a member."""

import numpy as np
import pytest

from helpers.activations import ACTIVATIONS
from helpers.networks import LOSSES, Parameters, backward, forward, initialise, train
from tests.test_networks import KINKS, assert_same, central_difference

SIZES = (3, 5, 4, 2)
PER_MEMBER = {
    ("relu", "slope_at_zero"): [0.0, 0.5, 1.0],
    ("leaky_relu", "negative_slope"): [0.0, 0.1, 0.9],
    ("prelu", "negative_slope"): [0.0, -0.4, 2.0],
    ("rrelu", "lower"): [0.0, 0.1, 0.3],
    ("rrelu", "upper"): [0.2, 0.9, 1.0],
    ("threshold", "theta"): [0.0, 0.01, 0.02],
    ("elu", "alpha"): [0.1, 1.0, 2.0],
    ("selu", "alpha"): [0.1, 1.0, 2.0],
    ("selu", "scale"): [0.3, 1.0, 2.0],
    ("celu", "alpha"): [0.1, 1.0, 2.0],
    ("swish", "beta"): [0.0, 1.0, 5.0],
    ("softplus", "beta"): [0.1, 1.0, 5.0],
}


def problem(batch_norm=False, batch=7, seed=1):
    """Three networks whose every parameter is drawn, inputs of each, labels and targets."""
    rng = np.random.default_rng(seed)
    start = initialise(SIZES, ensemble=3, batch_norm=batch_norm, seed=seed)
    for array in (*start.biases, *start.gains, *start.shifts):
        array += rng.normal(size=array.shape) / 2
    x = rng.normal(size=(3, batch, 3))
    return start, x, {
        "cross_entropy": rng.integers(2, size=(3, batch)),
        "squared_error": rng.normal(size=(3, batch, 2)),
    }


def away_from_kinks(activation, **options):
    """The first such problem with no hidden pre-activation within 1e-4 of a kink."""
    for seed in range(99):
        found = problem(seed=seed, **options)
        hidden = forward(*found[:2], activation).pre[:-1]
        if all(np.abs(z[..., np.newaxis] - KINKS).min() > 1e-4 for z in hidden):
            return found
    raise AssertionError(f"every problem has a kink of {activation} nearby")


def check_gradients(start, x, answer, loss, activation, **options):
    """Every gradient agrees with its central difference."""
    trace = forward(start, x, activation, **options)
    at_output = LOSSES[loss](trace.output, answer)[1]
    gradients = backward(start, trace, at_output, activation, **options)
    found = (*gradients.parameters.arrays, gradients.inputs)
    for array, gradient in zip((*start.arrays, x), found, strict=True):
        slopes = central_difference(
            lambda: LOSSES[loss](forward(start, x, activation, **options).output, answer)[0], array
        )
        np.testing.assert_allclose(gradient, slopes, rtol=1e-5, atol=2e-8)


def steps_of(start, x, y, steps=1, **options):
    """The parameters after each of some steps, list of lists of arrays."""
    path = []
    train(start, x, y, steps=steps, on_record=lambda _, p: path.append(p.arrays), **options)
    return path


def gradient_of(start, x, y, loss="cross_entropy", **options):
    """The gradient of the loss at the parameters, list of arrays."""
    trace = forward(start, x, **options)
    return backward(start, trace, LOSSES[loss](trace.output, y)[1], **options).parameters.arrays


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_through_batch_normalisation_agree_with_central_differences(activation, loss):
    start, x, answers = away_from_kinks(activation, batch_norm=True)
    check_gradients(start, x, answers[loss], loss, activation)


def test_batch_normalisation_by_its_definition():
    start, x, _ = problem(batch_norm=True)
    trace = forward(start, 1e3 * x)
    z = 1e3 * x @ start.weights[0] + start.biases[0]
    by_hand = (z - z.mean(axis=1, keepdims=True)) / np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)
    np.testing.assert_allclose(trace.pre[0], start.gains[0] * by_hand + start.shifts[0], atol=1e-12)
    np.testing.assert_array_equal(trace.post[0], np.maximum(trace.pre[0], 0))
    np.testing.assert_allclose(trace.normalised[0].values.mean(axis=1), 0, atol=1e-14)
    np.testing.assert_allclose(trace.normalised[0].values.std(axis=1), 1, rtol=1e-9)
    assert len(trace.normalised) == 2
    np.testing.assert_allclose(
        trace.output, trace.post[1] @ start.weights[2] + start.biases[2], rtol=1e-14
    )


def test_gains_and_shifts_start_at_one_and_zero_and_hidden_biases_are_idle():
    start = initialise(SIZES, ensemble=2, bias=[-3.0, 3.0], batch_norm=True)
    plain = initialise(SIZES, ensemble=2)
    assert start.batch_norm and not plain.batch_norm and plain.gains == plain.shifts == ()
    assert [g.shape for g in start.gains] == [s.shape for s in start.shifts]
    assert [g.shape for g in start.gains] == [(2, 1, 5), (2, 1, 4)]
    assert all((g == 1).all() for g in start.gains) and not any(s.any() for s in start.shifts)
    np.testing.assert_array_equal(start.weights[1], plain.weights[1])
    x = np.random.default_rng(0).normal(size=(6, 3))
    unbiased = initialise(SIZES, ensemble=2, batch_norm=True)
    for one, other in zip(forward(start, x).post, forward(unbiased, x).post, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-12)
    assert initialise((3, 2), batch_norm=True).gains == ()


def test_training_moves_gains_and_shifts_down_their_gradient():
    start, x, answers = problem(batch_norm=True)
    y = answers["cross_entropy"]
    gradient = gradient_of(start, x, y)
    before, after = steps_of(start, x, y, learning_rate=0.5)
    assert len(before) == 3 + 3 + 2 + 2
    for old, new, slope in zip(before, after, gradient, strict=True):
        np.testing.assert_allclose(new, old - 0.5 * slope, rtol=1e-14, atol=1e-15)
    assert all(np.abs(g).max() > 1e-3 for g in gradient[6:])
    member = start.member(1)
    np.testing.assert_array_equal(member.gains[1], start.gains[1][1:2])
    assert start.copy().shifts[0] is not start.shifts[0]


def test_asymmetric_starts_have_the_distribution_of_the_paper():
    """Lu et al. 2019: one of the n_in + 1 numbers of a neuron is Beta(2, 1), the others normal."""
    start = initialise((8, 300, 5), scheme="rai", ensemble=40, seed=3)
    rows = np.concatenate([start.weights[0], start.biases[0]], axis=1)  # (40, 9, 300)
    std = 0.6007 / np.sqrt(8)
    spread = (8 * std**2 + 2 / 4) / 9  # the second moment of Beta(2, 1) is 1/2, its mean 2/3
    assert np.mean(rows**2) == pytest.approx(spread, rel=0.02)
    np.testing.assert_allclose(rows.mean(axis=(0, 2)), 2 / 3 / 9, atol=0.01)
    np.testing.assert_allclose(np.mean(rows < 0, axis=(0, 2)), 4 / 9, atol=0.01)
    np.testing.assert_allclose(np.mean(rows > 0.75, axis=(0, 2)), self_made(0.75), atol=0.006)
    assert start.biases[1].any() and start.weights[1].shape == (40, 300, 5)


def self_made(level, draws=400_000):
    """The share above `level` of numbers drawn as the paper says, one at a time in plain code."""
    rng = np.random.default_rng(8)
    normal = rng.normal(0, 0.6007 / 8**0.5, draws)
    beta = np.sqrt(rng.uniform(size=draws))  # the root of a uniform number is Beta(2, 1)
    return np.mean(np.where(rng.integers(9, size=draws) == 0, beta, normal) > level)


def test_asymmetric_starts_take_gain_and_bias():
    plain, other = (
        initialise(SIZES, scheme="rai", ensemble=2, gain=gain, bias=bias)
        for gain, bias in ((None, 0), ([1.0, 3.0], [0.0, 2.0]))
    )
    assert_same(plain.member(0), other.member(0))
    np.testing.assert_array_equal(other.weights[1][1], 3 * plain.weights[1][1])
    np.testing.assert_array_equal(other.biases[1][1], 3 * plain.biases[1][1] + 2)


def test_every_parameter_of_an_activation_is_listed():
    known = {(name, key) for name, record in ACTIVATIONS.items() for key in record.parameters}
    assert set(PER_MEMBER) == known


@pytest.mark.parametrize(("activation", "key"), PER_MEMBER)
def test_parameters_of_activations_may_differ_between_members(activation, key):
    start, x, answers = problem()
    x[:, 0] = start.biases[0][:] = 0  # so that relu's slope_at_zero matters
    values, y = PER_MEMBER[activation, key], answers["cross_entropy"]
    together = train(start, x, y, activation=activation, steps=5, **{key: np.array(values)})
    losses = []
    for e, value in enumerate(values):
        alone = train(start.member(e), x[e], y[e], activation=activation, steps=5, **{key: value})
        np.testing.assert_array_equal(together.loss[:, e], alone.loss[:, 0])
        assert_same(together.parameters.member(e), alone.parameters)
        default = train(start.member(e), x[e], y[e], activation=activation, steps=5)
        losses.append(not np.array_equal(alone.loss, default.loss))
    assert any(losses)


@pytest.mark.parametrize(("activation", "key"), [pair for pair in PER_MEMBER if pair[0] != "relu"])
def test_gradients_with_parameters_of_each_member(activation, key):
    start, x, answers = away_from_kinks(activation)
    check_gradients(start, x, answers["squared_error"], "squared_error", activation,
                    **{key: PER_MEMBER[activation, key]})


OPTIONS = {
    "momentum": ([0.0, 0.5, 0.99], {"optimiser": "momentum"}),
    "weight_decay": ([0.0, 0.1, 2.0], {}),
    "clip_norm": ([0.01, 0.1, np.inf], {"optimiser": "adam"}),
    "learning_rate": ([0.01, 0.1, 1.0], {"clip_norm": 0.1, "weight_decay": 0.1, "warm_up": 3}),
}


@pytest.mark.parametrize("batch_norm", [False, True])
@pytest.mark.parametrize("key", OPTIONS)
def test_options_may_differ_between_members_and_do_not_mix_them(key, batch_norm):
    values, others = OPTIONS[key]
    start, x, answers = problem(batch_norm)
    y = answers["squared_error"] * [[[1]], [[1e200]], [[1]]]  # the middle one diverges
    together = train(start, x, y, loss="squared_error", steps=9, **others, **{key: values})
    assert np.isfinite(together.loss[:, ::2]).all() and not np.isfinite(together.loss[-1, 1])
    for e, value in enumerate(values):
        alone = train(start.member(e), x[e], y[e], loss="squared_error", steps=9, **others,
                      **{key: value})
        np.testing.assert_array_equal(together.loss[:, e], alone.loss[:, 0])
        assert_same(together.parameters.member(e), alone.parameters)


@pytest.mark.parametrize("decay_biases", [False, True])
def test_weight_decay_follows_its_formula(decay_biases):
    """The gradient of decay / 2 * w² is decay * w: it pulls towards zero, beside the loss."""
    start, x, answers = problem(batch_norm=True)
    y, strength = answers["cross_entropy"], np.reshape([0.0, 0.3, 0.7], (3, 1, 1))
    options = {"learning_rate": 0.5, "weight_decay": strength.ravel()}
    before, after = steps_of(start, x, y, decay_biases=decay_biases, **options)
    for i, (old, new, slope) in enumerate(zip(before, after, gradient_of(start, x, y),
                                              strict=True)):
        decayed = i < 3 or (decay_biases and i < 6)
        expected = old - 0.5 * (slope + (strength * old if decayed else 0))
        np.testing.assert_allclose(new, expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("batch_norm", [False, True])
def test_clipping_shortens_long_gradients_and_leaves_short_ones_alone(batch_norm):
    start, x, answers = problem(batch_norm)
    y = answers["cross_entropy"]
    gradient = gradient_of(start, x, y)
    norm = np.sqrt(sum((g**2).sum(axis=(1, 2)) for g in gradient))
    limit = norm * [0.25, 1.01, 2.0]
    before, after = steps_of(start, x, y, learning_rate=1.0, clip_norm=limit)
    for old, new, slope in zip(before, after, gradient, strict=True):
        expected = old - np.reshape([0.25, 1, 1], (3, 1, 1)) * slope
        np.testing.assert_allclose(new, expected, rtol=1e-12, atol=1e-15)
    decayed = steps_of(start, x, y, learning_rate=1.0, clip_norm=limit, weight_decay=0.5)[1]
    np.testing.assert_allclose(decayed[0], after[0] - 0.5 * before[0], rtol=1e-12)


def test_the_learning_rate_rises_during_the_warm_up():
    start = initialise((1, 1), ensemble=2)
    x, y = [[1.0]], [[1e6]]  # so far away that the gradient hardly changes
    path = steps_of(start, x, y, steps=6, loss="squared_error", warm_up=4,
                    learning_rate=[1e-6, 3e-6])
    length = np.diff([arrays[1][:, 0, 0] for arrays in path], axis=0) / 2e6
    rates = np.array([0.25, 0.5, 0.75, 1, 1, 1])[:, np.newaxis] * [1e-6, 3e-6]
    np.testing.assert_allclose(length, rates, rtol=1e-4)


def test_momentum_follows_its_formula():
    start = initialise((1, 1), ensemble=2)
    start.weights[0][:] = 1
    momentum = np.array([0.0, 0.5])
    path = steps_of(start, [[2.0], [-2.0]], [[0.0], [0.0]], steps=5, loss="squared_error",
                    optimiser="momentum", momentum=momentum, learning_rate=0.01)
    w, v = np.ones(2), np.zeros(2)
    for arrays in path:
        np.testing.assert_allclose(arrays[0][:, 0, 0], w, rtol=1e-13)
        v = momentum * v + 8 * w
        w = w - 0.01 * v


ERRORS = [
    ({"momentum": 1.0}, ValueError, "momentum must be below 1, got 1.0"),
    ({"momentum": [0.5, -0.5, 0]}, ValueError, "momentum must be at least 0, got -0.5"),
    ({"weight_decay": -0.1}, ValueError, "weight_decay must be at least 0, got -0.1"),
    ({"weight_decay": np.inf}, ValueError, "weight_decay must be finite"),
    ({"weight_decay": [0.1]}, ValueError, r"weight_decay .*\(3,\).*got shape \(1,\)"),
    ({"decay_biases": 1}, TypeError, "decay_biases must be True or False, got 1"),
    ({"clip_norm": 0}, ValueError, "clip_norm must be above 0 .*got 0"),
    ({"clip_norm": [1, -2, np.inf]}, ValueError, "clip_norm must be above 0 .*got -2"),
    ({"clip_norm": np.nan}, ValueError, "clip_norm must be finite"),
    ({"clip_norm": "1"}, TypeError, "clip_norm must hold real numbers"),
    ({"warm_up": -1}, ValueError, "warm_up must be at least 0, got -1"),
    ({"warm_up": 1.5}, TypeError, "warm_up must be a whole number, got 1.5"),
    ({"slope_at_zero": [1, 2]}, ValueError, r"slope_at_zero .*\(3,\).*got shape \(2,\)"),
    ({"slope_at_zero": ["a"] * 3}, TypeError, "slope_at_zero must hold real numbers"),
    ({"slope_at_zero": [0, np.nan, 0]}, ValueError, "slope_at_zero must be finite"),
    ({"activation": "elu", "alpha": [1, 0, 1]}, ValueError, "alpha of elu.* must be .*above 0"),
]


@pytest.mark.parametrize(("options", "error", "message"), ERRORS)
def test_train_refuses(options, error, message):
    start, x, answers = problem()
    with pytest.raises(error, match=message):
        train(start, x, answers["cross_entropy"], **options)


def test_initialise_and_parameters_refuse():
    with pytest.raises(TypeError, match="batch_norm must be True or False, got 1"):
        initialise((3, 2), batch_norm=1)
    start = initialise(SIZES, batch_norm=True)
    with pytest.raises(ValueError, match="gains must have one array a hidden layer .2., got 1"):
        Parameters(start.weights, start.biases, start.gains[:1], start.shifts)
    with pytest.raises(ValueError, match="shifts must have one array a hidden layer .2., got 0"):
        Parameters(start.weights, start.biases, start.gains)
    with pytest.raises(ValueError, match=r"shifts must have shape \(1, 1, 5\) here, got .1, 1, 4"):
        Parameters(start.weights, start.biases, start.gains, start.shifts[::-1])
