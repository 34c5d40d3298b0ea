"""helpers.experiments.comparison in training: what notebook 05 says, on other seeds."""
import numpy as np
import pytest

from helpers import networks
from helpers.experiments.comparison import negatives, paired, plain, race, sparse, tuning
from helpers.experiments.comparison.sparse import descend

SEEDS = tuple(range(400, 410))


def geometric(loss):
    return np.exp(np.log(loss).mean())


@pytest.fixture(scope="module")
def shallow():
    return tuning.sweeps(1, seeds=SEEDS)


@pytest.fixture(scope="module")
def deep():
    names = ("relu", "elu", "selu", "tanh")
    return tuning.sweeps(6, {name: name for name in names}, seeds=SEEDS)


def test_one_hidden_layer_shows_differences_in_loss_more_than_in_error(shallow):
    loss = {name: geometric(s.tuned_loss) for name, s in shallow.items()}
    assert loss["gelu_tanh"] < loss["relu"] < min(loss["elu"], loss["selu"])
    assert loss["shifted_relu"] < loss["relu"]
    errors = [s.tuned_error.mean() for s in shallow.values()]
    assert max(errors) - min(errors) < 0.017
    others = [name for name in shallow if name != "relu"]
    p = paired.holm([paired.sign_flip_p(shallow[name].tuned_error - shallow["relu"].tuned_error)
                     for name in others])
    assert {name for name, value in zip(others, p, strict=True) if value < 0.05} <= {"elu", "selu"}


def test_best_rates_differ(shallow):
    best = {name: s.rates[np.argmin(np.log(s.loss).mean(axis=1))] for name, s in shallow.items()}
    assert best["sigmoid"] >= 4 * best["relu"] and best["tanh"] > best["relu"]
    assert np.all(shallow["relu"].loss[-1] > 1)


def test_six_hidden_layers_favour_elu_selu_and_tanh(deep):
    relu = np.log(deep["relu"].tuned_loss)
    differences = {name: np.log(deep[name].tuned_loss) - relu for name in ("elu", "selu", "tanh")}
    assert max(np.exp(d.mean()) for d in differences.values()) < 0.65
    assert max(paired.holm([paired.sign_flip_p(d) for d in differences.values()])) < 0.05


def test_the_sigmoid_guesses_at_six_layers():
    found = tuning.sweep("sigmoid", 6, seeds=SEEDS[:3])
    assert found.loss.min() > 2.2 and found.loss.max() <= np.log(10)


def test_a_rate_is_chosen_by_the_other_half_of_the_seeds():
    loss = np.array([[1.0, 1, 5, 5], [5, 5, 1, 1]])
    s = tuning.Sweep(np.array([0.1, 0.2]), loss, 10 * loss)
    assert s.chosen.tolist() == [1, 1, 0, 0]
    assert s.tuned_loss.tolist() == [5, 5, 5, 5] and s.tuned_error.tolist() == [50] * 4


def test_same_seeds_make_pairs_and_a_member_does_not_depend_on_the_grid():
    one = tuning.sweep("relu", 1, rates=(0.4,), seeds=(5,), steps=10)
    grid = tuning.sweep("relu", 1, rates=(0.1, 0.4), seeds=(3, 5), steps=10)
    assert one.loss[0, 0] == pytest.approx(grid.loss[1, 1], rel=1e-9)
    a, b = tuning.start("tanh", 2, (9,)), tuning.start("relu", 2, (9,))
    ratio = tuning.own_gain("tanh") / tuning.own_gain("relu")
    np.testing.assert_allclose(a.weights[0], ratio * b.weights[0])


def test_the_task_is_centred_and_scaled_without_looking_at_the_test_images():
    task = tuning.centred_digits()
    np.testing.assert_allclose(task.x.mean(axis=0), 0, atol=1e-12)
    assert task.x.var() == pytest.approx(1) and task.x_test.shape == (360, 64)


def test_a_diverged_network_counts_as_guessing():
    s = tuning.sweep("relu", 3, rates=(50.0,), seeds=(1, 2), steps=20)
    assert np.all(s.loss == np.log(10)) and np.all(s.error == 0.9)


@pytest.mark.parametrize("seeds", [(50, 51, 52), (60, 61, 62)])
def test_thirty_layers_learn_with_he_and_with_glorot_only_under_adam(seeds):
    glorot, he = tuning.deep_training(seeds=seeds)
    assert np.all(glorot > 2.28) and np.all(he < 2.15)
    glorot, he = tuning.deep_training("adam", 0.001, seeds=seeds)
    assert np.sum(glorot < 2.2) >= 2 and np.all(he < glorot)


@pytest.mark.parametrize("labels", [None, 128])
def test_tanh_arrives_first_when_tuned_and_relu_at_a_small_shared_rate(labels):
    settings = {"seeds": SEEDS[:6], "random_labels": labels}
    relu, tanh = (race.race(name, **settings).steps_to(0.05).mean(axis=1)
                  for name in ("relu", "tanh"))
    assert tanh.min() < 0.85 * relu.min()
    assert relu[0] < tanh[0] and tanh[2] < relu[2]


def test_the_sigmoid_is_last_and_never_arrives_with_the_start_of_2010():
    own, small, relu = (race.race(name, gain=gain, seeds=SEEDS[:4]) for name, gain in (
        ("sigmoid", None), ("sigmoid", race.SMALL), ("relu", None)))
    fastest = [r.steps_to(0.05).mean(axis=1).min() for r in (own, small, relu)]
    assert fastest[0] > 1.8 * fastest[2] and fastest[1] == np.inf


def test_steps_to_counts_the_first_arrival():
    error = np.array([0.9, 0.3, 0.5, 0.2]).reshape(4, 1, 1)
    r = race.Race(np.array([0, 5, 10, 15]), np.array([1.0]), error)
    assert [r.steps_to(t)[0, 0] for t in (0.9, 0.4, 0.25, 0.1)] == [0, 5, 15, np.inf]


def test_networks_use_negative_values_and_do_not_need_them():
    cut = {name: negatives.without_negatives(name, seeds=SEEDS)
           for name in ("relu", "leaky_relu", "elu", "silu", "selu", "tanh")}
    rise = {name: c.positive.mean() - c.whole.mean() for name, c in cut.items()}
    assert rise["tanh"] > 0.1 and rise["selu"] > 0.05 and rise["elu"] > 0.004
    assert rise["relu"] == 0 and abs(rise["leaky_relu"]) < 0.004 and abs(rise["silu"]) < 0.01
    best = min(c.whole.mean() for c in cut.values())
    assert cut["relu"].whole.mean() < best + 0.005
    assert cut["relu"].negative.mean() > 0.8


def test_a_price_makes_zeros_and_nobody_dead():
    found = sparse.l1_sweep((0.0, 0.003, 0.03, 0.1), seeds=SEEDS[:4])
    zeros, error = found.zeros.mean(axis=1), found.error.mean(axis=1)
    assert np.all(np.diff(zeros) > 0.03) and zeros[0] < 0.55 and zeros[2] > 0.8
    assert abs(error[1] - error[0]) < 0.01 and error[2] < error[0] + 0.02 < error[3] + 0.015
    assert np.all(found.off[:3] < 0.02)


def test_the_priced_step_follows_the_gradient_of_loss_and_price():
    rng, price, rate = np.random.default_rng(2), 0.3, 1e-3
    x, y = rng.normal(size=(6, 64)), rng.integers(10, size=6)
    net = networks.initialise((64, 8, 7, 10), seed=4)

    def objective(parameters):
        trace = networks.forward(parameters, x)
        return (networks.softmax_cross_entropy(trace.output, y)[0][0]
                + price * sum(h.sum(axis=-1).mean() for h in trace.post))

    moved, trace = net.copy(), networks.forward(net, x, plain.PLAIN["relu"])
    gradient = networks.softmax_cross_entropy(trace.output, y)[1]
    descend(moved, trace, gradient, np.full((1, 1, 1), price), rate)
    for layer, (i, j) in ((0, (3, 2)), (1, (1, 4)), (2, (5, 6))):
        ends = []
        for h in (1e-6, -1e-6):
            nudged = net.copy()
            nudged.weights[layer][0, i, j] += h
            ends.append(objective(nudged))
        slope = (ends[0] - ends[1]) / 2e-6
        step = net.weights[layer][0, i, j] - moved.weights[layer][0, i, j]
        assert step / rate == pytest.approx(slope, abs=1e-6)
