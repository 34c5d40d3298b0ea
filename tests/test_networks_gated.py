"""helpers.networks.gated: forward as a sum written out, gradients by central differences."""
import numpy as np
import pytest

from helpers.networks import feed_forward, feed_forward_backward, feed_forward_start


def task(gated, ensemble=2, batch=3):
    rng = np.random.default_rng(5)
    block = feed_forward_start(4, 6, gated=gated, ensemble=ensemble, seed=1)
    return block, rng.normal(size=(ensemble, batch, 4)), rng.normal(size=(ensemble, batch, 4))


@pytest.mark.parametrize("gated", [False, True])
def test_the_output_is_the_sum_over_hidden_neurons(gated):
    block, x, _ = task(gated)
    output = feed_forward(block, x, "relu").output
    for e, b in np.ndindex(2, 3):
        row = np.zeros(4)
        for k in range(6):
            hidden = max(0.0, float(x[e, b] @ block.gate[e, :, k]))
            row += hidden * (x[e, b] @ block.value[e, :, k] if gated else 1) * block.down[e, k]
        np.testing.assert_allclose(output[e, b], row, atol=1e-12)


@pytest.mark.parametrize("gated", [False, True])
@pytest.mark.parametrize("activation", ["relu", "gelu", "silu", "identity"])
def test_every_gradient_is_that_of_central_differences(gated, activation):
    block, x, weights = task(gated)
    gradients, at_x = feed_forward_backward(block, feed_forward(block, x, activation), weights,
                                            activation)
    assert len(block.arrays) == len(gradients.arrays) == (3 if gated else 2)
    pairs = zip((*block.arrays, x), (*gradients.arrays, at_x), strict=True)
    h = 1e-6
    for array, gradient in pairs:
        numeric = np.zeros_like(array)
        for k in np.ndindex(array.shape):
            kept, losses = array[k], []
            for array[k] in (kept + h, kept - h):
                losses.append(np.sum(weights * feed_forward(block, x, activation).output))
            array[k] = kept
            numeric[k] = (losses[0] - losses[1]) / (2 * h)
        np.testing.assert_allclose(gradient, numeric, atol=1e-7)


@pytest.mark.parametrize(("activation", "second"), [("relu", 0.5), ("silu", 0.355776)])
@pytest.mark.parametrize("gated", [False, True])
def test_the_gain_gives_outputs_of_mean_square_one(activation, second, gated):
    block = feed_forward_start(64, 512, gated=gated, gain=second ** -0.5, ensemble=4)
    x = np.random.default_rng(0).normal(size=(4, 400, 64))
    assert np.mean(feed_forward(block, x, activation).output ** 2) == pytest.approx(1, rel=0.1)


def test_two_thirds_of_the_width_are_as_many_parameters():
    plain, gated = feed_forward_start(8, 24), feed_forward_start(8, 16, gated=True)
    assert sum(a.size for a in plain.arrays) == sum(a.size for a in gated.arrays) == 384
    alone = feed_forward_start(8, 16, gated=True, ensemble=3).gate[:1]
    np.testing.assert_array_equal(alone, gated.gate)


def test_wrong_shapes_are_named():
    block, x, _ = task(True)
    with pytest.raises(ValueError, match=r"x must have shape \(2, batch, 4\), got \(1, 3, 4\)"):
        feed_forward(block, x[:1])
    with pytest.raises(TypeError, match="gated must be True or False"):
        feed_forward_start(4, 4, gated="yes")
