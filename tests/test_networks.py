"""The networks compute what the formulas say, every member for itself, and refuse bad input."""

import dataclasses

import numpy as np
import pytest

from helpers.activations import ACTIVATIONS
from helpers.datasets import xor
from helpers.networks import (
    LOSSES,
    SCHEMES,
    Parameters,
    accuracy,
    backward,
    forward,
    initialise,
    softmax_cross_entropy,
    squared_error,
    train,
)

KINKS = np.array([-3, -1, 0, 1, 3, 6])  # of all activations at their default parameters
LAYERS = [(3, 2), (3, 5, 2), (3, 5, 4, 4, 2)]
RELU = ACTIVATIONS["relu"]


def problem(sizes, ensemble=3, batch=6, seed=1):
    """Parameters with biases other than 0, inputs of each member, labels and targets."""
    rng = np.random.default_rng(seed)
    start = initialise(sizes, ensemble=ensemble, gain=0.4, seed=seed)
    biases = tuple(rng.normal(size=b.shape) / 2 for b in start.biases)
    x = rng.normal(size=(ensemble, batch, sizes[0]))
    labels = rng.integers(sizes[-1], size=(ensemble, batch))
    return Parameters(start.weights, biases), x, labels, rng.normal(size=x.shape[:2] + sizes[-1:])


def away_from_kinks(sizes, activation):
    """The first such problem with no hidden pre-activation within 1e-4 of a kink."""
    for seed in range(99):
        found = problem(sizes, seed=seed)
        hidden = forward(*found[:2], activation).pre[:-1]
        if all(np.abs(z[..., np.newaxis] - KINKS).min() > 1e-4 for z in hidden):
            return found
    raise AssertionError(f"every problem has a kink of {activation} nearby")


def central_difference(function, array, h=1e-6):
    """The slope of function() (E,) with regard to each entry of `array` (E, ...)."""
    slopes = np.empty_like(array)
    for place in np.ndindex(array.shape[1:]):
        at = (slice(None), *place)
        kept = array[at].copy()
        array[at] = kept + h
        above = function()
        array[at] = kept - h
        slopes[at] = (above - function()) / (2 * h)
        array[at] = kept
    return slopes


def assert_same(one, other):
    """Every array of both parameters agrees to the last bit."""
    for a, b in zip(one.arrays, other.arrays, strict=True):
        np.testing.assert_array_equal(a, b, strict=True)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("sizes", LAYERS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_agree_with_central_differences(activation, sizes, loss):
    parameters, x, labels, target = away_from_kinks(sizes, activation)
    answer = labels if loss == "cross_entropy" else target
    trace = forward(parameters, x, activation)
    gradients = backward(parameters, trace, LOSSES[loss](trace.output, answer)[1], activation)
    pairs = zip(
        (*parameters.arrays, x), (*gradients.parameters.arrays, gradients.inputs), strict=True
    )
    for array, gradient in pairs:
        slopes = central_difference(
            lambda: LOSSES[loss](forward(parameters, x, activation).output, answer)[0], array
        )
        np.testing.assert_allclose(gradient, slopes, rtol=1e-5, atol=1e-8)


def test_gradients_at_the_pre_activations_agree_with_central_differences():
    parameters, x, _, target = problem((3, 5, 4, 2))
    trace = forward(parameters, x, "tanh")
    at_output = squared_error(trace.output, target)[1]
    gradients = backward(parameters, trace, at_output, "tanh")
    np.testing.assert_array_equal(gradients.pre[-1], at_output)
    for layer in (0, 1):
        z = trace.pre[layer].copy()
        above = Parameters(parameters.weights[layer + 1 :], parameters.biases[layer + 1 :])
        slopes = central_difference(
            lambda z=z, above=above: squared_error(
                forward(above, np.tanh(z), "tanh").output, target
            )[0],
            z,
        )
        np.testing.assert_allclose(gradients.pre[layer], slopes, rtol=1e-6, atol=1e-9)


def test_two_hinges_by_hand():
    """XOR is relu(a + b) - 2 relu(a + b - 1); its gradients by hand at (1, 1), target 1."""
    parameters = Parameters(
        (np.array([[[1.0, 1.0], [1.0, 1.0]]]), np.array([[[1.0], [-2.0]]])),
        (np.array([[[0.0, -1.0]]]), np.array([[[0.0]]])),
    )
    x, y = xor()
    trace = forward(parameters, x)
    np.testing.assert_array_equal(trace.pre[0][0], [[0, -1], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(trace.post[0][0], [[0, 0], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(trace.output[0], y)
    assert trace.output is trace.pre[-1] and len(trace.post) == 1
    corner = forward(parameters, x[3:])
    loss, at_output = squared_error(corner.output, [[1.0]])
    assert loss == [1] and at_output == [[[-2]]]
    gradients = backward(parameters, corner, at_output)
    np.testing.assert_array_equal(gradients.parameters.weights[1][0], [[-4], [-2]])
    np.testing.assert_array_equal(gradients.parameters.biases[0][0], [[-2, 4]])
    np.testing.assert_array_equal(gradients.parameters.weights[0][0], [[-2, 4], [-2, 4]])
    np.testing.assert_array_equal(gradients.inputs[0], [[2, 2]])
    assert backward(parameters, corner, at_output, inputs=False).inputs is None


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_another_derivative_at_the_kink(slope):
    parameters = Parameters(
        (np.ones((1, 1, 1)), np.ones((1, 1, 1))), (np.zeros((1, 1, 1)), np.zeros((1, 1, 1)))
    )
    record = dataclasses.replace(RELU, df=lambda x: np.heaviside(x, slope))
    trace = forward(parameters, [[0.0]], record)
    by_record = backward(parameters, trace, [[[3.0]]], record).inputs
    by_parameter = backward(parameters, trace, [[[3.0]]], slope_at_zero=slope).inputs
    assert by_record == by_parameter == 3 * slope


def test_inputs_may_be_shared_or_each_members_own():
    parameters, x, _, _ = problem((3, 5, 2))
    shared = forward(parameters, x[0])
    assert shared.inputs.shape == x.shape
    own = forward(parameters, np.stack([x[0]] * 3))
    np.testing.assert_array_equal(shared.output, own.output)
    with_nan = np.where(np.arange(6)[:, np.newaxis] == 2, np.nan, x)
    bad = np.isnan(forward(parameters, with_nan).output).any(axis=(0, 2))
    np.testing.assert_array_equal(bad, np.arange(6) == 2)


def test_softmax_cross_entropy_agrees_with_scipy():
    from scipy.special import log_softmax, softmax

    rng = np.random.default_rng(0)
    logits, labels = rng.normal(size=(2, 7, 4)) * 5, rng.integers(4, size=(2, 7))
    loss, gradient = softmax_cross_entropy(logits, labels)
    one_hot = np.eye(4)[labels]
    expected = -(log_softmax(logits, axis=2) * one_hot).sum(axis=2).mean(axis=1)
    np.testing.assert_allclose(loss, expected, rtol=1e-13)
    np.testing.assert_allclose(gradient, (softmax(logits, axis=2) - one_hot) / 7, atol=1e-15)


def test_softmax_cross_entropy_of_huge_logits():
    logits = np.array([[[1e4, -1e4, 0.0]], [[1e4, -1e4, 0.0]]])
    loss, gradient = softmax_cross_entropy(logits, [[0], [1]])
    np.testing.assert_array_equal(loss, [0, 2e4])
    np.testing.assert_array_equal(gradient, [[[0, 0, 0]], [[1, -1, 0]]])


def test_losses_leave_their_input_alone_and_keep_its_type():
    for dtype in (np.float16, np.float32, np.float64):
        output = np.arange(6, dtype=dtype).reshape(1, 3, 2)
        for answer in ([0, 1, 1], output):
            measure = squared_error if answer is output else softmax_cross_entropy
            loss, gradient = measure(output, answer)
            assert loss.dtype == gradient.dtype == dtype
        np.testing.assert_array_equal(output.ravel(), np.arange(6))


def test_accuracy_counts_matches_and_is_nan_where_a_network_diverged():
    logits = np.array([[[2.0, 1.0], [0.0, 3.0]], [[1.0, 2.0], [0.0, 3.0]], [[np.nan, 0], [1, 2]]])
    np.testing.assert_array_equal(accuracy(logits, [0, 1]), [1, 0.5, np.nan])
    np.testing.assert_array_equal(accuracy(logits[:2], [[0, 1], [0, 0]]), [1, 0])


@pytest.mark.parametrize(
    ("scheme", "variance"), [("he", 2 / 200), ("glorot", 2 / 500), ("lecun", 1 / 200)]
)
def test_weights_are_normal_with_the_variance_of_the_paper(scheme, variance):
    gain = np.array([1.0, 0.5])
    weights = initialise((200, 300), scheme=scheme, gain=gain, ensemble=2, seed=4).weights[0]
    np.testing.assert_allclose(weights.std(axis=(1, 2)), np.sqrt(variance) * gain, rtol=0.02)
    np.testing.assert_allclose(weights.mean(axis=(1, 2)), 0, atol=4 * np.sqrt(variance / 6e4))
    share = np.mean(np.abs(weights[0]) < np.sqrt(variance))
    assert abs(share - 0.6827) < 0.01


@pytest.mark.parametrize("sizes", [(8, 5), (5, 8), (6, 6)])
def test_orthogonal_weights_are_orthonormal_and_unbiased(sizes):
    weights = initialise(sizes, scheme="orthogonal", ensemble=400, gain=2.0).weights[0] / 2
    short = weights if sizes[0] >= sizes[1] else weights.swapaxes(1, 2)
    identity = np.broadcast_to(np.eye(min(sizes)), (400, min(sizes), min(sizes)))
    np.testing.assert_allclose(short.swapaxes(1, 2) @ short, identity, atol=1e-12)
    assert np.abs(weights.mean(axis=0)).max() < 4 * np.sqrt(1 / max(sizes) / 400)


def test_biases_start_where_told_and_dtype_is_kept():
    parameters = initialise((2, 3, 1), ensemble=2, bias=[0.5, -1.0], dtype=np.float32)
    assert parameters.sizes == (2, 3, 1) and parameters.ensemble == 2
    for b in parameters.biases:
        np.testing.assert_array_equal(b[:, 0], np.repeat([[0.5], [-1]], b.shape[2], axis=1))
    trace = forward(parameters, [[1.0, 2.0]])
    gradients = backward(parameters, trace, np.ones((2, 1, 1)))
    history = train(parameters, [[1, 2]], [[1]], loss="squared_error", optimiser="adam", steps=3)
    for p in (parameters, gradients.parameters, history.parameters):
        assert {array.dtype for array in p.arrays} == {np.dtype(np.float32)}
    assert trace.output.dtype == gradients.inputs.dtype == history.loss.dtype == np.float32


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_start_of_a_member_does_not_depend_on_the_others(scheme):
    few, many = (initialise((4, 3, 2), scheme=scheme, ensemble=n, seed=9) for n in (2, 5))
    assert_same(few.member(1), many.member(1))
    seeds = initialise((4, 3, 2), scheme=scheme, ensemble=3, seed=[8, 9, 7])
    assert_same(seeds.member(1), initialise((4, 3, 2), scheme=scheme, seed=9))
    assert_same(few.member(-2), seeds.member(1))
    assert len({float(w[0, 0]) for w in many.weights[0]}) == 5


def test_weights_come_from_a_stream_of_their_own():
    """Spawn key (member, 0); minibatches use (member, 1), so neither repeats the other."""
    weights = initialise((3, 2), scheme="lecun", ensemble=2, seed=7).weights[0]
    for member in (0, 1):
        sequence = np.random.SeedSequence(7, spawn_key=(member, 0))
        drawn = np.random.default_rng(sequence).standard_normal((3, 2))
        np.testing.assert_allclose(weights[member], drawn / np.sqrt(3), rtol=1e-15)
