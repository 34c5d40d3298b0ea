"""Dead neurons: the definitions, counts and simulations, against cases worked out by hand."""
import numpy as np
import pytest

from helpers import networks
from helpers.activations import ACTIVATIONS
from helpers.datasets import digits
from helpers.experiments import deaths
from helpers.experiments.deaths.lives import Lives

PRE = np.array([[[1.0, -2.0, -3.0, 0.0], [-1.0, -0.5, -9.0, 0.0], [2.0, 0.1, -0.2, 0.0]]])


@pytest.fixture(scope="module")
def data():
    return digits()


def test_off_is_a_slope_of_exactly_0_on_one_example():
    np.testing.assert_array_equal(deaths.off(PRE)[0], PRE[0] <= 0)
    assert not deaths.off(PRE, "leaky_relu").any()
    assert not deaths.off(PRE, "gelu").any()                     # its slope is negative in places
    np.testing.assert_array_equal(deaths.off(PRE, "hard_tanh")[0], np.abs(PRE[0]) >= 1)


def test_dead_is_off_on_every_example():
    np.testing.assert_array_equal(deaths.dead(PRE), [[False, False, True, True]])
    np.testing.assert_allclose(deaths.share_on(PRE), [[2 / 3, 1 / 3, 0, 0]])
    for name in ("elu", "leaky_relu", "gelu", "sigmoid"):
        assert not deaths.dead(PRE, name).any(), name
    high = np.full((1, 4, 1), 7.0)
    assert deaths.dead(high, "hard_tanh").all() and deaths.dead(high, "relu6").all()
    assert not deaths.dead(high).any()


def test_an_elu_is_dead_when_its_slope_underflows():
    assert deaths.dead(np.full((1, 2, 1), -800.0), "elu").all()
    assert not deaths.dead(np.full((1, 2, 1), -700.0), "elu").any()


def test_each_member_has_its_own_parameter_and_its_own_data():
    pre = np.full((2, 3, 1), -1.0)
    gone = deaths.dead(pre, "leaky_relu", negative_slope=np.array([0.0, 0.1]))
    assert gone.tolist() == [[True], [False]]


def test_a_diverged_neuron_is_neither_dead_nor_on():
    pre = np.array([[[np.nan, -1.0], [-1.0, -1.0]]])
    assert deaths.dead(pre).tolist() == [[False, True]]
    share = deaths.share_on(pre)
    assert np.isnan(share[0, 0]) and share[0, 1] == 0


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu", "gelu", "hard_tanh", "relu6"])
def test_dead_neurons_get_no_gradient_and_others_do(name):
    rng = np.random.default_rng(8)
    net = networks.initialise((3, 12, 2), seed=5, bias=-3.0, gain=2.0)
    x, labels = rng.normal(size=(20, 3)), rng.integers(2, size=20)
    trace = networks.forward(net, x, name)
    _, at_output = networks.softmax_cross_entropy(trace.output, labels)
    gradient = networks.backward(net, trace, at_output, name).parameters
    got = np.any(gradient.weights[0][0] != 0, axis=0) | (gradient.biases[0][0, 0] != 0)
    np.testing.assert_array_equal(deaths.dead(trace.pre[0], name)[0], ~got)


def test_cut_off_means_alive_below_a_wholly_dead_layer():
    dead = np.array([[[0, 1, 0], [1, 1, 1], [0, 0, 1]], [[0, 1, 0], [0, 0, 1], [1, 1, 1]],
                     [[1, 1, 1], [0, 0, 0], [0, 1, 0]]], bool)
    expected = np.zeros_like(dead)
    expected[0, 0] = [1, 0, 1]                                   # not the layer above the dead one
    expected[1, 0], expected[1, 1] = [1, 0, 1], [1, 1, 0]
    np.testing.assert_array_equal(deaths.cut_off(dead), expected)


def test_lives_count_deaths_and_returns_apart():
    on = np.array([[1, 1, 0, 0], [0, 1, 0, 0.5], [0, 1, 0, 0], [0.5, 1, 0, 0]])[:, None, None, :]
    run = Lives(np.arange(4), on, np.zeros((4, 1)), np.zeros(1))
    assert run.deaths.tolist() == [[2]] and run.returns.tolist() == [[2]]
    np.testing.assert_allclose(run.share[:, 0, 0], [0.5, 0.5, 0.75, 0.5])
    longer = Lives(np.arange(2), on[[1, 2]], np.zeros((2, 1)), np.zeros(1))
    assert longer.deaths.tolist() == [[1]] and longer.returns.tolist() == [[0]]
    lost = Lives(np.arange(1), np.array([[[[0, np.nan], [0, 1]]]]), np.zeros((1, 1)), np.zeros(1))
    np.testing.assert_array_equal(lost.share, [[[np.nan, 0.5]]])


def test_lives_record_the_network_that_train_makes(data):
    start = networks.initialise((64, 6, 6, 10), ensemble=2, seed=[3, 4], bias=-0.3)
    how = {"learning_rate": 0.4, "batch_size": 32, "seed": [3, 4], "optimiser": "momentum"}
    run = deaths.lives(start, data.x_train, data.y_train, (data.x_test, data.y_test), steps=12,
                       every=6, **how)
    assert run.steps.tolist() == [0, 6, 12] and run.on.shape == (3, 2, 2, 6)
    end = networks.train(start, data.x_train, data.y_train, steps=12, **how).parameters
    h = data.x_train
    for layer in range(2):
        z = h @ end.weights[layer] + end.biases[layer]
        np.testing.assert_allclose(run.on[-1][:, layer], (z > 0).mean(axis=1))
        h = np.maximum(z, 0)
    z = data.x_train @ start.weights[0] + start.biases[0]
    np.testing.assert_allclose(run.on[0][:, 0], (z > 0).mean(axis=1))
    scores = networks.forward(end, data.x_test).output
    np.testing.assert_allclose(run.test, (scores.argmax(axis=2) == data.y_test).mean(axis=1))


def test_a_grid_holds_every_setting_in_its_place(data):
    found = deaths.grid(data, learning_rates=[0.0, 0.2], biases=[-1.0, 0.0, 1.0], seeds=[5, 6],
                        steps=3)
    alone = networks.initialise((64, 32, 32, 32, 10), seed=6, bias=-1.0)
    run = deaths.lives(alone, data.x_train, data.y_train, (data.x_test, data.y_test), steps=3,
                       learning_rate=0.2, batch_size=64, seed=6)
    at = found.by_setting(found.lives.on[-1])
    assert at.shape == (2, 3, 2, 3, 32)
    np.testing.assert_allclose(at[1, 0, 1], run.on[-1, 0])
    before, after = (found.by_setting(found.lives.share[k])[0] for k in (0, 1))
    np.testing.assert_array_equal(before, after)                 # nothing moves at rate 0
    assert before[0].mean() > 0.4 > 0.1 > before[1].mean()


def test_the_killing_rate_is_where_the_last_example_goes_off():
    assert deaths.killing_rate([2.0, 6.0], [9.0, 22.0]) == 3 / 11
    assert deaths.killing_rate([2.0, 6.0], [9.0, 0.0]) == np.inf
    with pytest.raises(ValueError, match="z must be above 0"):
        deaths.killing_rate([2.0, 0.0], [1.0, 1.0])


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_step_of_the_killing_rate_kills_and_a_shorter_one_does_not(seed):
    rng = np.random.default_rng(seed)
    x, target = rng.uniform(0.5, 3, 5), rng.uniform(0, 1, 5)
    z = 3 * x + 0.5
    grad_w, grad_b = np.mean((z - target) * x), np.mean(z - target)
    rate = deaths.killing_rate(z, x * grad_w + grad_b)
    w, b, loss = deaths.one_neuron(x, target, 3.0, 0.5, [rate * 0.999, rate * 1.001], 30)
    first = w[1] * x[:, None] + b[1]
    assert (first > 0).any(axis=0).tolist() == [True, False]
    assert w[1, 1] == w[-1, 1] and b[1, 1] == b[-1, 1] and w[1, 0] != w[-1, 0]
    np.testing.assert_allclose(loss[-1, 1], np.mean(target ** 2) / 2)


def test_one_neuron_descends_like_a_network():
    x, target = np.array([1.0, 3.0, -1.0]), np.array([1.0, 2.0, 0.5])
    w, b, loss = deaths.one_neuron(x, target, 1.0, 0.2, 0.1, 3)
    net_w, net_b = 1.0, 0.2
    for _ in range(3):
        z = net_w * x + net_b
        at_z = np.where(z > 0, z - target, 0) / 3
        net_w, net_b = net_w - 0.1 * at_z @ x, net_b - 0.1 * at_z.sum()
    assert w[-1, 0] == pytest.approx(net_w) and b[-1, 0] == pytest.approx(net_b)
    assert loss[0, 0] == pytest.approx(np.mean((np.maximum(x + 0.2, 0) - target) ** 2) / 2)


def test_killed_neurons_are_dead_by_their_margin(data):
    net = networks.initialise((64, 9, 9, 10), ensemble=2, seed=7)
    low = deaths.killed(net, data.x_train, 1, 4, [0.5, 2.0])
    peak = networks.forward(low, data.x_train).pre[1].max(axis=1)
    np.testing.assert_allclose(peak[:, :4], [[-0.5] * 4, [-2.0] * 4])
    np.testing.assert_array_equal(low.biases[1][..., 4:], net.biases[1][..., 4:])
    with pytest.raises(ValueError, match="margin must be above 0"):
        deaths.killed(net, data.x_train, 1, 4, 0.0)


def test_decayed_peaks_follow_training_with_decay():
    rng = np.random.default_rng(2)
    x, y = rng.uniform(0, 1, (30, 4)), rng.integers(3, size=30)
    net = deaths.killed(networks.initialise((4, 5, 3), seed=1), x, 0, 5, 0.1)
    peaks = [networks.forward(networks.train(
        net, x, y, learning_rate=0.1, weight_decay=0.2, decay_biases=both, steps=9).parameters,
        x).pre[0][0, :, 0].max() for both in (True, False)]
    w, b = net.weights[0][0, :, 0], net.biases[0][0, 0, 0]
    for bias, peak in zip((0.02, 0.0), peaks, strict=True):
        path = deaths.decayed_peaks(x, w, b, weights=0.02, bias=bias, steps=9)
        assert path.shape == (10,) and path[0] == pytest.approx(-0.1)
        assert path[-1] == pytest.approx(peak)
    with pytest.raises(ValueError, match="bias must lie in"):
        deaths.decayed_peaks(x, w, b, weights=0, bias=1, steps=1)


def test_responding_counts_dead_neurons_that_other_data_wake():
    w = np.array([[[1.0, -1.0, -1.0, 1.0]]])
    net = networks.Parameters((w, np.ones((1, 4, 1))), (np.array([[[0, 0, -5.0, 0]]]),
                                                        np.zeros((1, 1, 1))))
    x = np.array([[1.0], [2.0]])                            # neurons 1 and 2 are dead
    found = deaths.responding(net, x, {"same": x, "mirrored": -x, "far": -9 * x})
    assert found == {"same": 0.0, "mirrored": 0.5, "far": 1.0}


@pytest.mark.parametrize(("width", "layers", "chance"), [
    (1, 2, 0.5), (2, 2, 0.25), (2, 3, 1 - 9 / 16), (3, 1, 0.0), (2, 10, 1 - 0.75 ** 9)])
def test_the_chance_of_a_dead_network(width, layers, chance):
    assert deaths.chance_of_dead_network(width, layers) == pytest.approx(chance)


def test_a_network_needs_neurons_and_layers():
    with pytest.raises(ValueError, match="at least 1"):
        deaths.chance_of_dead_network(0, 3)


def test_born_dead_by_hand():
    found = deaths.born_dead(1, 6, nets=4000, seed=3)
    assert found.one_input[0] == found.interval[0] == found.interval[1] == 0    # one side is on
    np.testing.assert_allclose(found.one_input, 1 - 0.5 ** np.arange(6), atol=0.03)
    np.testing.assert_allclose(found.interval[1:], 1 - 0.5 ** np.arange(5), atol=0.03)
    narrow = deaths.born_dead(2, 30, nets=50, seed=4)
    assert np.all(np.diff(narrow.interval) >= 0) and np.all(np.diff(narrow.one_input) >= 0)
    assert np.all(narrow.interval <= narrow.one_input) and narrow.interval[-1] > 0.9


def test_collapse_judges_by_a_layer_that_is_dead():
    found = deaths.collapse("he", nets=30, steps=0 + 1, seed=9)
    x = np.linspace(-np.sqrt(3), np.sqrt(3), 16)[:, None]
    start = networks.initialise((1, *[2] * 9, 1), ensemble=30, seed=9)
    constant = np.ptp(networks.forward(start, x).output[..., 0], axis=1) == 0
    np.testing.assert_array_equal(found.before, constant)
    assert found.error.shape == (30,)


def test_every_remedy_changes_one_thing():
    assert deaths.REMEDIES["nothing"] == {"": deaths.Remedy()}
    for name, strengths in deaths.REMEDIES.items():
        assert len(strengths) in (1, 3)
        for remedy in strengths.values():
            changes = [bool(remedy.start), bool(remedy.training), remedy.activation != "relu",
                       remedy.centred]
            assert sum(changes) == (name != "nothing"), name
            assert remedy.activation in ACTIVATIONS


def test_the_labels_of_strengths_say_what_is_tried():
    tried = {name: list(strengths.items()) for name, strengths in deaths.REMEDIES.items()}
    assert [(key, r.start["bias"]) for key, r in tried["positive bias"]] == [
        ("0.03", 0.03), ("0.1", 0.1), ("0.3", 0.3)]
    assert [(key, r.training["warm_up"]) for key, r in tried["warm-up"]] == [
        ("10 steps", 10), ("30 steps", 30), ("60 steps", 60)]
    assert [(key, r.training["clip_norm"]) for key, r in tried["clipping"]] == [
        ("norm 0.1", 0.1), ("norm 0.5", 0.5), ("norm 2", 2)]
    assert [(key, r.own["negative_slope"]) for key, r in tried["Leaky ReLU"]] == [
        ("slope 0.01", 0.01), ("slope 0.03", 0.03), ("slope 0.1", 0.1)]


def test_a_trial_chooses_by_the_training_images():
    right = np.array([[0.5, 0.6], [0.9, np.nan], [0.7, 0.6]])
    rest = ("", "", ""), np.array([1.0, 2.0, 3.0]), right
    assert deaths.Trial(*rest, right, right[::-1]).choice == 2  # NaN counts as 0: .45 < .65
    assert deaths.Trial(*rest, right[:, :1], right).choice == 1


def test_a_trial_holds_every_setting_in_its_place(data):
    strengths = {"weak": deaths.Remedy(activation="leaky_relu", own={"negative_slope": 0.2}),
                 "strong": deaths.Remedy({"bias": -0.6}, {"clip_norm": 0.05}, centred=True)}
    found = deaths.trial(data, strengths, learning_rates=[0.05, 0.2], seeds=[3, 8], steps=6)
    assert found.strengths == ("weak", "weak", "strong", "strong")
    assert found.learning_rates.tolist() == [0.05, 0.2, 0.05, 0.2]
    assert np.all(found.dead[:2] == 0) and np.all(found.dead[2:] > 0)
    for row, (bias, shift, how) in enumerate((
            (0.0, 0.0, {"activation": "leaky_relu", "negative_slope": 0.2}),
            (-0.6, data.x_train.mean(axis=0), {"clip_norm": 0.05}))):
        start = networks.initialise((64, 32, 32, 32, 10), seed=8, bias=bias)
        end = networks.train(start, data.x_train - shift, data.y_train, learning_rate=0.2, steps=6,
                             optimiser="momentum", batch_size=64, seed=8, **how).parameters
        how.pop("clip_norm", None)
        for array, x, y in ((found.right, data.x_train, data.y_train),
                            (found.test, data.x_test, data.y_test)):
            scores = networks.forward(end, x - shift, **how).output
            assert array[2 * row + 1, 1] == pytest.approx((scores[0].argmax(axis=1) == y).mean())


def test_leaky_slopes_hold_every_setting_in_its_place(data):
    found = deaths.leaky_slopes(data, [0.0, 0.5], learning_rates=[0.01, 0.3], seeds=[7], steps=15)
    assert found.dead.shape == found.test.shape == (2, 2, 1)
    start = networks.initialise((64, 32, 32, 32, 10), seed=7)
    end = networks.train(start, data.x_train, data.y_train, activation="leaky_relu", steps=15,
                         negative_slope=0.0, learning_rate=0.3, optimiser="momentum",
                         batch_size=64, seed=7).parameters
    trace = networks.forward(end, data.x_train)
    below = [np.all(z <= 0, axis=1).mean() for z in trace.pre[:-1]]
    assert found.dead[0, 1, 0] == found.one_sided[0, 1, 0] == pytest.approx(np.mean(below))
    assert np.all(found.dead[1] == 0)
