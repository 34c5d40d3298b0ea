"""Convolution by loops and by central differences; pooling; a network that learns."""
import numpy as np
import pytest

from helpers import networks
from helpers.networks import convolution


def loops(x, kernels, biases, padding):
    """The definition of a convolution, one number at a time."""
    e, b, h, w, c = x.shape
    k = kernels.shape[1]
    big = np.zeros((e, b, h + 2 * padding, w + 2 * padding, c))
    big[:, :, padding:padding + h, padding:padding + w] = x
    out = np.empty((e, b, h + 2 * padding - k + 1, w + 2 * padding - k + 1, kernels.shape[4]))
    for place in np.ndindex(out.shape):
        m, n, row, column, kernel = place
        patch = big[m, n, row:row + k, column:column + k]
        out[place] = np.sum(patch * kernels[m, ..., kernel]) + biases[m, 0, kernel]
    return out


def differences(f, array, h=1e-6):
    """Central differences of a function of `array`, which is changed in place and put back."""
    found = np.empty_like(array)
    for place in np.ndindex(array.shape):
        before = array[place]
        array[place] = before + h
        up = f()
        array[place] = before - h
        found[place] = (up - f()) / (2 * h)
        array[place] = before
    return found


@pytest.fixture
def layer():
    rng = np.random.default_rng(3)
    return (rng.normal(size=(2, 2, 5, 4, 3)), rng.normal(size=(2, 3, 3, 3, 2)),
            rng.normal(size=(2, 1, 2)))


@pytest.mark.parametrize("padding", [0, 1])
def test_convolve_is_its_definition(layer, padding):
    np.testing.assert_allclose(convolution.convolve(*layer, padding=padding),
                               loops(*layer, padding), atol=1e-12)


@pytest.mark.parametrize("padding", [0, 1])
def test_gradients_of_a_layer_are_central_differences(layer, padding):
    x, kernels, biases = layer
    at_maps = np.random.default_rng(4).normal(
        size=convolution.convolve(*layer, padding=padding).shape)

    def loss():
        return np.sum(at_maps * convolution.convolve(x, kernels, biases, padding))

    found = convolution.convolve_backward(x, kernels, at_maps, padding)
    for gradient, array in zip(found, layer, strict=True):
        np.testing.assert_allclose(gradient, differences(loss, array), atol=1e-7)
    assert convolution.convolve_backward(x, kernels, at_maps, padding, inputs=False)[0] is None


@pytest.mark.parametrize(("pooling", "reduce"), [("max", np.max), ("mean", np.mean)])
def test_pooling_and_its_gradient(pooling, reduce):
    forward, backward = convolution.POOLING[pooling]
    rng = np.random.default_rng(5)
    x, at_pooled = rng.normal(size=(2, 3, 4, 6, 2)), rng.normal(size=(2, 3, 2, 3, 2))
    pooled = forward(x)
    for m, n, row, column, channel in np.ndindex(pooled.shape):
        square = x[m, n, 2 * row:2 * row + 2, 2 * column:2 * column + 2, channel]
        assert pooled[m, n, row, column, channel] == pytest.approx(reduce(square))
    wanted = differences(lambda: np.sum(at_pooled * forward(x)), x)
    np.testing.assert_allclose(backward(x, pooled, at_pooled), wanted, atol=1e-7)


def test_equal_values_share_the_gradient_of_max_pooling():
    x = np.zeros((1, 1, 2, 2, 1))
    x[0, 0, 0] = 1.0
    found = convolution.pool_max_backward(x, convolution.pool_max(x), np.ones((1, 1, 1, 1, 1)))
    np.testing.assert_allclose(found[0, 0, :, :, 0], [[0.5, 0.5], [0, 0]])


@pytest.mark.parametrize("pooling", ["max", "mean"])
@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_gradients_of_a_network_are_central_differences(activation, pooling):
    rng = np.random.default_rng(6)
    x, y = rng.normal(size=(3, 4, 4, 1)), np.array([0, 2, 1])
    parameters = convolution.initialise((1, 2, 3), size=4, classes=3, seeds=(1, 2))
    for array in parameters.arrays:
        array += 0.1 * rng.normal(size=array.shape)

    def losses():
        out = convolution.forward(parameters, x, activation, pooling).output
        return networks.softmax_cross_entropy(out, y)[0].sum()

    trace = convolution.forward(parameters, x, activation, pooling)
    _, at_output = networks.softmax_cross_entropy(trace.output, y)
    found = convolution.backward(parameters, trace, at_output, activation, pooling)
    for gradient, array in zip(found.arrays, parameters.arrays, strict=True):
        np.testing.assert_allclose(gradient, differences(losses, array), atol=1e-7)


def test_a_network_without_non_linearity_is_linear():
    parameters = convolution.initialise((1, 3, 4), seeds=(5,))
    x = np.random.default_rng(7).normal(size=(2, 8, 8, 1))

    def out(image, pooling):
        return convolution.forward(parameters, image[None], "identity", pooling).output

    for pooling, linear in (("mean", True), ("max", False)):
        both = out(x[0] + x[1], pooling), out(x[0], pooling) + out(x[1], pooling)
        assert np.allclose(*both) == linear


def stripes(count, seed):
    """Images (N, 4, 4, 1) of noise with a bright row (0) or a bright column (1), and which."""
    rng = np.random.default_rng(seed)
    x, y = 0.3 * rng.normal(size=(count, 4, 4, 1)), rng.integers(2, size=count)
    for image, column, at in zip(x, y, rng.integers(4, size=count), strict=True):
        image[(slice(None), at) if column else at] += 1
    return x, y


def test_training_learns_and_members_do_not_meet():
    x, y = stripes(200, 0)
    new, truth = stripes(200, 1)
    begin = convolution.initialise((1, 4), size=4, classes=2, seeds=(3, 4))
    settings = {"learning_rate": 0.02, "steps": 150, "batch_size": 20}
    after = convolution.train(begin, x, y, seeds=(3, 4), **settings)
    assert np.all(networks.accuracy(convolution.forward(after, new).output, truth) > 0.9)
    alone = convolution.train(convolution.initialise((1, 4), size=4, classes=2, seeds=(4,)), x, y,
                              seeds=(4,), **settings)
    np.testing.assert_allclose(alone.kernels[0][0], after.kernels[0][1], atol=1e-10)
    again = convolution.initialise((1, 4), size=4, classes=2, seeds=(3, 4))
    np.testing.assert_array_equal(begin.weights, again.weights)


def test_the_learning_rate_falls_to_zero_and_adam_begins_with_it():
    x, y = stripes(40, 2)
    begin = convolution.initialise((1, 4), size=4, classes=2, seeds=(0, 1))
    after = convolution.train(begin, x, y, learning_rate=[0.02, 0.0], steps=1, batch_size=40,
                              seeds=(0, 1))
    change = np.abs(after.weights - begin.weights)
    assert change[0].max() == pytest.approx(0.02, rel=1e-3) and change[1].max() == 0
    two = convolution.train(begin, x, y, learning_rate=0.02, steps=2, batch_size=40, seeds=(0, 1))
    assert np.abs(two.weights - begin.weights).max() == pytest.approx(0.03, rel=0.02)


def test_the_start_has_the_variance_of_its_gain():
    found = convolution.initialise((2, 40, 80), size=8, gain=1.5, seeds=(0, 1, 2))
    for array, inputs in zip((*found.kernels, found.weights), (18, 360, 320), strict=True):
        assert array.std() == pytest.approx(1.5 / np.sqrt(inputs), rel=0.05)
    assert all(np.all(b == 0) for b in (*found.kernel_biases, found.biases))


@pytest.mark.parametrize(("call", "said"), [
    (lambda: convolution.patches(np.zeros((2, 5, 5)), 3), r"\(E, B, H, W, C\)"),
    (lambda: convolution.patches(np.zeros((1, 1, 2, 2, 1)), 3), "no patch of 3 x 3"),
    (lambda: convolution.convolve(np.zeros((1, 1, 5, 5, 2)), np.zeros((1, 3, 3, 1, 4))),
     "for 1 channels, x has 2"),
    (lambda: convolution.convolve(np.zeros((1, 1, 5, 5, 1)), np.zeros((3, 3))), "kernels must"),
    (lambda: convolution.pool_max(np.zeros((1, 1, 5, 4, 1))), "even heights and widths, got 5 x 4"),
    (lambda: convolution.initialise((1, 4, 4), size=6), "divisible by 2"),
    (lambda: convolution.forward(convolution.initialise(), np.zeros((1, 8, 8, 1)), "relu", "min"),
     "pooling must be one of max, mean"),
])
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
