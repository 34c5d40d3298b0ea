"""helpers.experiments.kinks against float16 itself, hand-made cases, and findings on more seeds."""
import numpy as np
import pytest

from helpers import networks
from helpers.datasets import digits
from helpers.experiments import kinks


@pytest.fixture(scope="module")
def data():
    return digits()


def square(x):
    return x ** 2


def test_differences_of_a_square_are_2x_plus_h_and_2x():
    assert kinks.forward_difference(square, 3.0, 0.5) == 6.5
    assert kinks.central_difference(square, 3.0, 0.5) == 6.0


def test_difference_errors_of_a_cube_follow_their_powers():
    def cube(x):
        return x ** 3

    forward, central = kinks.difference_errors(cube, lambda x: 3 * x ** 2, 2.0, [0.1, 0.01])
    np.testing.assert_allclose(forward, [0.61, 0.0601], rtol=1e-6)    # 3 x h + h^2
    np.testing.assert_allclose(central, [0.01, 0.0001], rtol=1e-6)    # h^2


def test_difference_errors_need_positive_steps():
    with pytest.raises(ValueError, match="steps has to be positive"):
        kinks.difference_errors(square, square, 1.0, [0.1, 0.0])


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_rounded_to_11_bits_is_float16(seed):
    x = np.random.default_rng(seed).normal(size=10_000)
    x = x[np.abs(x) > 1e-4].astype(np.float32)                        # normal numbers of float16
    assert np.array_equal(kinks.rounded(x, 11), x.astype(np.float16).astype(np.float32))


def test_rounded_sends_ties_to_even_and_keeps_signs():
    ties = np.array([1 + 2.0 ** -11, 1 + 3 * 2.0 ** -11, -(1 + 2.0 ** -11), 0.0], np.float32)
    expected = [1, 1 + 2.0 ** -9, -1, 0]
    assert kinks.rounded(ties, 11).tolist() == expected
    assert kinks.rounded(np.float32([0.1]), 24)[0] == np.float32(0.1)


@pytest.mark.parametrize("bits", [1, 25])
def test_rounded_refuses_other_lengths(bits):
    with pytest.raises(ValueError, match="bits has to be between 2 and 24"):
        kinks.rounded(np.ones(2), bits)


@pytest.mark.parametrize(("name", "dtype"), [("float16", np.float16), ("float32", np.float32),
                                             ("float64", np.float64)])
def test_sequential_product_is_a_loop_in_that_type(name, dtype):
    rng = np.random.default_rng(8)
    x = rng.integers(1, 17, size=(40, 30)) / 16
    weights = rng.uniform(0.1, 1, size=(30, 20)) * rng.choice([-1, 1], size=(30, 20))
    total = np.zeros((40, 20), dtype)
    for k in range(30):
        total = total + x[:, k, None].astype(dtype) * weights[k].astype(dtype)
    ours = kinks.sequential_product(x, weights, kinks.SIGNIFICAND_BITS[name])
    assert np.array_equal(ours, total.astype(ours.dtype))


def test_sequential_product_in_53_bits_is_the_product():
    x, weights = np.random.default_rng(1).normal(size=(2, 5, 5))
    np.testing.assert_allclose(kinks.sequential_product(x, weights, 53), x @ weights, rtol=1e-12)


def test_zero_share_counts_exact_zeros():
    x = np.array([[1.0, 1.0], [1.0, 2.0]])
    assert kinks.zero_share(x, np.array([[1.0], [-1.0]]), 11) == 0.5


def test_share_of_zeros_falls_by_about_half_a_bit(data):
    weights = np.concatenate([networks.initialise((64, 200), seed=seed).weights[0][0]
                              for seed in (11, 12)], axis=1)
    shares = [kinks.zero_share(data.x_train, weights, bits) for bits in (5, 7, 9)]
    assert 2.5 < shares[0] / shares[1] < 6.5 and 2.5 < shares[1] / shares[2] < 6.5


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_exact_zeros_occur_in_float16_only(data, seed):
    found = {name: kinks.exact_zeros(data.x_train, data.y_train, bits, seed=seed)
             for name, bits in kinks.SIGNIFICAND_BITS.items()}
    assert found["float16"].zeros >= 6 and 4 <= found["float16"].differing <= 27
    assert found["float16"].total == 1437 * 4 * 128 and found["float16"].minibatches == 30
    for name in ("float32", "float64"):
        assert found[name].zeros == found[name].differing == 0


def by_hand(x, labels, bits, seed):
    """Exact zeros and examples whose gradient f'(0) changes, in two hidden layers."""
    first, second, last = (w[0] for w in networks.initialise((64, 12, 2, 10), seed=seed).weights)
    z1 = kinks.sequential_product(x, first, bits)
    z2 = kinks.sequential_product((z1 + np.abs(z1)) / 2, second, bits)
    logits = (z2 + np.abs(z2)) / 2 @ last
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    at_h2 = (p - np.eye(10)[labels]) @ last.T
    zero = (z1 > 0) * ((z2 > 0) * at_h2 @ second.T)
    one = (z1 >= 0) * ((z2 >= 0) * at_h2 @ second.T)
    return np.sum(z1 == 0) + np.sum(z2 == 0), np.sum(np.any(~np.isclose(zero, one), axis=1))


@pytest.mark.parametrize("seed", [24, 25, 26, 27])
def test_exact_zeros_by_hand_with_very_short_numbers(data, seed):
    x, labels = data.x_train[:200], data.y_train[:200]
    found = kinks.exact_zeros(x, labels, 4, hidden=(12, 2), minibatches=200, seed=seed)
    assert found.zeros > 3 and found.differing > 0
    assert (found.zeros, found.differing) == by_hand(x, labels, 4, seed)


def test_an_input_of_zeros_is_an_exact_zero_in_every_type(data):
    x = np.vstack([np.zeros(64), data.x_train[:59]])
    for bits in kinks.SIGNIFICAND_BITS.values():
        found = kinks.exact_zeros(x, data.y_train[:60], bits, hidden=(10,), minibatches=60)
        assert found.zeros >= 10 and found.differing >= 1


@pytest.mark.parametrize("seed", [31, 32, 33])
def test_training_in_float64_does_not_see_the_slope_at_zero(data, seed):
    losses = kinks.train_with_slopes(data.x_train, data.y_train, (0, 0.5, 1, 100), seed=seed)
    assert losses.shape == (40, 4) and losses[-1, 0] < 0.7 * losses[0, 0]
    assert np.array_equal(losses, np.repeat(losses[:, :1], 4, axis=1))


def test_training_in_float16_does_see_it(data):
    parted = [len(set(kinks.train_with_slopes(data.x_train, data.y_train, (0, 100), bits=11,
                                              seed=seed)[-1])) == 2 for seed in (41, 42, 43)]
    assert sum(parted) >= 2


def test_the_trainer_of_the_course_does_not_see_it_either(data):
    start = networks.initialise((64, 32, 10), seed=5)
    losses = [networks.train(start, data.x_train, data.y_train, steps=30, batch_size=48,
                             slope_at_zero=slope).loss for slope in (0.0, 1.0, 100.0)]
    assert np.array_equal(losses[0], losses[1]) and np.array_equal(losses[0], losses[2])


def test_training_agrees_with_the_trainer_of_the_course(data):
    x, labels = data.x_train[:48], data.y_train[:48]
    ours = kinks.train_with_slopes(x, labels, (0,), steps=6, batch_size=48, seed=9)
    start = networks.initialise((64, 64, 10), seed=9)
    theirs = networks.train(start, x, labels, learning_rate=0.5, steps=5).loss
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)


@pytest.mark.parametrize("seed", [51, 52, 53])
def test_a_gradient_check_fails_only_with_a_kink_inside(data, seed):
    net = networks.initialise((64, 32, 10), seed=seed)
    check = kinks.gradient_check(net, data.x_train[:48], data.y_train[:48], 0.1, seed=seed)
    kink = check.crossings > 0
    assert 20 <= kink.sum() <= 85
    assert check.errors[~kink].max() < 5e-5 and check.errors[kink].max() > 1e-3
    small = kinks.gradient_check(net, data.x_train[:48], data.y_train[:48], 1e-5, seed=seed)
    assert small.errors.max() < 1e-8 or small.crossings.sum() > 0


def test_descent_follows_the_slope_it_is_given():
    assert kinks.descend(lambda x: 2 * x, 1.0, [0.25, 0.25]).tolist() == [1.0, 0.5, 0.25]


@pytest.mark.parametrize(("schedule", "step", "low", "high"), [
    ("constant", 0.37, 0.1, 0.38),         # bounces within one step
    ("1/√k", 0.37, 0.0, 0.04), ("1/k", 1.3, 0.0, 0.02),
    ("halving", 0.37, 1.25, 1.27),         # stops at 2 - 2 * 0.37
])
def test_what_remains_of_the_way_to_a_kink(schedule, step, low, high):
    steps = kinks.SCHEDULES[schedule](step, np.arange(1.0, 101))
    assert steps[0] == step and len(steps) == 100
    assert low <= np.abs(kinks.descend(np.sign, 2.0, steps))[-10:].max() <= high
