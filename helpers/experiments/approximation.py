"""Curves made of hinges, change · relu(x - position): placed by hand, by a rule, by training.

Sums       HingeSum; through (the interpolant), straight_fit (best changes at given positions)
Placing    even_knots, greedy_order; worst_error, rms_error, rate (slope in log-log)
Training   even_start, he_start, together -> train_hinges -> HingeTraining
"""
from dataclasses import dataclass

import numpy as np

from helpers.activations import relu
from helpers.networks import Parameters, forward, initialise, train


@dataclass(frozen=True)
class HingeSum:
    """The function offset + sum of changes[k] · relu(x - positions[k])."""

    positions: np.ndarray  # (hinges,)
    changes: np.ndarray    # (hinges,)
    offset: float

    def __call__(self, x):
        return self.offset + relu(np.subtract.outer(x, self.positions)) @ self.changes


@dataclass(frozen=True)
class HingeTraining:
    """One-hidden-layer networks while they are trained, E networks, N hinges each.

    steps      (records,)
    positions  (records, E, N): -bias / weight, where each hinge is; inf for a weight of 0
    fits       (records, E, points): the outputs
    errors     (records, E): rms errors
    """

    steps: np.ndarray
    positions: np.ndarray
    fits: np.ndarray
    errors: np.ndarray


def through(knots, heights):
    """The HingeSum that joins the points (knots[k], heights[k]), (K,), by straight lines.

    The first hinge sits on the first knot, each further one where the slope changes.
    """
    knots, heights = np.asarray(knots, float), np.asarray(heights, float)
    if knots.ndim != 1 or knots.shape != heights.shape or len(knots) < 2:
        raise ValueError("knots and heights must be two arrays of the same shape (2 or more,), "
                         f"got {knots.shape} and {heights.shape}")
    if not np.all(np.diff(knots) > 0):
        raise ValueError(f"knots must increase, got {knots}")
    slopes = np.diff(heights) / np.diff(knots)
    return HingeSum(knots[:-1], np.diff(slopes, prepend=0.0), float(heights[0]))


def straight_fit(x, y, positions):
    """The HingeSum with the given positions that has the least rms error on (x, y), (points,)."""
    positions = np.asarray(positions, float)
    features = np.c_[relu(np.subtract.outer(x, positions)), np.ones(len(x))]
    solution, *_ = np.linalg.lstsq(features, y, rcond=None)
    return HingeSum(positions, solution[:-1], float(solution[-1]))


def even_knots(x, pieces):
    """The pieces + 1 knots at equal distances over the range of x."""
    if pieces < 1:
        raise ValueError(f"pieces must be at least 1, got {pieces}")
    return np.linspace(x[0], x[-1], pieces + 1)


def greedy_order(x, y, pieces):
    """Indices (pieces + 1,) of samples in the order of choice: the ends, then the most missed.

    The first n + 1 of them are the knots of n pieces.
    """
    if not 1 <= pieces < len(x):
        raise ValueError(f"pieces must lie in 1 .. {len(x) - 1}, got {pieces}")
    order = [0, len(x) - 1]
    while len(order) <= pieces:
        knots = np.sort(order)
        missed = np.abs(np.interp(x, x[knots], y[knots]) - y)
        missed[knots] = -1  # no sample twice, not even when every sample is met
        order.append(int(np.argmax(missed)))
    return np.array(order)


def worst_error(x, y, knots):
    """The largest distance between (x, y), (points,), and the interpolant through the knots."""
    return float(np.abs(through(knots, np.interp(knots, x, y))(x) - y).max())


def rms_error(fit, y):
    """The root of the mean squared difference over the last axis."""
    return np.sqrt(np.mean((fit - y) ** 2, axis=-1))


def rate(counts, errors):
    """The exponent p of errors ~ counts^p: the slope of the straight line in log-log."""
    return float(np.polyfit(np.log(counts), np.log(errors), 1)[0])


def even_start(x, y, hinges):
    """Parameters of one network (1, hinges, 1) that is the interpolant on even knots."""
    knots = even_knots(x, hinges)
    start = through(knots, np.interp(knots, x, y))
    return Parameters((np.ones((1, 1, hinges)), start.changes.reshape(1, hinges, 1)),
                      (-start.positions.reshape(1, 1, hinges), np.full((1, 1, 1), start.offset)))


def he_start(hinges, seed):
    """Parameters of one network (1, hinges, 1) by the He scheme: zero bias, all hinges at 0."""
    return initialise((1, hinges, 1), seed=seed)


def together(networks):
    """One ensemble of the given Parameters, in their order."""
    def stacked(arrays):
        return tuple(np.concatenate(group) for group in zip(*arrays, strict=True))

    return Parameters(stacked([n.weights for n in networks]), stacked([n.biases for n in networks]))


def train_hinges(parameters, x, y, *, learning_rate=0.02, steps=1500, record_every=50):
    """The HingeTraining of networks (1, N, 1) on x (points,) and y (E, points) with Adam."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    if y.shape != (parameters.ensemble, len(x)):
        raise ValueError(f"y must have shape {(parameters.ensemble, len(x))}, got {y.shape}")
    snapshots = []
    history = train(parameters, x[:, None], y[:, :, None], loss="squared_error",
                    optimiser="adam", learning_rate=learning_rate, steps=steps,
                    record_every=record_every, on_record=lambda _, p: snapshots.append(p))
    fits = np.stack([forward(p, x[:, None]).output[..., 0] for p in snapshots])
    return HingeTraining(history.steps, np.stack([hinge_positions(p) for p in snapshots]),
                         fits, rms_error(fits, y))


def hinge_positions(parameters):
    """Where each hidden neuron of one input bends, (E, N): -bias / weight."""
    weight, bias = parameters.weights[0][:, 0], parameters.biases[0][:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(weight == 0, np.inf, -bias / weight)
