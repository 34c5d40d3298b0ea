"""Published results about pieces and lengths, measured."""
from math import comb, exp, lgamma, sqrt

import numpy as np

from helpers.experiments.regions.built import random_network, sawtooth
from helpers.experiments.regions.line import segment, walk, whole_line
from helpers.networks import forward, initialise


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
