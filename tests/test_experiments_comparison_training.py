"""helpers.experiments.comparison in training: what notebook 05 says, on other seeds."""
import numpy as np
import pytest

from helpers import networks
from helpers.experiments.comparison import (
    depth,
    dying,
    negatives,
    paired,
    plain,
    race,
    sparse,
    tuning,
)
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
    surviving = {name for name, value in zip(others, p, strict=True) if value < 0.05}
    assert surviving <= {"elu", "selu", "tanh", "sigmoid"} and len(surviving) <= 2


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


def test_at_three_layers_only_the_sigmoid_is_far_from_relu():
    error = {name: s.tuned_error.mean() for name, s in tuning.sweeps(3, seeds=SEEDS).items()}
    assert error.pop("sigmoid") > error["relu"] + 0.015
    assert max(abs(one - error["relu"]) for one in error.values()) < 0.015


@pytest.mark.parametrize(("name", "layers", "end", "beyond"), [
    ("sigmoid", 1, 6.4, 12.8), ("sigmoid", 3, 1.6, 3.2), ("tanh", 6, 0.4, 0.8),
    ("selu", 3, 0.2, 0.1), ("gelu_tanh", 3, 0.2, 0.1)])
def test_nothing_is_gained_beyond_the_ends_of_the_grids(name, layers, end, beyond):
    found = tuning.sweep(name, layers, rates=(end, beyond), seeds=SEEDS)
    inside, outside = np.exp(np.log(found.loss).mean(axis=1))
    assert outside > 0.85 * inside


def test_batch_normalisation_takes_elus_lead_at_six_layers(deep):
    normed = {name: tuning.sweep(name, 6, rates=(0.1, 0.2, 0.4), seeds=SEEDS, batch_norm=True)
              for name in ("relu", "elu")}
    plain, error = (group["relu"].tuned_error.mean() - group["elu"].tuned_error.mean()
                    for group in (deep, normed))
    assert plain > 0.015 and abs(error) < 0.02
    assert normed["relu"].tuned_error.mean() < deep["relu"].tuned_error.mean() - 0.01


def test_batch_normalisation_judges_all_images_together():
    after = tuning.trained("relu", 2, [0.1], [7], steps=3, batch_norm=True)
    task, record = tuning.centred_digits(), plain.PLAIN["relu"]
    whole = networks.forward(after, task.x_test, record).output
    np.testing.assert_allclose(tuning.outputs(after, task.x_test, record), whole)


@pytest.mark.parametrize("seeds", [SEEDS, tuple(range(500, 510))])
def test_where_relus_die_no_other_function_learns(seeds):
    found = {name: dying.dying(name, seeds=seeds) for name in ("relu", "leaky_relu", "elu")}
    relu = found.pop("relu")
    assert np.nanmean(relu.share[0]) < 0.02 < 0.03 < np.nanmean(relu.share[1])
    assert relu.error[0].mean() < 0.15 < relu.error[1].mean()
    for name, other in found.items():
        assert np.all(other.share[0] == 0), name
        assert other.error[0].mean() < 0.12 and other.error[1].mean() > 0.15, name
    assert not np.any(found["leaky_relu"].share[1] > 0)          # NaN: diverged


def test_dying_counts_what_training_left_behind():
    found = dying.dying("relu", 2, rates=(0.1, 1e200), seeds=(3, 4), steps=5)
    after = tuning.trained("relu", 2, [0.1, 0.1], [3, 4], steps=5)
    h, task, gone = tuning.centred_digits().x, tuning.centred_digits(), []
    for w, b in zip(after.weights[:-1], after.biases[:-1], strict=True):
        h = np.maximum(h @ w + b, 0)
        gone.append(np.all(h == 0, axis=1).mean(axis=1))
    np.testing.assert_allclose(found.share[0], np.mean(gone, axis=0))
    right = networks.accuracy(networks.forward(after, task.x_test).output, task.y_test)
    np.testing.assert_allclose(found.error[0], 1 - right)
    assert np.isnan(found.share[1]).all() and np.all(found.error[1] == 0.9)     # diverged


@pytest.mark.parametrize("seeds", [SEEDS, tuple(range(500, 510))])
def test_training_lowers_the_share_of_the_mean_in_upper_layers_and_most_stays(seeds):
    x, share = tuning.centred_digits().x, []
    for steps in (0, 120):
        after = tuning.trained("relu", 3, 0.2, list(seeds), steps=steps)
        top = networks.forward(after, x, plain.PLAIN["relu"]).post[-1]
        share.append(np.mean([depth.mean_share(h) for h in top]))
    assert 0.5 * share[0] < share[1] < share[0] - 0.05


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


@pytest.mark.parametrize("seeds", [tuple(range(50, 56))])
def test_thirty_layers_learn_with_he_and_with_glorot_only_under_adam(seeds):
    glorot, he = tuning.deep_training(seeds=seeds)
    assert np.all(glorot > 2.28) and np.sum(he < 2.2) >= len(seeds) - 2
    glorot, he = tuning.deep_training("adam", 0.001, seeds=seeds)
    assert np.sum(glorot < 2.2) >= len(seeds) - 3 and np.sum(he < glorot) >= len(seeds) - 1


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
