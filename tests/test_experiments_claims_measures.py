"""helpers.experiments.claims: how each claim is measured, against counts and stand-ins by hand."""
from math import tanh
from types import SimpleNamespace

import numpy as np

from helpers import networks
from helpers.experiments.claims import counting, death, function, training, zeros
from helpers.experiments.comparison import tuning

SEEDS = tuple(range(300, 305))


def test_counted_arithmetic():
    for x in np.linspace(-8, 8, 101):
        assert abs(counting.plain(counting.tanh(counting.Counted(x, []))) - tanh(x)) < 1e-14
        assert counting.plain(counting.relu(counting.Counted(x, []))) == max(0, x)
        assert counting.count(counting.relu, x) == 1
    assert counting.count(lambda x: x * x + 1, 3) == 2
    assert counting.count(lambda x: (x - 1) / x, 3) == 2
    # doubled; reduced by 4; series 2 + 12 * 4 - ... counted by its own formula
    assert counting.count(counting.tanh, 0.3) == 1 + 4 + 2 + 3 * 12 + 1 + 3


def test_the_spikes_of_a_model_neuron():
    """Against a simulation: tau v' = current - v, a spike at v = 1, then a rest."""
    tau, rest, step = 0.02, 0.002, 1e-5
    for current in (0.9, 1.5, 4.0):
        v, wait, spikes = 0.0, 0.0, 0
        for _ in range(int(1 / step)):
            wait -= step
            v += step / tau * (current - v) if wait <= 0 else 0
            if v >= 1:
                v, wait, spikes = 0.0, rest, spikes + 1
        assert abs(function.spike_rate(np.array(current), tau, rest) - spikes) <= 1.5


def test_the_best_fit_is_the_best_multiple():
    shapes = np.array([[1.0, 2, 3], [1, 1, 1]])
    assert function.best_fit(shapes, 2.5 * shapes[0]) < 1e-12
    assert np.isclose(function.best_fit(shapes[1:], np.array([0.0, 3, 3])), np.sqrt(2))


def test_work_is_skipped_by_whole_rows(monkeypatch):
    h = np.ones((1, 360, 64))
    h[0, :, 0], h[0, ::2, 1] = 0, 0
    monkeypatch.setattr(zeros, "last_hidden", lambda price, seeds: h)
    found = zeros.skippable_work((0,))
    assert np.isclose(found["one input"][0], 1.5 / 64)
    assert np.isclose(found["batch of 64"][0], 1 / 64)
    bytes_kept = 62.5 / 64 * 4                                          # of each number of 4
    found = {case: numbers[0] for case, numbers in zeros.memory((0,)).items()}
    assert found["a plain array"] == 1
    assert np.isclose(found["with 4-byte places"], 2 * bytes_kept / 4)
    assert np.isclose(found["with a bit mask"], (bytes_kept + 1 / 8) / 4)


def swept(losses):
    """A stand-in for training.swept: losses and errors by name, the same for both seeds."""
    return lambda name, *others, **more: SimpleNamespace(tuned_loss=np.full(2, losses[name]),
                                                 tuned_error=np.full(2, losses[name]))


def test_a_difference_counts_for_the_side_that_the_claim_names(monkeypatch):
    monkeypatch.setattr(training, "swept", swept({"relu": 0.1, "rounded": 1, "gelu_tanh": 0.01,
                                                  "silu": 0.3, "tanh": 0.2, "sigmoid": 10}))
    expected = ((training.smooth_twins, {"a rounded corner": 1, "GELU": -1}),
                (training.error_points, {"GELU": 9, "SiLU": -20}),
                (training.deep_losses, {"against sigmoid": 2, "against tanh": np.log10(2)}))
    for measure, numbers in expected:
        for case, values in measure((0, 1)).items():
            np.testing.assert_allclose(values, numbers[case])
    errors = {("relu", 0.0): 7, ("relu", 0.003): 4, ("leaky_relu", 0.0): 9}
    monkeypatch.setattr(zeros, "memorised", lambda name, price, *others: errors[name, price])
    assert zeros.overfitting((0, 1)) == {"its own zeros": 2, "bought zeros": 3,
                                         "bought, wrong labels": 3}


def test_leaky_is_ahead_by_test_accuracy(monkeypatch):
    monkeypatch.setattr(death.tuning, "sweep", swept({"relu": 0.1, "leaky_relu": 0.06}))
    right = {"nothing": 0.9, "Leaky ReLU": 0.95}
    monkeypatch.setattr(death, "trial", lambda remedy, *others: SimpleNamespace(
        test=np.full((1, 2), right[remedy])))
    found = death.leaky_points((0, 1))
    np.testing.assert_allclose(found["1 hidden layer"], 4)
    np.testing.assert_allclose(found["3 hidden layers"], 5)


def test_steps_are_counted_against_those_of_relu(monkeypatch):
    def race(name, rates, seeds, steps):
        taken = {"relu": 50, "tanh": 25, "sigmoid": np.inf}[name]
        return SimpleNamespace(steps_to=lambda target: np.full((len(rates), 2), taken))

    monkeypatch.setattr(training.race, "race", race)
    found = training.speeds((0, 1))
    np.testing.assert_allclose(found["against sigmoid"], 4)             # 200, the last, over 50
    np.testing.assert_allclose(found["against tanh"], 0.5)


def test_a_rate_is_judged_on_the_seeds_that_did_not_choose_it(monkeypatch):
    """Rate 1 is the best for the first two seeds, rate 2 for the others; ReLU has one speed."""
    taken = np.array([[90, 90, 90, 90], [10, 30, 70, 80], [60, 50, 20, 40], [90, 90, 90, 90]])

    def race(name, rates, seeds, steps):
        return SimpleNamespace(steps_to=lambda target: np.full((4, 4), 20) if name == "relu"
                               else taken)

    monkeypatch.setattr(training.race, "race", race)
    np.testing.assert_allclose(training.speeds((0, 1, 2, 3))["against tanh"], [3, 2.5, 3.5, 4])


def test_no_other_rate_helps_glorots_scale():
    """30 layers, 100 steps of momentum: at other rates than ours the loss stays at guessing too."""
    task = tuning.centred_digits()
    rates, seeds = np.repeat((0.003, 0.1, 1.0), 2), [300, 301] * 3
    after = networks.train(tuning.start("relu", 30, seeds, gain=1.0), task.x, task.y,
                           activation=tuning.PLAIN["relu"], steps=100, learning_rate=rates,
                           optimiser="momentum", batch_size=tuning.BATCH, seed=seeds,
                           record_every=100).parameters
    loss, _ = tuning.outcome(after, tuning.PLAIN["relu"])
    assert np.all(loss > tuning.GUESS_LOSS - 0.05)


def test_another_price_does_not_save_test_error_either():
    labels = tuning.centred_digits().y[:zeros.MEMORISED]
    none, *others = (zeros.memorised("relu", price, labels, SEEDS).mean()
                     for price in (0.0, 0.001, 0.01))
    assert max(none - other for other in others) < 0.5


def test_networks_whose_neurons_die_despite_batch_norm_still_classify():
    found = death.trial("batch norm", SEEDS, (1.0,), steps=60)
    assert found.test.mean() > 0.85 and found.dead.mean() > 0.08


def test_150_digits_are_learned_by_heart():
    """What the claim on overfitting rests on: no training error, with and without a price."""
    task, seeds = tuning.centred_digits(), (300, 301)
    x, y = task.x[:zeros.MEMORISED], task.y[:zeros.MEMORISED]
    net = networks.initialise(tuning.sizes(2), ensemble=2, seed=list(seeds))
    after = networks.train(net, x, y, learning_rate=zeros.RATE, steps=300).parameters
    assert np.all(networks.accuracy(networks.forward(after, x).output, y) == 1)
    error = 1 - networks.accuracy(networks.forward(after, task.x_test).output, task.y_test)
    np.testing.assert_allclose(zeros.memorised("relu", 0.0, y, seeds), 100 * error, atol=0.3)
    np.testing.assert_allclose(zeros.memorised("relu", 1e-12, y, seeds), 100 * error, atol=0.3)
