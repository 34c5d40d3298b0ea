"""Counts of pieces and cells against independent counts, and the published results in full size."""
from fractions import Fraction
from itertools import combinations, product
from math import comb

import numpy as np
import pytest

from helpers.experiments import regions
from helpers.networks import Parameters, forward, initialise

WINDOW = (-2.0, 2.0, -2.0, 2.0)


def one_layer(weights, biases):
    """A network of two inputs with one hidden layer: weights (n, 2), biases (n,)."""
    n = len(biases)
    return Parameters((np.asarray(weights, float).T[None], np.ones((1, n, 1))),
                      (np.asarray(biases, float).reshape(1, 1, n), np.zeros((1, 1, 1))))


def patterns_at(parameters, points):
    """The on/off patterns at points (B, 2), (B, hidden neurons)."""
    return np.concatenate([pre[0] > 0 for pre in forward(parameters, points).pre[:-1]], axis=1)


def area(polygon):
    x, y = polygon.T
    return 0.5 * abs(x @ np.roll(y, -1) - y @ np.roll(x, -1))


# Lines

def test_tent_in_fractions_agrees_with_the_sawtooth_network():
    def tent(x):
        return 2 * max(x, Fraction(0)) - 4 * max(x - Fraction(1, 2), Fraction(0))

    walk = regions.walk(regions.sawtooth(6), regions.segment(0, 1))
    for x, y in zip(walk.points[:, 0], walk.values[:, 0], strict=True):
        exact = Fraction(x)
        for _ in range(6):
            exact = tent(exact)
        assert exact == Fraction(y)


@pytest.mark.parametrize("depth", range(1, 13))
def test_the_sawtooth_has_two_to_the_depth_pieces(depth):
    walk = regions.walk(regions.sawtooth(depth), regions.segment(0, 1))
    assert walk.pieces == 2**depth
    np.testing.assert_array_equal(walk.points[:, 0], np.arange(2**depth + 1) / 2**depth)
    np.testing.assert_array_equal(walk.values[:, 0], np.arange(2**depth + 1) % 2)


@pytest.mark.parametrize("layers", range(1, 13))
def test_yarotskys_square_is_wrong_by_exactly_this(layers):
    assert regions.square_error(layers) == 2.0 ** (-2 * layers - 2)


@pytest.mark.parametrize("seed", range(5))
def test_a_walk_passes_through_the_network(seed):
    network = regions.random_network((1, 7, 6, 5, 2), ensemble=3, seed=seed)
    walk = regions.walk(network, regions.segment(-3, 3), member=2)
    x = np.linspace(-3, 3, 1001)
    expected = forward(network, x[:, None]).output[2]
    for k in range(2):
        joined = np.interp(x, walk.points[:, 0], walk.values[:, k])
        np.testing.assert_allclose(joined, expected[:, k], atol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_pieces_of_a_line_are_the_patterns_that_a_dense_sample_sees(seed):
    network = regions.random_network((1, 6, 6, 1), seed=seed)
    walk = regions.walk(network, regions.segment(-3, 3))
    corners = np.unique(walk.points[:, 0])
    middles = (corners[:-1] + corners[1:]) / 2
    on = patterns_at(network, middles[:, None])
    assert walk.pieces == len(corners) - 1 == len(np.unique(on, axis=0))


def test_a_whole_line_sees_every_kink_of_one_layer():
    network = regions.random_network((3, 50, 1), seed=5)
    path = regions.whole_line([0.1, -2.0, 0.5], [1.0, 0.3, -0.2])
    assert regions.walk(network, path).pieces == 51


def test_scaling_all_biases_stretches_a_line_and_keeps_its_pieces():
    network = regions.random_network((1, 9, 9, 9, 1), seed=6)
    wide = Parameters(network.weights, tuple(1000 * b for b in network.biases))
    path = regions.whole_line()
    assert regions.walk(network, path).pieces == regions.walk(wide, path).pieces


# Planes

@pytest.mark.parametrize("n", range(3, 21))
@pytest.mark.parametrize("seed", (101, 102))
def test_random_lines_make_zaslavskys_number(n, seed):
    network = regions.random_network((2, n, 1), seed=seed)
    cells = regions.cells(network, regions.window_of_crossings(network))
    assert cells.count == regions.zaslavsky(n) == 1 + n + n * (n - 1) // 2


@pytest.mark.parametrize("sizes", [(2, 9, 1), (2, 5, 6, 1), (2, 4, 4, 4, 1)])
@pytest.mark.parametrize("seed", (1, 2, 3))
def test_cells_tile_the_window_with_one_pattern_each(sizes, seed):
    network = regions.random_network(sizes, bias_scale=0.5, seed=seed)
    cells = regions.cells(network, WINDOW)
    assert sum(map(area, cells.polygons)) == pytest.approx(16, rel=1e-9)
    assert len(np.unique(cells.patterns, axis=0)) == cells.count == len(cells.patterns)
    centres = np.array([polygon.mean(axis=0) for polygon in cells.polygons])
    np.testing.assert_array_equal(patterns_at(network, centres), cells.patterns)
    grid = np.array(list(product(np.linspace(-1.99, 1.99, 60), repeat=2)))
    seen = {tuple(on) for on in patterns_at(network, grid)}
    assert seen <= {tuple(on) for on in cells.patterns}


def test_outputs_at_the_corners_are_those_of_the_network():
    network = regions.random_network((2, 6, 5, 1), bias_scale=0.5, seed=4)
    cells = regions.cells(network, WINDOW)
    found = [forward(network, polygon).output[0, :, 0] for polygon in cells.polygons]
    np.testing.assert_allclose(cells.outputs, np.concatenate(found), atol=1e-9)
    np.testing.assert_allclose(cells.means, [corners.mean() for corners in found], atol=1e-9)


def test_parallel_lines_and_lines_through_one_point_make_fewer_cells():
    parallel = one_layer([(1, 0), (2, 0), (-1, 0)], [0.0, 1.0, 0.5])
    assert regions.cells(parallel, WINDOW).count == 4
    star = one_layer([(1, 0), (0, 1), (1, 1)], [0.0, 0.0, 0.0])
    assert regions.cells(star, WINDOW).count == 6


def test_folds_lie_where_their_neuron_is_zero():
    network = regions.random_network((2, 5, 4, 1), bias_scale=0.5, seed=8)
    cells = regions.cells(network, WINDOW)
    for layer, folds in enumerate(cells.folds):
        middles = folds.mean(axis=1)
        pre = forward(network, middles).pre[layer][0]
        assert np.abs(pre).min(axis=1).max() < 1e-9


@pytest.mark.parametrize("layers, published", [(2, 44), (3, 176), (4, 704)])
def test_montufars_construction_reaches_his_bound(layers, published):
    bound = (4 // 2) ** (2 * (layers - 1)) * sum(comb(4, j) for j in range(3))
    network = regions.folding_network(layers)
    assert network.sizes == (2, *[4] * layers, 1)
    assert regions.cells(network, (0, 1, 0, 1)).count == published == bound


def test_one_layer_with_as_many_neurons_has_far_fewer():
    assert [regions.zaslavsky(n) for n in (8, 12, 16)] == [37, 79, 137]


def test_random_networks_of_that_shape_have_far_fewer_regions():
    counts = [regions.cells(regions.random_network((2, 4, 4, 4, 4, 1), bias_scale=scale, seed=s),
                            WINDOW).count for s in range(20, 40) for scale in (0.5, 1.0)]
    assert max(counts) < 704 / 3


def test_deep_narrow_random_networks_tend_to_have_fewer_cells():
    def mean(width, depth):
        shape = (2, *[width] * depth, 1)
        return np.mean([regions.cells(regions.random_network(shape, bias_scale=0.5, seed=s),
                                      WINDOW).count for s in range(50, 75)])

    assert mean(12, 1) > mean(4, 3) + 5 > mean(3, 4) + 5


# Averages, with the full sizes of the published figures

@pytest.mark.parametrize("neurons", (64, 128))
@pytest.mark.parametrize("seed", (11, 12))
def test_pieces_grow_with_neurons_not_with_depth(neurons, seed):
    for depth in (1, 2, 4, 8):
        ratio = regions.breakpoints_per_neuron(neurons, depth, networks=60, seed=seed)
        most = (neurons // depth + 1) ** depth / neurons
        assert 0.9 < ratio.mean() < 1.13
        assert depth == 1 or ratio.max() < most / 10


@pytest.mark.parametrize("seed", (21, 22))
def test_width_four_is_the_exception(seed):
    ratio = regions.breakpoints_per_neuron(32, 8, networks=600, seed=seed)
    assert 0.78 < ratio.mean() < 0.92


@pytest.mark.parametrize("seed", (31, 32))
def test_random_networks_of_the_sawtooths_shape_have_few_pieces(seed):
    pieces = 16 * regions.breakpoints_per_neuron(16, 8, networks=100, seed=seed)
    assert pieces.mean() < 12 and pieces.max() < 64


@pytest.mark.parametrize("seed", (41, 42))
def test_noise_destroys_teeth_in_proportion_to_depth(seed):
    def mean(depth, noise):
        network = regions.sawtooth(depth, noise=noise, ensemble=40, seed=seed)
        path = regions.segment(0, 1)
        return np.mean([regions.walk(network, path, e).pieces for e in range(40)])

    assert 150 < mean(8, 0.05) < 256 * 0.95
    assert mean(8, 0.2) < 256 * 0.4
    assert mean(1, 0.05) == 2


@pytest.mark.parametrize("sigma, published", [(1, 0.029), (2**0.5, 0.939), (2, 30.1)])
def test_the_length_of_a_circle(sigma, published):
    growth = regions.length_growth(sigma, networks=150, points=32, seed=51)[:, -1]
    theory = regions.expected_growth(sigma, 100) ** 10
    assert theory == pytest.approx(published, rel=0.015)
    assert growth.mean() == pytest.approx(theory, rel=0.04)


def test_sigma_only_magnifies():
    small, large = (regions.length_growth(s, networks=2, points=16, width=20, seed=3)
                    for s in (np.sqrt(2), 2))
    np.testing.assert_allclose(large, small * np.sqrt(2) ** np.arange(1, 11), rtol=1e-9)


def test_the_mean_speed_is_the_length_of_a_fine_polygon():
    growth = regions.length_growth(1.5, depth=3, width=30, networks=1, points=3000, seed=7)
    network = initialise((30, 30, 30, 30, 1), gain=1.5 / np.sqrt(2), seed=7)
    angles = np.linspace(0, 2 * np.pi, 3001)
    circle = np.zeros((3001, 30))
    circle[:, :2] = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    image = forward(network, circle).post[2][0]
    chords = np.linalg.norm(np.diff(image, axis=0), axis=1).sum()
    assert growth[0, 2] == pytest.approx(chords / (2 * np.pi), rel=2e-3)


def test_one_layers_growth_by_simulation():
    rng = np.random.default_rng(9)
    kept = rng.standard_normal((200_000, 6)) * (rng.random((200_000, 6)) < 0.5)
    simulated = 1.3 / np.sqrt(6) * np.linalg.norm(kept, axis=1).mean()
    assert regions.expected_growth(1.3, 6) == pytest.approx(simulated, rel=5e-3)


# Bad input

@pytest.mark.parametrize("call, said", [
    (lambda: regions.segment(1, 1), "left must be smaller"),
    (lambda: regions.whole_line([0.0], [1.0, 2.0]), "same shape"),
    (lambda: regions.sawtooth(0), "depth must be at least 1"),
    (lambda: regions.sawtooth(2, noise=-0.1), "noise 0 or more"),
    (lambda: regions.folding_network(1), "layers must be at least 2"),
    (lambda: regions.zaslavsky(-1), "lines must be 0 or more"),
    (lambda: regions.breakpoints_per_neuron(10, 3), "multiple of depth"),
    (lambda: regions.walk(regions.sawtooth(2), [[0.0, 1.0]]), "path must have shape"),
    (lambda: regions.walk(regions.sawtooth(2), regions.segment(0, 1), member=1), "member"),
    (lambda: regions.cells(regions.folding_network(2), (1, 0, 0, 1)), "window must be"),
    (lambda: regions.cells(regions.sawtooth(2), WINDOW), "2 inputs"),
])
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_the_window_of_crossings_holds_them_all():
    network = regions.random_network((2, 6, 1), seed=13)
    weights, biases = network.weights[0][0], network.biases[0][0, 0]
    left, right, bottom, top = regions.window_of_crossings(network)
    for i, j in combinations(range(6), 2):
        x, y = np.linalg.solve(weights[:, [i, j]].T, -biases[[i, j]])
        assert left < x < right and bottom < y < top
