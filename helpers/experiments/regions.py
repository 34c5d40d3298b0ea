"""Pieces and cells of ReLU networks, counted without a grid.

Between two neighbouring corners of what came before it, a layer is linear, so its folds are found
by interpolation. What is counted is therefore the network itself, not samples of it.

Line      whole_line, segment -> walk -> Walk (corners on a line, the pieces between them)
Plane     cells -> Cells (one polygon for each on/off pattern); window_of_crossings, zaslavsky
Networks  random_network, sawtooth (Telgarsky 2015), folding_network (Montúfar et al. 2014)
Findings  breakpoints_per_neuron (Hanin & Rolnick 2019), length_growth, expected_growth

`member` picks one network of an ensemble. Points may be homogeneous: (x, t) stands for x / t, and
biases count t times, so that t = 0 reaches infinity and a whole line has two ends.
"""
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb, exp, lgamma, sqrt

import numpy as np

from helpers.networks import Parameters, forward, initialise


@dataclass(frozen=True)
class Walk:
    """Corners of a network along a line.

    points   (K, inputs + 1) homogeneous points: the path's own and every fold, in order
    values   (K, outputs) outputs there, times the last column of `points`
    places   (K,) where on the path: k is its own point k, k + 0.5 half way to the next
    """

    points: np.ndarray
    values: np.ndarray
    places: np.ndarray

    @property
    def folds(self):
        """Distinct places of the folds, (folds,)."""
        inner = np.unique(self.places)
        return inner[inner != np.round(inner)]

    @property
    def pieces(self):
        """The number of on/off patterns along the path."""
        return self.folds.size + 1


@dataclass(frozen=True)
class Cells:
    """The cells of a network in a window: polygons with one on/off pattern each.

    polygons   one (corners, 2) array a cell
    outputs    one (corners,) array a cell: the first output at the corners
    patterns   (cells, hidden neurons) bool: which neurons are on
    folds      one (segments, 2, 2) array a hidden layer: the edges that it added
    """

    polygons: tuple
    outputs: tuple
    patterns: np.ndarray
    folds: tuple

    @property
    def count(self):
        return len(self.polygons)


def whole_line(origin=(0.0,), direction=(1.0,)):
    """Homogeneous points (3, inputs + 1) of the line through `origin`: infinity to infinity."""
    origin, direction = np.asarray(origin, float), np.asarray(direction, float)
    if origin.shape != direction.shape or origin.ndim != 1:
        raise ValueError("origin and direction must have the same shape (inputs,), got "
                         f"{origin.shape} and {direction.shape}")
    return np.stack([np.r_[-direction, 0.0], np.r_[origin, 1.0], np.r_[direction, 0.0]])


def segment(left, right):
    """Homogeneous points (2, 2) of an interval of a single input."""
    if not left < right:
        raise ValueError(f"left must be smaller than right, got {left} and {right}")
    return np.array([[left, 1.0], [right, 1.0]])


def walk(parameters, path, member=0):
    """The Walk of one network along a path, homogeneous points (K >= 2, inputs + 1)."""
    weights, biases = layers_of(parameters, member)
    path = np.asarray(path, float)
    if path.ndim != 2 or len(path) < 2 or path.shape[1] != len(weights[0]) + 1:
        raise ValueError(f"path must have shape (2 or more, {len(weights[0]) + 1}), "
                         f"got {path.shape}")
    rows, hidden = np.c_[np.arange(len(path)), path], path[:, :-1]
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        rows, pre = with_crossings(rows, hidden @ weight + rows[:, -1:] * bias)
        hidden = np.maximum(pre, 0)
    values = hidden @ weights[-1] + rows[:, -1:] * biases[-1]
    return Walk(rows[:, 1:], values, rows[:, 0])


def with_crossings(rows, pre):
    """`rows` (K, any) and `pre` (K, neurons) with a new row wherever a neuron passes 0 between."""
    signs = np.sign(pre)
    k, neuron = np.nonzero(signs[:-1] * signs[1:] < 0)
    share = pre[k, neuron] / (pre[k, neuron] - pre[k + 1, neuron])
    order = np.argsort(np.r_[np.arange(len(pre)), k + share], kind="stable")
    new_rows, new_pre = (a[k] + share[:, None] * (a[k + 1] - a[k]) for a in (rows, pre))
    new_pre[np.arange(len(k)), neuron] = 0
    return np.concatenate([rows, new_rows])[order], np.concatenate([pre, new_pre])[order]


def cells(parameters, window, member=0):
    """The Cells of one network of two inputs in `window` = (left, right, bottom, top)."""
    weights, biases = layers_of(parameters, member)
    left, right, bottom, top = window
    if not (left < right and bottom < top):
        raise ValueError(f"window must be (left, right, bottom, top), got {window}")
    if len(weights[0]) != 2:
        raise ValueError(f"parameters must have 2 inputs, got {len(weights[0])}")
    corners = np.array([[left, bottom], [right, bottom], [right, top], [left, top]], float)
    polygons, patterns, folds = [(corners, corners)], [np.zeros(0, bool)], []
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        parts, edges = [], []
        for (shape, hidden), pattern in zip(polygons, patterns, strict=True):
            rows = np.concatenate([shape, hidden @ weight + bias], axis=1)
            for part in cut_by_neurons(rows, edges):
                parts.append((part, np.append(pattern, part[:, 2:].max(axis=0) > 0)))
        polygons = [(part[:, :2], np.maximum(part[:, 2:], 0)) for part, _ in parts]
        patterns = [pattern for _, pattern in parts]
        folds.append(np.array(edges).reshape(-1, 2, 2))
    outputs = tuple((hidden @ weights[-1] + biases[-1])[:, 0] for _, hidden in polygons)
    return Cells(tuple(shape for shape, _ in polygons), outputs, np.array(patterns), tuple(folds))


def cut_by_neurons(rows, edges):
    """The parts of a convex polygon on which no neuron changes sign; new edges go to `edges`.

    rows   (corners, 2 + neurons): x, y and the pre-activations of the layer
    """
    done, todo = [], [(rows, 2)]
    while todo:
        rows, column = todo.pop()
        mixed = (rows[:, column:].min(axis=0) < 0) & (rows[:, column:].max(axis=0) > 0)
        if not mixed.any():
            done.append(rows)
            continue
        column += int(np.argmax(mixed))
        ring = with_edge_crossings(rows, column)
        edges.append(ring[ring[:, column] == 0][:, :2])
        todo += [(ring[side * ring[:, column] >= 0], column + 1) for side in (1, -1)]
    return done


def with_edge_crossings(rows, column):
    """The closed polygon `rows` with a new corner where `column` passes 0 along an edge."""
    following = np.concatenate([rows[1:], rows[:1]])
    here, there = rows[:, column], following[:, column]
    k = np.flatnonzero(((here < 0) & (there > 0)) | ((here > 0) & (there < 0)))
    share = here[k] / (here[k] - there[k])
    new = rows[k] + share[:, None] * (following[k] - rows[k])
    new[:, column] = 0
    order = np.argsort(np.concatenate([np.arange(len(rows)), k + 0.5]), kind="stable")
    return np.concatenate([rows, new])[order]


def layers_of(parameters, member):
    """Weights [(n_in, n_out)] and biases [(n_out,)] of one network of the ensemble."""
    ensemble = len(parameters.weights[0])
    if not 0 <= member < ensemble:
        raise ValueError(f"member must lie in 0 .. {ensemble - 1}, got {member}")
    return [w[member] for w in parameters.weights], [b[member, 0] for b in parameters.biases]


def window_of_crossings(parameters, member=0):
    """A window that holds every crossing of two first-layer folds, half as much again."""
    weights, biases = layers_of(parameters, member)
    points = [np.linalg.solve(weights[0][:, pair].T, -biases[0][list(pair)])
              for pair in map(list, combinations(range(weights[0].shape[1]), 2))]
    reach = 1.5 * np.abs(points).max(initial=1.0)
    return (-reach, reach, -reach, reach)


def zaslavsky(lines):
    """The number of regions that lines in general position cut a plane into (Zaslavsky 1975)."""
    if lines < 0:
        raise ValueError(f"lines must be 0 or more, got {lines}")
    return 1 + lines + comb(lines, 2)


def random_network(sizes, *, ensemble=1, bias_scale=1.0, seed=0):
    """He-initialised Parameters whose biases are N(0, bias_scale²) instead of 0."""
    parameters = initialise(sizes, ensemble=ensemble, seed=seed)
    rng = np.random.default_rng([seed, 1])
    return replace(parameters, biases=tuple(
        bias_scale * rng.standard_normal(bias.shape) for bias in parameters.biases))


def sawtooth(depth, *, noise=0.0, ensemble=1, seed=0):
    """The tent map applied `depth` times, as a network of two ReLUs a layer (Telgarsky 2015).

    tent(x) = 2 relu(x) - 4 relu(x - 1/2) on [0, 1]; every weight and bias is multiplied by
    1 + noise · N(0, 1).
    """
    if depth < 1 or noise < 0:
        raise ValueError(f"depth must be at least 1 and noise 0 or more, got {depth}, {noise}")
    first, out = np.ones((1, 2)), np.array([[2.0], [-4.0]])
    weights = [first, *[out @ first] * (depth - 1), out]
    biases = [np.array([[0.0, -0.5]])] * depth + [np.zeros((1, 1))]
    rng = np.random.default_rng(seed)
    shaken = [array * (1 + noise * rng.standard_normal((ensemble, *array.shape)))
              for array in [*weights, *biases]]
    return Parameters(tuple(shaken[:depth + 1]), tuple(shaken[depth + 1:]))


def square_error(layers):
    """The worst error on [0, 1] of x² as x - sum of tent applied k times / 4^k, k = 1 .. layers.

    Exactly 2^(-2 layers - 2) (Yarotsky 2017): between neighbouring corners, 2^-layers apart, the
    sum joins points of the parabola, and a chord misses most in the middle.
    """
    x = np.linspace(0, 1, 2 ** (layers + 1) + 1)
    total = x - x**2
    for k in range(1, layers + 1):
        corners = walk(sawtooth(k), segment(0, 1))
        total = total - np.interp(x, corners.points[:, 0], corners.values[:, 0]) / 4**k
    return float(np.abs(total).max())


def folding_network(layers):
    """Four ReLUs in each of `layers` layers, two inputs: the construction of Montúfar et al. 2014.

    All layers but the last fold both coordinates of the unit square at 1/2 (a tent each), so
    that 4^(layers - 1) squares lie on one another; the last draws four lines through them.
    """
    if layers < 2:
        raise ValueError(f"layers must be at least 2, got {layers}")
    tents = np.array([[2.0, 4, 0, 0], [0, 0, 2, 4]])
    unfold = np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
    lines = np.array([[1.0, 1, 1.3, 0.35], [1, -1.1, -0.4, -1]])
    through = np.array([[0.5, 0.52, 0.4, 0.45], [0.47, 0.5, 0.6, 0.55]])
    weights = [tents, *[unfold @ tents] * (layers - 2), unfold @ lines, np.ones((4, 1))]
    biases = [np.array([0.0, -2, 0, -2])] * (layers - 1) + [-(lines * through).sum(axis=0),
                                                            np.zeros(1)]
    return Parameters(tuple(w[None] for w in weights), tuple(b[None, None] for b in biases))


def breakpoints_per_neuron(neurons, depth, *, networks=40, seed=0):
    """Pieces along the whole input line divided by neurons, (networks,), He and random biases.

    Hanin & Rolnick 2019: the average grows in proportion to the neurons, whatever the depth.
    """
    if neurons % depth:
        raise ValueError(f"neurons must be a multiple of depth, got {neurons} and {depth}")
    sizes = (1, *[neurons // depth] * depth, 1)
    parameters = random_network(sizes, ensemble=networks, seed=seed)
    path = whole_line()
    return np.array([walk(parameters, path, e).pieces for e in range(networks)]) / neurons


def length_growth(sigma_w, *, depth=10, width=100, networks=40, points=64, seed=0):
    """Length of a circle's image after each hidden layer over the circle's, (networks, depth).

    Weights are N(0, sigma_w² / width), biases 0; the circle lies in a plane of `width` inputs.
    The ratio is the mean speed |dh/ds| along the circle, so no chord cuts a corner
    (Raghu et al. 2017; Hanin, Jeong & Rolnick 2022; `expected_growth` is the theory).
    """
    parameters = initialise((*[width] * (depth + 1), 1), ensemble=networks,
                            gain=sigma_w / np.sqrt(2), seed=seed)
    angles = 2 * np.pi * np.arange(points) / points
    circle, velocity = np.zeros((points, width)), np.zeros((points, width))
    circle[:, 0], circle[:, 1] = np.cos(angles), np.sin(angles)
    velocity[:, 0], velocity[:, 1] = -np.sin(angles), np.cos(angles)
    speeds = []
    for weight, pre in zip(parameters.weights, forward(parameters, circle).pre[:-1], strict=False):
        velocity = (velocity @ weight) * (pre > 0)
        speeds.append(np.linalg.norm(velocity, axis=-1).mean(axis=-1))
    return np.stack(speeds, axis=1)


def expected_growth(sigma_w, width):
    """The expected factor by which one layer of `width` ReLUs stretches a curve.

    Each neuron is on with probability 1/2; k neurons that are on give sigma_w / sqrt(width)
    times the mean of a chi variable of k degrees of freedom.
    """
    mean_chi = [sqrt(2) * exp(lgamma((k + 1) / 2) - lgamma(k / 2)) for k in range(1, width + 1)]
    chances = [comb(width, k) / 2**width for k in range(1, width + 1)]
    return sigma_w / sqrt(width) * float(np.dot(chances, mean_chi))
