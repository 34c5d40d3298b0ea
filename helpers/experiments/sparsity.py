"""How many outputs of a hidden layer are exactly zero, before and during training.

share_of_zeros       what a Gaussian input predicts
zeros_in_training    what a layer does on real data; returns Zeros
"""
from dataclasses import dataclass
from math import erf

import numpy as np

from helpers import networks


@np.vectorize(otypes=[float])
def _phi(r):
    """The standard normal distribution function Phi(r)."""
    return (1 + erf(r / 2 ** 0.5)) / 2


def share_of_zeros(mean, spread):
    """The share of zeros, Phi(-mean / spread), that ReLU makes of N(mean, spread²); broadcasts.

    ValueError unless every spread is above 0.
    """
    mean, spread = np.asarray(mean, float), np.asarray(spread, float)
    if not np.all(spread > 0):
        raise ValueError(f"spread must be above 0, got {spread.min()}")
    return _phi(-mean / spread)


@dataclass(frozen=True)
class Zeros:
    """One hidden layer over training; arrays (records, ensemble, units) unless said otherwise.

    steps: (records,); zeros: each unit's share of inputs on which it gives exactly 0; mean and
    spread: of its pre-activations over the same inputs; right: (records, ensemble), the share of
    inputs that the network classifies correctly.
    """

    steps: np.ndarray
    zeros: np.ndarray
    mean: np.ndarray
    spread: np.ndarray
    right: np.ndarray

    @property
    def layer(self):
        """The share of zeros in the whole layer, (records, ensemble)."""
        return self.zeros.mean(axis=2)

    @property
    def one_gaussian(self):
        """The share that one Gaussian for all units together predicts, (records, ensemble)."""
        variance = (self.spread ** 2).mean(axis=2) + self.mean.var(axis=2)
        return share_of_zeros(self.mean.mean(axis=2), np.sqrt(variance))

    @property
    def unit_gaussians(self):
        """The share that a Gaussian of its own predicts for each unit."""
        return share_of_zeros(self.mean, self.spread)


def zeros_in_training(x, y, *, ensemble=8, width=32, steps=200, every=25, learning_rate=0.2,
                      seed=0):
    """The Zeros of networks with one hidden layer of `width` units that learn x (N, n), y (N,).

    He initialisation, zero biases, SGD on batches of 64. Members differ in weights and batches.
    """
    at, records = [], []
    start = networks.initialise((x.shape[1], width, int(np.max(y)) + 1), ensemble=ensemble,
                                seed=seed)

    def record(step, parameters):
        at.append(step)
        records.append(_measure(parameters, x, y))

    networks.train(start, x, y, learning_rate=learning_rate, steps=steps, batch_size=64, seed=seed,
                   record_every=every, on_record=record)
    return Zeros(np.array(at), *map(np.stack, zip(*records, strict=True)))


def _measure(parameters, x, y):
    """Zeros, mean and spread (ensemble, units), and share classified correctly (ensemble,)."""
    trace = networks.forward(parameters, x)
    z = trace.pre[0]
    return ((trace.post[0] == 0).mean(axis=1), z.mean(axis=1), z.std(axis=1),
            networks.accuracy(trace.output, y))
