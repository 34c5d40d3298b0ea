"""Batch normalisation: every neuron centred and scaled over the batch. Ioffe & Szegedy 2015.

The statistics are always those of the batch at hand: nothing is remembered between batches.
"""

from dataclasses import dataclass

import numpy as np

EPSILON = 1e-5  # added to the variance, as in PyTorch: a neuron that never varies gives 0


@dataclass(frozen=True, eq=False)
class Normalised:
    """Numbers with mean 0 and variance 1 over the batch.

    values: (E, B, n); spread: (E, 1, n), the standard deviation that they were divided by.
    """

    values: np.ndarray
    spread: np.ndarray


def normalise(z) -> Normalised:
    """z (E, B, n) less its mean over the batch, divided by its standard deviation."""
    centred = z - z.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.square(centred).mean(axis=1, keepdims=True) + EPSILON)
    return Normalised(centred / spread, spread)


def back_through(normalised, gradient):
    """The gradient at z, given the one at the normalised values, both (E, B, n).

    Each z moves its own value and, through mean and standard deviation, the whole batch's: what
    the gradient has in common with a constant and with the values themselves drops out.
    """
    constant = gradient.mean(axis=1, keepdims=True)
    along = (gradient * normalised.values).mean(axis=1, keepdims=True)
    return (gradient - constant - along * normalised.values) / normalised.spread
