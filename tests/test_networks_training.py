"""Training makes the steps of its rule, records what happened, and keeps members apart."""

import warnings

import numpy as np
import pytest

from helpers.activations import ACTIVATIONS
from helpers.datasets import digits
from helpers.networks import (
    LOSSES,
    OPTIMISERS,
    accuracy,
    backward,
    forward,
    initialise,
    squared_error,
    train,
)


def problem(sizes, ensemble=3, batch=6, seed=1):
    """Parameters, inputs of each member, and what each loss compares the outputs with."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(ensemble, batch, sizes[0]))
    answers = {
        "cross_entropy": rng.integers(sizes[-1], size=(ensemble, batch)),
        "squared_error": rng.normal(size=(ensemble, batch, sizes[-1])),
    }
    return initialise(sizes, ensemble=ensemble, bias=0.1, seed=seed), x, answers


def assert_same(one, other):
    """Every array of both parameters agrees to the last bit."""
    for a, b in zip(one.arrays, other.arrays, strict=True):
        np.testing.assert_array_equal(a, b, strict=True)


def reference(rule, gradient, rate, steps):
    """The path of a number that starts at 1 under `rule`, from the papers' formulas."""
    w, v, m, path = 1.0, 0.0, 0.0, [1.0]
    for t in range(1, steps + 1):
        g = gradient(w)
        if rule == "sgd":
            w = w - rate * g
        elif rule == "momentum":
            v = 0.9 * v + g
            w = w - rate * v
        else:
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            w = w - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        path.append(w)
    return path


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_an_optimiser_follows_its_formula(optimiser):
    """The weight of y = w x with x = 2, target 0: loss 4 w², gradient 8 w; the bias is fixed
    to its own path by an input of the other sign, which cancels its gradient."""
    start = initialise((1, 1), ensemble=2)
    start.weights[0][:] = 1
    path = []
    train(start, [[2.0], [-2.0]], [[0.0], [0.0]], loss="squared_error", optimiser=optimiser,
          learning_rate=[0.01, 0.05], steps=9,
          on_record=lambda step, p: path.append(p.weights[0][:, 0, 0]))
    for member, rate in enumerate((0.01, 0.05)):
        expected = reference(optimiser, lambda w: 8 * w, rate, 9)
        np.testing.assert_allclose(np.array(path)[:, member], expected, rtol=1e-12)


def test_biases_are_stepped_too():
    start, x, answers = problem((3, 5, 2))
    trace = forward(start, x)
    at_output = squared_error(trace.output, answers["squared_error"])[1]
    gradients = backward(start, trace, at_output).parameters
    after = train(start, x, answers["squared_error"], loss="squared_error", steps=1,
                  learning_rate=[0.1, 0.2, 0.3]).parameters
    rates = np.reshape([0.1, 0.2, 0.3], (3, 1, 1))
    for old, new, gradient in zip(start.arrays, after.arrays, gradients.arrays, strict=True):
        np.testing.assert_allclose(new, old - rates * gradient, rtol=1e-14)


@pytest.mark.parametrize("batch_size", [None, 5])
@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_a_member_does_not_depend_on_the_others(loss, optimiser, batch_size):
    rates, seeds = [0.1, 1e200, 0.03, 0.2, 0.3], [3, 1, 4, 1, 5]
    options = {"loss": loss, "optimiser": optimiser, "batch_size": batch_size, "steps": 12}
    for sizes in ((3, 2), (4, 1, 3), (3, 33, 17, 5)):
        start, x, answers = problem(sizes, ensemble=5, batch=23)
        y = answers[loss]
        together = train(start, x, y, learning_rate=rates, seed=seeds, **options)
        for e in (0, 2, 4):
            alone = train(start.member(e), x[e], y[e], learning_rate=rates[e], seed=seeds[e],
                          **options)
            np.testing.assert_array_equal(together.loss[:, e], alone.loss[:, 0], strict=True)
            assert_same(together.parameters.member(e), alone.parameters)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_divergence_is_silent_and_stays_with_its_member(activation):
    start, x, answers = problem((3, 5, 4, 2))
    target = 1e3 * answers["squared_error"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        history = train(start, x, target, loss="squared_error", activation=activation,
                        learning_rate=[1e-9, 1e150, 1e-9], steps=30)
        train(start, x, answers["cross_entropy"], activation=activation, learning_rate=1e300)
    assert np.isfinite(history.loss[:, [0, 2]]).all()
    assert not np.isfinite(history.loss[-1, 1])


@pytest.mark.parametrize(("optimiser", "rate"), [("sgd", 0.5), ("momentum", 0.1), ("adam", 0.01)])
def test_digits_are_learnt(optimiser, rate):
    data = digits()
    start = initialise((64, 32, 10), ensemble=2, seed=5)
    history = train(start, data.x_train, data.y_train, optimiser=optimiser, learning_rate=rate,
                    steps=60)
    assert (accuracy(forward(start, data.x_test).output, data.y_test) < 0.4).all()
    assert (accuracy(forward(history.parameters, data.x_test).output, data.y_test) > 0.9).all()


def test_records_begin_at_the_start_and_end_after_the_last_step():
    start, x, answers = problem((3, 5, 2))
    y, seen = answers["cross_entropy"], {}
    history = train(start, x, y, steps=7, record_every=3, on_record=seen.__setitem__)
    np.testing.assert_array_equal(history.steps, [0, 3, 6, 7])
    assert list(seen) == [0, 3, 6, 7] and history.loss.shape == (4, 3)
    assert_same(seen[0], start)
    assert_same(seen[7], history.parameters)
    assert_same(seen[3], train(start, x, y, steps=3).parameters)
    for record, step in enumerate(seen):
        loss = LOSSES["cross_entropy"](forward(seen[step], x).output, y)[0]
        np.testing.assert_array_equal(history.loss[record], loss)
    np.testing.assert_array_equal(train(start, x, y, steps=6, record_every=3).steps, [0, 3, 6])


def test_no_steps_leave_everything_as_it_was():
    start, x, answers = problem((3, 5, 2))
    history = train(start, x, answers["cross_entropy"], steps=0)
    assert_same(history.parameters, start)
    assert history.parameters.weights[0] is not start.weights[0]
    np.testing.assert_array_equal(history.steps, [0])


def test_minibatches_visit_every_example_once_before_any_twice():
    """A network of one bias with loss (bias - y)² tells by its loss which examples it saw."""
    start = initialise((1, 1), ensemble=3)
    start.weights[0][:] = 0
    y = 2.0 ** np.arange(7)
    history = train(start, np.zeros((7, 1)), y[:, np.newaxis], loss="squared_error", steps=11,
                    learning_rate=0, batch_size=2, seed=2)
    sums = np.rint(2 * history.loss).astype(int)  # of 4^example over the two examples of a batch
    for epoch in sums.reshape(4, 3, 3):
        assert (np.bitwise_count(epoch) == 2).all()
        assert (np.bitwise_count(np.bitwise_or.reduce(epoch)) == 6).all()
    assert len({tuple(member) for member in sums.T}) == 3
    assert not np.array_equal(sums[:3], sums[3:6])
    for member in range(3):  # spawn key (member, 1); the weights come from (member, 0)
        sequence = np.random.SeedSequence(2, spawn_key=(member, 1))
        order = np.random.default_rng(sequence).permutation(7)
        np.testing.assert_array_equal(sums[:3, member], (4 ** order[:6].reshape(3, 2)).sum(axis=1))
    every = train(start, np.zeros((7, 1)), y[:, np.newaxis], loss="squared_error", steps=3,
                  learning_rate=0, batch_size=7)
    np.testing.assert_allclose(7 * every.loss, np.sum(y**2))


def test_minibatches_keep_inputs_and_answers_together():
    """A network that is right about every example loses nothing on any batch of them."""
    start = initialise((2, 2), ensemble=2)
    x = np.random.default_rng(0).normal(size=(9, 2))
    y = forward(start, x).output
    for inputs in (x, np.stack([x, x])):
        history = train(start, inputs, y, loss="squared_error", batch_size=4, steps=9)
        assert history.loss.max() < 1e-28


def test_the_parameters_of_the_activation_are_used():
    start, x, answers = problem((3, 5, 2))
    y = answers["cross_entropy"]
    linear = train(start, x, y, activation="leaky_relu", negative_slope=1.0, steps=9)
    same = train(start, x, y, activation=ACTIVATIONS["identity"], steps=9)
    other = train(start, x, y, activation="leaky_relu", negative_slope=0.5, steps=9)
    assert_same(linear.parameters, same.parameters)
    assert not np.allclose(linear.loss, other.loss)
