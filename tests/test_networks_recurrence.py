"""helpers.networks.recurrence: its gradients are those of central differences, its starts exact."""
import numpy as np
import pytest

from helpers.networks import back_through_time, recurrent_start, squared_error, unroll


def task(ensemble=2, steps=5, batch=3, own=False):
    """Networks of (2, 4, 2), sequences and targets; own: other sequences for each member."""
    rng = np.random.default_rng(7)
    network = recurrent_start((2, 4, 2), start="random", ensemble=ensemble, seed=3)
    for array in network.arrays:
        array += 0.1 * rng.normal(size=array.shape)
    shape = (steps, ensemble, batch, 2) if own else (steps, batch, 2)
    return network, rng.normal(size=shape), rng.normal(size=(ensemble, batch, 2))


def by_hand(network, x, e, f):
    """The output of member e, one example and one step at a time."""
    outputs = []
    for b in range(x.shape[1]):
        h = np.zeros(network.bias.shape[2])
        for x_t in x[:, b]:
            h = f(network.inputs[e].T @ x_t + network.recurrent[e].T @ h + network.bias[e, 0])
        outputs.append(network.readout[e].T @ h + network.readout_bias[e, 0])
    return np.array(outputs)


def test_unroll_is_the_loop_written_out():
    network, x, _ = task()
    output = unroll(network, x, "tanh").output
    for e in range(2):
        np.testing.assert_allclose(output[e], by_hand(network, x, e, np.tanh), atol=1e-12)
    network, x, _ = task(own=True)
    output = unroll(network, x, "relu").output
    ramp = [by_hand(network, x[:, e], e, lambda z: (z + abs(z)) / 2) for e in range(2)]
    np.testing.assert_allclose(output, ramp, atol=1e-12)


@pytest.mark.parametrize("activation", ["relu", "tanh", "gelu"])
@pytest.mark.parametrize("own", [False, True])
def test_every_gradient_is_that_of_central_differences(activation, own):
    network, x, target = task(own=own)
    trace = unroll(network, x, activation)
    _, at_output = squared_error(trace.output, target)
    gradients, _ = back_through_time(network, trace, at_output, activation)
    h = 1e-6
    for array, gradient in zip(network.arrays, gradients.arrays, strict=True):
        assert array.shape == gradient.shape
        numeric = np.zeros_like(array)
        for k in np.ndindex(array.shape):
            kept, losses = array[k], []
            for array[k] in (kept + h, kept - h):
                losses.append(squared_error(unroll(network, x, activation).output, target)[0][k[0]])
            array[k] = kept
            numeric[k] = (losses[0] - losses[1]) / (2 * h)
        np.testing.assert_allclose(gradient, numeric, atol=1e-8)


def test_the_gradient_at_a_state_is_a_product_of_weights_and_slopes():
    network, x, _ = task(ensemble=1, batch=1)
    trace = unroll(network, x, "tanh")
    _, by_step = back_through_time(network, trace, np.ones((1, 1, 2)), "tanh")
    assert len(by_step) == len(x) + 1
    g = network.readout[0].sum(axis=1)
    for t in reversed(range(len(x))):
        np.testing.assert_allclose(by_step[t + 1][0, 0], g)
        slope = 1 - trace.states[t + 1][0, 0] ** 2
        g = network.recurrent[0] @ (slope * g)
    np.testing.assert_allclose(by_step[0][0, 0], g)


def test_a_member_is_the_same_alone():
    network, x, _ = task(ensemble=3)
    alone = recurrent_start((2, 4, 2), start="random", ensemble=1, seed=3)
    three = recurrent_start((2, 4, 2), start="random", ensemble=3, seed=3)
    for one, many in zip(alone.arrays, three.arrays, strict=True):
        np.testing.assert_array_equal(one[0], many[0])
    again = recurrent_start((2, 4, 2), ensemble=2, seed=[5, 5])
    np.testing.assert_array_equal(again.inputs[0], again.inputs[1])


def test_the_starts():
    identity = recurrent_start((2, 5, 1), scale=[1.0, 0.9], ensemble=2)
    np.testing.assert_array_equal(identity.recurrent, [np.eye(5), 0.9 * np.eye(5)])
    random = recurrent_start((2, 400, 1), start="random", scale=2.0)
    assert random.recurrent.std() == pytest.approx(2 / 20, rel=0.02)
    assert random.readout.std() == pytest.approx(1 / 20, rel=0.1)
    assert not random.bias.any() and not random.readout_bias.any()
    np.testing.assert_array_equal(random.inputs, recurrent_start((2, 400, 1)).inputs)
    assert recurrent_start((1, 2, 1), dtype=np.float32).recurrent.dtype == np.float32


def test_wrong_arguments_are_named():
    network, x, _ = task()
    with pytest.raises(ValueError, match="start must be one of identity, random"):
        recurrent_start((1, 2, 1), start="zero")
    with pytest.raises(ValueError, match=r"x must have shape \(steps, batch, 2\)"):
        unroll(network, x[..., :1])
    with pytest.raises(ValueError, match=r"got \(3, 2\)"):
        unroll(network, x[0])
    with pytest.raises(ValueError, match="activation must be one of"):
        unroll(network, x, "rely")


def test_each_network_has_its_own_parameter_of_the_activation():
    network = recurrent_start((2, 5, 1), start="random", ensemble=3, seed=1)
    x, slopes = np.random.default_rng(0).normal(size=(7, 4, 2)), [0.1, 0.3, 0.9]

    def gradients(network, ensemble, slope):
        trace = unroll(network, x, "leaky_relu", negative_slope=slope)
        at_output = np.ones((ensemble, 4, 1))
        return back_through_time(
            network, trace, at_output, "leaky_relu", negative_slope=slope)[0].arrays

    together = gradients(network, 3, slopes)
    for e, slope in enumerate(slopes):
        alone = type(network)(*(array[e:e + 1] for array in network.arrays))
        for part, all_parts in zip(gradients(alone, 1, slope), together, strict=True):
            np.testing.assert_allclose(all_parts[e:e + 1], part, rtol=1e-12, atol=1e-14)
