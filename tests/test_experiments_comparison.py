"""helpers.experiments.comparison without training: properties, layers, paired tests, formulas."""
import itertools

import numpy as np
import pytest

from helpers.activations import ACTIVATIONS
from helpers.experiments import signals
from helpers.experiments.comparison import cost, depth, paired, plain, properties, tuning

# z centred, m monotone, c convex, s smooth: from the definitions, not from the program
LETTERS = {
    "identity": "zmcs", "relu": "mc", "leaky_relu": "mc", "prelu": "mc", "rrelu": "mc",
    "relu6": "m", "squared_relu": "mcs", "threshold": "m", "hard_tanh": "zm", "hard_sigmoid": "m",
    "hard_swish": "", "elu": "mcs", "selu": "zm", "celu": "mcs", "sigmoid": "ms", "silu": "s",
    "swish": "s", "mish": "s", "softplus": "mcs", "softsign": "zms", "tanh": "zms", "sin": "zs",
    "gelu": "s", "gelu_tanh": "s"}
DIPS = {"silu": (-1.278464542761074, -0.278464542761074),
        "gelu": (-0.7517915246935645, -0.1699712074799036),
        "mish": (-1.1924312145154955, -0.3088434130172504),
        "hard_swish": (-1.5, -0.375), "sin": (-np.pi / 2, -1)}
EXTENTS = {"relu": (0, np.inf), "leaky_relu": (-np.inf, np.inf), "tanh": (-1, 1),
           "sigmoid": (0, 1), "relu6": (0, 6), "elu": (-1, np.inf), "softsign": (-1, 1),
           "softplus": (0, np.inf), "sin": (-1, 1), "selu": (-1.758099, np.inf)}


@pytest.fixture(scope="module")
def table():
    return properties.property_table()


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_the_letters_are_those_of_the_definitions(table, name):
    p = table[name]
    found = (p.centred, p.monotone, p.convex, p.smooth)
    assert "".join(k for k, yes in zip("zmcs", found, strict=True) if yes) == LETTERS[name]
    assert p.moments == signals.moment_table([name])[name]


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_dips_and_extents_are_the_known_ones(table, name):
    p = table[name]
    if name in DIPS:
        assert (p.dip_at, p.dip) == pytest.approx(DIPS[name], abs=1e-9)
        assert p.low == pytest.approx(p.dip, abs=2e-6)
    elif name not in ("swish", "gelu_tanh"):
        assert np.isnan(p.dip) and np.isnan(p.dip_at)
    if name in EXTENTS:
        assert (p.low, p.high) == pytest.approx(EXTENTS[name], abs=1e-6)


def test_slopes_and_jumps(table):
    assert table["sigmoid"].steepest == pytest.approx(0.25)
    assert table["silu"].steepest == pytest.approx(1.0998, abs=1e-4)
    assert table["gelu"].steepest == pytest.approx(1.1289, abs=1e-4)
    assert table["squared_relu"].steepest == np.inf
    assert table["selu"].kink == pytest.approx(1.7581 - 1.0507, abs=2e-3)
    assert (table["relu"].kink, table["relu"].gap, table["threshold"].gap) == (1, 0, 1)


def test_properties_follow_the_function_and_not_its_name():
    p = properties.properties(lambda x: np.abs(x) - 2, lambda x: np.where(x < 0, -1, 1))
    assert (p.low, p.high, p.monotone, p.convex, p.kink) == (-2, np.inf, False, True, 2)
    upside_down = properties.properties(lambda x: -np.tanh(x), lambda x: np.tanh(x) ** 2 - 1)
    assert not upside_down.monotone and upside_down.steepest == pytest.approx(1)


@pytest.mark.parametrize("name", list(plain.PLAIN))
def test_plain_formulas_equal_the_careful_ones(name):
    x = np.random.default_rng(5).uniform(-30, 30, size=2000)
    for bare, careful in ((plain.PLAIN[name].f, ACTIVATIONS[name].f),
                          (plain.PLAIN[name].df, ACTIVATIONS[name].df)):
        np.testing.assert_allclose(np.asarray(bare(x), float), careful(x), atol=1e-12)


def brute_force_p(d):
    sums = [sum(s * v for s, v in zip(signs, d, strict=True))
            for signs in itertools.product((1, -1), repeat=len(d))]
    return np.mean([abs(s) >= abs(sum(d)) - 1e-12 for s in sums])


@pytest.mark.parametrize("d", [[1.0, 2, 3], [1, -1], [0.1] * 7, [3, -1, 2, 0.5, -0.2], [0.0, 0]])
def test_the_paired_test_counts_all_signings(d):
    assert paired.sign_flip_p(d) == pytest.approx(brute_force_p(d))
    assert paired.sign_flip_p(-np.array(d)) == paired.sign_flip_p(d)


def test_the_paired_test_is_fair_without_a_difference():
    rng = np.random.default_rng(3)
    p = np.array([paired.sign_flip_p(rng.normal(size=8)) for _ in range(600)])
    assert np.mean(p <= 0.1) == pytest.approx(0.1, abs=0.04)


@pytest.mark.parametrize("d", [[1.0], [[1.0, 2]], [np.nan, 1], np.ones(17)])
def test_the_paired_test_refuses_what_it_cannot_test(d):
    with pytest.raises(ValueError, match="differences must be"):
        paired.sign_flip_p(d)


def test_holm_raises_the_smallest_most_and_keeps_the_order():
    np.testing.assert_allclose(paired.holm([0.01, 0.04, 0.03]), [0.03, 0.06, 0.06])
    np.testing.assert_allclose(paired.holm([0.5, 0.9]), [1, 1])


def test_the_share_of_the_mean_is_the_mean_product_of_two_images():
    h = np.random.default_rng(1).normal(0.3, 1, size=(40, 7))
    products = h @ h.T
    assert depth.mean_share(h) == pytest.approx(products.mean() / np.diag(products).mean())
    assert depth.mean_share(np.ones((5, 3))) == pytest.approx(1)
    assert depth.mean_share(np.array([[1.0, 2], [-1, -2]])) == 0


IMAGES = tuning.centred_digits().x[:300]


def profile(activation, seed, layers=10, **settings):
    return depth.layer_profile(activation, IMAGES, layers, seed=seed, **settings)


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_bias_shift_follows_the_correlation_map_and_differs_by_function(seed):
    relu = profile("relu", seed)
    np.testing.assert_allclose(relu.share, signals.correlations_by_depth(0, 10), atol=0.12)
    assert profile("softplus", seed).share[4] > 0.97 and profile("sigmoid", seed).share[4] > 0.97
    assert profile("elu", seed).share[10] < 0.6 * relu.share[10]
    assert profile("selu", seed).share[10] < 0.05 and profile("tanh", seed).share[10] < 0.05
    assert abs(profile("leaky_relu", seed).share[10] - relu.share[10]) < 0.03


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_remedies_hold_the_shift_down(seed):
    normalised = profile("relu", seed, normalise=True).share[1:]
    np.testing.assert_allclose(normalised, 1 / np.pi, atol=0.06)
    shifted = profile(tuning.shift("relu"), seed).share[10]
    assert shifted < 0.6 * profile("relu", seed).share[10]


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_gains_hold_for_relu_at_any_size_but_not_for_silu(seed):
    second = {name: (p := profile(name, seed, 16)).variance[16] + p.mean[16] ** 2
              for name in ("relu", "silu")}
    assert 0.3 < second["relu"] < 3 and second["silu"] > 5
    faded = profile("relu", seed, 16, gain=1.0)
    assert faded.variance[16] < 1e-3 and faded.share[16] > 0.8
    kept = profile("selu", seed, 16, gain=1.0)
    assert 0.7 < kept.variance[16] < 1.4


def test_histograms_are_densities():
    p = profile("tanh", 3, 4)
    np.testing.assert_allclose((p.counts * np.diff(depth.EDGES)).sum(axis=1), 1)
    assert p.mean.shape == (5,) and p.counts.shape == (5, 60)


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_finite_width_strays_as_the_law_says(seed):
    stray = depth.finite_width(seed=seed)
    assert stray.squared.mean() == pytest.approx(1, abs=0.05)
    assert np.median(stray.squared) == pytest.approx(0.61, abs=0.04)
    assert stray.spread == pytest.approx(1.1 ** 10, abs=0.2)
    wide = depth.finite_width(width=100, layers=4, nets=8000, seed=seed).spread
    assert wide == pytest.approx(1.05 ** 4, abs=0.05)


@pytest.mark.parametrize("seed", [21, 22])
def test_jacobians_approach_the_published_sizes(seed):
    normalised = depth.jacobian_sizes(1, seed=seed)
    standard = depth.jacobian_sizes(1 / np.sqrt(3), seed=seed)
    assert np.all(np.diff(normalised) > 0) and 0.7 < normalised[-1] < 0.85
    assert standard[-1] == pytest.approx(0.49, abs=0.01)


@pytest.mark.parametrize("seed", [31, 32])
def test_selu_stays_at_its_fixed_point_for_100_layers(seed):
    selu, relu = depth.deep_moments("selu", seed=seed), depth.deep_moments("relu", seed=seed)
    assert np.all(np.abs(selu[:, 0]) < 0.1) and np.all(np.abs(selu[:, 1] - 1) < 0.3)
    assert np.all(relu[:, 1] < 1e-28) and np.all(relu[:, 1] > 1e-34)


def test_costs_are_ratios_to_relu():
    forward, backward = cost.element_costs(("relu", "silu"), size=20_000)
    assert forward["relu"] == backward["relu"] == 1 and forward["silu"] > 1.2
    assert set(cost.layer_costs(("relu", "elu"), width=32, batch=8)) == {"relu", "elu"}
