"""Memory over many steps: recurrent networks with tanh or ReLU, random or identity start.

    gradient_norms   how large the gradient still is, so many steps back
    adding           sequences of the adding problem (Hochreiter & Schmidhuber 1997)
    learn            networks trained on it at every rate with every seed -> Learned

The adding problem: at each step a number from 0 to 1 and a mark, 0 or 1; two steps are marked, one
in each half; wanted is the sum of the two marked numbers. Who always says 1 has a mean squared
error of 1/6, the variance of the sum of two uniform numbers.
"""
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from helpers import networks
from helpers.experiments.applications.learning import descend, pairs
from helpers.experiments.comparison.plain import PLAIN

CASES = (("relu", "identity"), ("relu", "random"), ("tanh", "identity"), ("tanh", "random"))
LENGTH, NEURONS, BATCH, STEPS, EVERY = 50, 16, 16, 400, 40
RATES, SEEDS = (0.002, 0.006, 0.02), (0, 1, 2, 3)
FRESH, GUESS = 250, 1 / 6


def gradient_norms(activation, start, *, scale=1.0, steps=150, neurons=100, signed=False, seed=0):
    """Norm of the gradient at each state h_0 .. h_T, as a share of that at h_T: (T + 1,).

    The gradient is that of the output for one sequence of the adding problem, before training.
    signed: the numbers are taken from -1 to 1 instead. 0 where nothing comes through.
    """
    network, x = _beginning(start, steps, neurons, signed, seed)
    network = replace(network, recurrent=scale * network.recurrent)
    unrolled = networks.unroll(network, x, PLAIN[activation])
    _, by_step = networks.back_through_time(network, unrolled, np.ones((1, 1, 1)),
                                            PLAIN[activation])
    norms = np.linalg.norm(np.reshape(by_step, (steps + 1, neurons)), axis=1)
    return norms / norms[-1]


@lru_cache(maxsize=16)
def _beginning(start, steps, neurons, signed, seed):
    """An untrained network and one sequence."""
    x, _ = adding(steps, 1, np.random.default_rng([seed, 4]))
    if signed:
        x[..., 0] = 2 * x[..., 0] - 1
    return networks.recurrent_start((2, neurons, 1), start=start, seed=seed), x


def adding(length, size, rng):
    """`size` sequences (length, size, 2) of numbers and marks, and their sums (size, 1)."""
    numbers, marks = rng.uniform(size=(length, size)), np.zeros((length, size))
    half = length // 2
    for low, high in ((0, half), (half, length)):
        marks[rng.integers(low, high, size=size), np.arange(size)] = 1
    return np.stack([numbers, marks], axis=2), np.sum(numbers * marks, axis=0)[:, np.newaxis]


@dataclass(frozen=True, eq=False)
class Learned:
    """steps (T,); rates (R,); error on FRESH new sequences at those steps, (T, R, S)."""

    steps: np.ndarray
    rates: np.ndarray
    error: np.ndarray

    @property
    def chosen(self):
        """The index of the rate for each seed: the best at the end for the other half of them."""
        last, half = np.log(self.error[-1]), self.error.shape[2] // 2
        first, second = (np.argmin(part.mean(axis=1)) for part in (last[:, :half], last[:, half:]))
        return np.repeat([second, first], [half, last.shape[1] - half])

    @property
    def curves(self):
        """The error of each seed at its chosen rate, (T, S)."""
        return self.error[:, self.chosen, np.arange(self.error.shape[2])]

    @property
    def final(self):
        """The last error of each seed at its chosen rate, (S,)."""
        return self.curves[-1]


def learn(activation, start, *, scale=1.0, length=LENGTH, rates=RATES, seeds=SEEDS, steps=STEPS):
    """The Learned of one case; runs that diverged, or end above the guess, count as the guess."""
    each, again = pairs(rates, seeds)
    network = networks.recurrent_start((2, NEURONS, 1), start=start, scale=scale,
                                       ensemble=len(each), seed=again)
    draws = [np.random.default_rng([seed, 5]) for seed in seeds]
    fresh, errors = adding(length, FRESH, np.random.default_rng([*seeds, 6])), []

    def gradients(step):
        if step % EVERY == 0:
            errors.append(_error(network, fresh, activation))
        x, y = zip(*(adding(length, BATCH, rng) for rng in draws), strict=True)
        x = np.tile(np.stack(x, axis=1), (1, len(rates), 1, 1))
        return _gradients(network, x, np.tile(np.stack(y), (len(rates), 1, 1)), activation)

    descend(network.arrays, gradients, each, steps, limit=1.0)
    errors.append(_error(network, fresh, activation))
    shape = (len(errors), len(rates), len(seeds))
    return Learned(EVERY * np.arange(len(errors)), np.asarray(rates), np.reshape(errors, shape))


def _gradients(network, x, y, activation):
    unrolled = networks.unroll(network, x, PLAIN[activation])
    _, delta = networks.squared_error(unrolled.output, y)
    return networks.back_through_time(network, unrolled, delta, PLAIN[activation])[0].arrays


def _error(network, task, activation):
    """Mean squared error (E,) on a task; whatever is worse than the guess counts as the guess."""
    loss, _ = networks.squared_error(networks.unroll(network, task[0], PLAIN[activation]).output,
                                     np.broadcast_to(task[1], (len(network.bias), *task[1].shape)))
    return np.where(loss < GUESS, loss, GUESS)
