"""An arm with two links: where its hand is, which angles reach a target, networks that learn it.

    hand, elbow    the forward kinematics: from joint angles to positions
    angles         the inverse kinematics, exact; two solutions, one for each way the elbow bends
    poses          angles drawn at random and the positions of the hand -> Poses
    linear_map     the baseline: the best linear map (with a constant) from positions to angles
    trained        networks from positions to angles; `rate_sweep` is how their rates were chosen
    reach_errors   how far from the target the hand ends, for angles that somebody proposes

Angles are in radians, (..., 2): shoulder against the x axis, then elbow against the upper arm.
Lengths are in metres, so errors times 100 are centimetres.
"""
from dataclasses import dataclass

import numpy as np

from helpers import networks
from helpers.experiments.comparison.plain import PLAIN
from helpers.experiments.comparison.tuning import own_gain

UPPER, FORE = 1.0, 0.8
SHOULDER, ELBOW = (-0.5, 1.8), (0.3, 2.6)
"""The range of each joint; the elbow bends one way only."""
SIZES, STEPS, BATCH, SEEDS = (2, 32, 32, 2), 1000, 64, (0, 1, 2, 3, 4)
GRID = (0.01, 0.03, 0.1, 0.3)
RATES = {"relu": 0.03, "tanh": 0.03, "silu": 0.1}


def elbow(q):
    """The position (..., 2) of the elbow for angles q (..., 2)."""
    q = np.asarray(q, float)
    return UPPER * np.stack([np.cos(q[..., 0]), np.sin(q[..., 0])], axis=-1)


def hand(q):
    """The position (..., 2) of the hand for angles q (..., 2)."""
    q = np.asarray(q, float)
    turned = q[..., 0] + q[..., 1]
    return elbow(q) + FORE * np.stack([np.cos(turned), np.sin(turned)], axis=-1)


def angles(p, bend=1):
    """The angles (..., 2) that bring the hand to p (..., 2), by the law of cosines.

    bend: 1 or -1, the sign of the elbow's angle. NaN where p is out of reach.
    """
    p = np.asarray(p, float)
    cosine = (np.sum(p ** 2, axis=-1) - UPPER ** 2 - FORE ** 2) / (2 * UPPER * FORE)
    reachable = np.abs(cosine) <= 1
    second = bend * np.arccos(np.where(reachable, cosine, 0))
    first = np.arctan2(p[..., 1], p[..., 0]) - np.arctan2(
        FORE * np.sin(second), UPPER + FORE * np.cos(second))
    return np.where(reachable[..., None], np.stack([first, second], axis=-1), np.nan)


def reachable(p):
    """Whether the arm of the training data can reach p (..., 2): its angles are in range."""
    q = angles(p)
    first = (q[..., 0] + np.pi) % (2 * np.pi) - np.pi
    inside = [(low - 1e-9 <= a) & (a <= high + 1e-9)
              for a, (low, high) in ((first, SHOULDER), (q[..., 1], ELBOW))]
    return inside[0] & inside[1]


@dataclass(frozen=True, eq=False)
class Poses:
    """Angles q (N, 2) and the hand's positions p (N, 2)."""

    q: np.ndarray
    p: np.ndarray


def poses(count, seed=0, both_bends=False):
    """Poses with angles drawn uniformly; both_bends: half of them mirrored to the other bend."""
    rng = np.random.default_rng([seed, 17])
    low, high = np.array([SHOULDER, ELBOW]).T
    q = rng.uniform(low, high, size=(count, 2))
    p = hand(q)
    if both_bends:
        other = angles(p, bend=-1)
        q = np.where(rng.uniform(size=(count, 1)) < 0.5, q, other)
    return Poses(q, p)


def reach_errors(q, p):
    """The distances (..., N) between the hand at angles q (..., N, 2) and the targets p (N, 2)."""
    return np.linalg.norm(hand(q) - p, axis=-1)


def linear_map(data):
    """The function p (N, 2) -> q (N, 2) that is linear with a constant and fits `data` best."""
    def with_one(p): return np.column_stack([p, np.ones(len(p))])
    matrix, *_ = np.linalg.lstsq(with_one(data.p), data.q, rcond=None)
    return lambda p: with_one(p) @ matrix


@dataclass(frozen=True, eq=False)
class Solver:
    """Networks (E of them) from positions to angles, with the scales of the data around them."""

    parameters: networks.Parameters
    activation: str
    middle_p: np.ndarray
    scale_p: np.ndarray
    middle_q: np.ndarray
    scale_q: np.ndarray

    def __call__(self, p):
        """The angles (E, N, 2) for positions p (N, 2)."""
        x = (np.asarray(p) - self.middle_p) / self.scale_p
        out = networks.forward(self.parameters, x, PLAIN[self.activation]).output
        return out * self.scale_q + self.middle_q


def trained(data, activation="relu", *, rates=None, seeds=SEEDS, steps=STEPS, sizes=SIZES):
    """The Solver after Adam on the squared error of the angles; a third of the steps at a tenth.

    rates: a number, or one a seed.
    """
    rates = RATES[activation] if rates is None else np.asarray(rates)
    scales = [(v.mean(axis=0), v.std(axis=0)) for v in (data.p, data.q)]
    x, y = ((v - m) / s for v, (m, s) in zip((data.p, data.q), scales, strict=True))
    now = networks.initialise(sizes, scheme="lecun", gain=own_gain(activation), seed=seeds,
                              ensemble=len(seeds))
    for part, rate in ((2 * steps // 3, rates), (steps // 3, rates / 10)):
        now = networks.train(now, x, y, loss="squared_error", activation=PLAIN[activation],
                             optimiser="adam", learning_rate=rate, batch_size=BATCH, seed=seeds,
                             steps=part, record_every=steps).parameters
    return Solver(now, activation, *scales[0], *scales[1])


def rate_sweep(activation, data, *, grid=GRID, seeds=(10, 11, 12), steps=STEPS):
    """Mean reach error on other poses for each learning rate and seed, (R, S), to choose by."""
    solver, others = trained(data, activation, rates=np.repeat(grid, len(seeds)), steps=steps,
                             seeds=tuple(seeds) * len(grid)), poses(500, seed=99)
    return reach_errors(solver(others.p), others.p).mean(axis=-1).reshape(len(grid), -1)
