"""helpers.experiments.signals against design tables, sampling, theory, and more seeds."""
import numpy as np
import pytest

from helpers import networks
from helpers.activations import ACTIVATIONS, relu
from helpers.experiments import signals

TABLE = {   # mean, variance, E f'^2, P(f = 0), gain: the course's design notes, found independently
    "identity": (0, 1, 1, 0, 1),
    "relu": (.398942, .340845, .5, .5, 1.41421),
    "leaky_relu": (.394953, .344062, .500050, 0, 1.41414),
    "prelu": (.299207, .441725, .531250, 0, 1.37199),
    "elu": (.160521, .619179, .668102, 0, 1.24520),
    "selu": (0, 1, 1.071575, 0, 1),
    "gelu": (.282095, .345644, .455851, 0, 1.53353),
    "gelu_tanh": (.282039, .345648, .455818, 0, 1.53358),
    "silu": (.206621, .313083, .379482, 0, 1.67653),
    "mish": (.240404, .394548, .479084, 0, 1.48685),
    "softplus": (.806059, .271515, .293379, 0, 1.04187),
    "softsign": (0, .183014, .227671, 0, 2.33753),
    "tanh": (0, .394294, .464403, 0, 1.59254),
    "sigmoid": (.5, .043379, .044836, 0, 1.84623),
    "hard_sigmoid": (.5, .027639, .027703, .00135, 1.89784),
    "hard_swish": (.166217, .303939, .358532, .00135, 1.73666),
    "hard_tanh": (0, .516059, .682689, 0, 1.39204),
    "threshold": (.241971, .342076, .158655, .8413, 1.57990),
    "squared_relu": (.5, 1.25, 2, .5, .81650),
    "sin": (0, .432332, .567668, 0, 1.52087),
}


@pytest.mark.parametrize("name", TABLE)
def test_moments_are_those_of_the_design_table(name):
    m = signals.moment_table([name])[name]
    ours = (m.mean, m.variance, m.slope2, m.zeros, m.gain)
    np.testing.assert_allclose(ours, TABLE[name], atol=6e-6 if name != "threshold" else 5e-5)
    assert m.second == pytest.approx(m.variance + m.mean ** 2)


def test_celu_at_one_half():
    celu = ACTIVATIONS["celu"]
    m = signals.moments(lambda x: celu.f(x, alpha=0.5), lambda x: celu.df(x, alpha=0.5))
    np.testing.assert_allclose((m.mean, m.variance, m.slope2), (.232993, .510266, .594411),
                               atol=1e-6)


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_moments_of_every_activation_agree_with_sampling(name):
    record, z = ACTIVATIONS[name], np.random.default_rng(77).normal(size=400_000)
    m = signals.moments(record.f, record.df)
    assert m.mean == pytest.approx(np.mean(record.f(z)), abs=0.008)
    assert m.variance == pytest.approx(np.var(record.f(z)), abs=0.02)
    assert m.slope2 == pytest.approx(np.mean(record.df(z) ** 2), abs=0.02)
    assert m.zeros == pytest.approx(np.mean(record.f(z) == 0), abs=0.003)
    kept = np.mean(record.f(z) ** 2) * m.gain ** 2
    assert kept == pytest.approx(1, abs=0.02)


def test_quadrature_integrates_moments_of_the_normal_distribution():
    z, weights = signals.normal_quadrature()
    for power, value in ((0, 1), (1, 0), (2, 1), (4, 3), (6, 15)):
        assert weights @ z ** power == pytest.approx(value, abs=1e-10)


def test_selu_has_the_published_fixed_point_and_jacobian():
    selu = ACTIVATIONS["selu"].f
    np.testing.assert_allclose(signals.moment_map(selu, 0, 1), (0, 1), atol=1e-9)
    jacobian = signals.moment_jacobian(selu)
    np.testing.assert_allclose(jacobian, [[0, .088834], [0, .782648]], atol=1e-5)
    assert np.linalg.norm(jacobian, 2) == pytest.approx(0.7877, abs=5e-5)
    for start in ((0.5, 2), (-0.4, 0.3), (0.0, 5.0)):
        path = signals.moment_path(selu, *start, layers=80)
        assert path.shape == (81, 2) and path[0].tolist() == list(start)
        np.testing.assert_allclose(path[-1], (0, 1), atol=1e-5)


def test_moment_map_uses_the_moments_of_the_weights():
    mean, variance = signals.moment_map(lambda x: x, 2.0, 3.0, weight_sum=0.5, weight_squares=4)
    assert (mean, variance) == (pytest.approx(1.0), pytest.approx(12.0))
    with pytest.raises(ValueError, match="variance cannot be negative"):
        signals.moment_map(relu, 0, -1)


def test_rms():
    assert signals.rms(np.array([3.0, -4.0])) == pytest.approx(np.sqrt(12.5))


def hand_made(h, weights, gain):
    """rms of the activations of a ReLU network, written without the helper."""
    for w in weights:
        h = np.where(h @ w > 0, gain * (h @ w), 0)
        yield np.sqrt((h ** 2).mean())


def test_signal_by_layer_agrees_with_networks():
    weights = signals.unit_weights(4, 10, seed=3)
    x = np.random.default_rng(4).normal(size=(6, 10))
    signal = signals.signal_by_layer("tanh", weights, x, 1.7, seed=5)
    top = np.random.default_rng([5, 1]).normal(size=x.shape)
    matrices = [1.7 * w[None] for w in weights] + [np.eye(10)[None]]
    net = networks.Parameters(tuple(matrices), tuple(np.zeros((1, 1, 10)) for _ in range(5)))
    trace = networks.forward(net, x, "tanh")
    pre = networks.backward(net, trace, top[None], "tanh").pre[:-1]
    np.testing.assert_allclose(signal.forward,
                               [signals.rms(h) / signals.rms(x) for h in trace.post])
    np.testing.assert_allclose(signal.backward, [signals.rms(g) / signals.rms(top) for g in pre])


def test_signal_by_layer_forward_by_hand():
    weights = signals.unit_weights(3, 8, seed=1)
    x = np.random.default_rng(2).normal(size=(5, 8))
    ours = signals.signal_by_layer("relu", weights, x, 1.4).forward
    np.testing.assert_allclose(ours * np.sqrt((x ** 2).mean()), list(hand_made(x, weights, 1.4)))


def ends(name, gain, seeds=(61, 62, 63, 64), depth=30, width=256):
    """Forward and backward rms at the far end, the mean of logarithms over seeds."""
    pairs = []
    for seed in seeds:
        x = np.random.default_rng(seed + 100).normal(size=(32, width))
        weights = signals.unit_weights(depth, width, seed)
        signal = signals.signal_by_layer(name, weights, x, gain, seed)
        pairs.append((signal.forward[-1], signal.backward[0]))
    return np.exp(np.mean(np.log(pairs), axis=0))


def test_thirty_layers_of_he_2015():
    """Glorot with ReLU: 2^-15 (He et al. 2015; 3.2e-5 and 3.1e-5 in our feasibility check)."""
    forward, backward = ends("relu", 1.0)
    assert 2.0e-5 < forward < 4.6e-5 and 2.0e-5 < backward < 4.6e-5
    he = ends("relu", np.sqrt(2))
    assert np.all(he > 0.6) and np.all(he < 1.5)


def test_the_order_of_tanh_relu_and_sigmoid():
    tanh, flat, sigmoid = (ends(name, 1.0, seeds=(71, 72))[1]
                           for name in ("tanh", "relu", "sigmoid"))
    assert tanh > 0.05 > 1e-4 > flat > 1e-6 > 1e-15 > sigmoid
    assert ends("sigmoid", np.sqrt(2), seeds=(71,))[1] < 1e-12


def test_too_large_a_gain_explodes_at_the_predicted_rate():
    assert ends("relu", 2.0)[0] == pytest.approx(2.0 ** 15, rel=0.6)
    assert ends("tanh", 2.0, seeds=(71,), width=100)[1] > 20


@pytest.mark.parametrize(("scheme", "expected"), [("glorot", 0.5), ("he", 1.0)])
def test_a_layer_halves_the_second_moment_or_keeps_it(scheme, expected):
    for seed in (81, 82):
        ratios = signals.layer_ratios(scheme=scheme, width=24, depth=12, nets=250, seed=seed)
        assert ratios.shape == (250, 12)
        assert ratios.mean() == pytest.approx(expected, rel=0.03)


def test_correlation_map_is_published_and_sampled():
    path = signals.correlations_by_depth(0.0, 50)
    np.testing.assert_allclose(path[[1, 2, 3, 10, 50]], (.3183, .4937, .6048, .8715, .9879),
                               atol=5e-5)
    a, b = np.random.default_rng(91).normal(size=(2, 1_000_000))
    for c in (-0.6, 0.3, 0.9):
        other = c * a + np.sqrt(1 - c ** 2) * b
        sampled = np.mean(np.maximum(a, 0) * np.maximum(other, 0)) / np.mean(np.maximum(a, 0) ** 2)
        assert signals.correlation_map(c) == pytest.approx(sampled, abs=0.005)
    assert signals.correlation_map([-1, 1]).tolist() == pytest.approx([0, 1])


def test_correlation_map_refuses_what_is_no_correlation():
    with pytest.raises(ValueError, match="between -1 and 1"):
        signals.correlation_map(1.2)


@pytest.mark.parametrize("c", [-0.5, 0.0, 0.8])
def test_measured_correlations_scatter_around_the_map(c):
    rng = np.random.default_rng(101)
    nets = rng.normal(size=(20, 6, 200, 200))
    measured = signals.measured_correlations(c, nets, rng)
    assert measured.shape == (20, 7)
    np.testing.assert_allclose(measured.mean(axis=0), signals.correlations_by_depth(c, 6),
                               atol=0.06)


def test_measured_correlations_by_hand():
    weights = np.random.default_rng(103).normal(size=(2, 2, 12, 12))
    a, b = signals.pair(0.4, 12, np.random.default_rng(104))
    ours = signals.measured_correlations(0.4, weights, np.random.default_rng(104))
    for net, measured in zip(weights, ours, strict=True):
        one, two = a, b
        for w, cosine in zip(net, measured[1:], strict=True):
            one, two = (np.where(h @ w > 0, h @ w, 0) for h in (one, two))
            assert one @ two / np.sqrt((one @ one) * (two @ two)) == pytest.approx(cosine)


def test_a_pair_has_the_correlation_and_the_length():
    first, other = signals.pair(0.3, 50, np.random.default_rng(1))
    assert first @ first == pytest.approx(50) and other @ other == pytest.approx(50)
    assert first @ other == pytest.approx(15)


def test_path_products_sum_to_the_gradient():
    rng = np.random.default_rng(111)
    w1, w2, w3 = rng.normal(size=(2, 3)), rng.normal(size=(3, 4)), rng.normal(size=(4, 2))
    g1, g2 = np.array([1, 0, 1]), np.array([0, 1, 1, 1])
    products = signals.path_products((w1, w2, w3), (g1, g2))
    assert products.shape == (2, 3, 4, 2)
    assert products[1, 2, 1, 0] == pytest.approx(w1[1, 2] * w2[2, 1] * w3[1, 0])
    assert not products[:, 1].any() and not products[:, :, 0].any()
    np.testing.assert_allclose(products.sum(axis=(1, 2)), w1 @ np.diag(g1) @ w2 @ np.diag(g2) @ w3)
    with pytest.raises(ValueError, match="one array a hidden layer, 2, got 1"):
        signals.path_products((w1, w2, w3), (g1,))
