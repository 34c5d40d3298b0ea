"""Networks in training with every hidden neuron recorded, alone or on a grid of settings.

lives   one training run of an ensemble; returns Lives
grid    every learning rate with every starting bias and every seed in one ensemble; a Grid
"""
from dataclasses import dataclass

import numpy as np

from helpers import networks
from helpers.experiments.deaths.states import cut_off, share_on

HIDDEN = (32, 32, 32)
"""The hidden layers of the networks that this notebook trains on the digits."""


@dataclass(frozen=True, eq=False)
class Lives:
    """The hidden neurons of E networks over training: R records, L layers of n neurons.

    steps: (R,); on: (R, E, L, n), each neuron's share of the training examples on which its slope
    is not 0, NaN once its network diverged; right: (R, E), share of training examples classified
    correctly; test: (E,), the share of test examples after the last step.
    """

    steps: np.ndarray
    on: np.ndarray
    right: np.ndarray
    test: np.ndarray

    @property
    def dead(self):
        """Which neurons are off on every example, (R, E, L, n)."""
        return self.on == 0

    @property
    def cut_off(self):
        """Which neurons are not dead but sit below a wholly dead layer, (R, E, L, n)."""
        return cut_off(self.dead)

    @property
    def share(self):
        """The share of dead neurons by layer, (R, E, L); NaN for a network that diverged."""
        return np.where(np.isnan(self.on).any(axis=-1), np.nan, self.dead.mean(axis=-1))

    @property
    def deaths(self):
        """How often a neuron alive at one record was dead at the next, by layer, (E, L)."""
        return np.sum(~self.dead[:-1] & self.dead[1:], axis=(0, 3))

    @property
    def returns(self):
        """How often a neuron dead at one record was alive at the next, by layer, (E, L)."""
        return np.sum(self.dead[:-1] & ~self.dead[1:], axis=(0, 3))


def lives(start, x, y, test, *, activation="relu", activation_parameters=None, every=None,
          steps=200, **training):
    """The Lives of the networks `start` (equal hidden widths), which learn x (N, n), y (N,).

    test: (x, y) for the last column of Lives; every: steps between records (None: only the first
    and the last); training: the further arguments of `networks.train`.
    """
    own, records = activation_parameters or {}, []

    def record(step, parameters):
        trace = networks.forward(parameters, x, activation, **own)
        on = np.stack([share_on(z, activation, **own) for z in trace.pre[:-1]], axis=1)
        records.append((on, networks.accuracy(trace.output, y)))

    history = networks.train(start, x, y, activation=activation, steps=steps,
                             record_every=every or max(steps, 1), on_record=record,
                             **training, **own)
    at_test = networks.forward(history.parameters, test[0], activation, **own).output
    on, right = (np.stack(column) for column in zip(*records, strict=True))
    return Lives(history.steps, on, right, networks.accuracy(at_test, test[1]))


@dataclass(frozen=True, eq=False)
class Grid:
    """Lives on a grid: learning_rates (A,), biases (B,), seeds (S,), lives with E = A B S."""

    learning_rates: np.ndarray
    biases: np.ndarray
    seeds: np.ndarray
    lives: Lives

    def by_setting(self, array):
        """An array (E, ...) as (A, B, S, ...)."""
        shape = (len(self.learning_rates), len(self.biases), len(self.seeds))
        return array.reshape(*shape, *array.shape[1:])


def grid(data, *, learning_rates, biases=(0.0,), seeds=(0,), batch_size=64, **training):
    """The Grid of networks 64-32-32-32-10 on `data` (a `Digits`); networks differ in nothing else.

    Equal seeds give equal weights and equal batches at every learning rate and bias. training: the
    further arguments of `lives`.
    """
    rate, bias, seed = (axis.ravel() for axis in np.meshgrid(
        learning_rates, biases, seeds, indexing="ij"))
    start = networks.initialise((data.x_train.shape[1], *HIDDEN, 10), ensemble=len(seed),
                                bias=bias, seed=seed.tolist())
    run = lives(start, data.x_train, data.y_train, (data.x_test, data.y_test), learning_rate=rate,
                batch_size=batch_size, seed=seed.tolist(), **training)
    axes = (np.asarray(axis, float) for axis in (learning_rates, biases))
    return Grid(*axes, np.asarray(seeds), run)
