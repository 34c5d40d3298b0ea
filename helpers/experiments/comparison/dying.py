"""Dead neurons by function and learning rate, in the networks of `tuning`.

    dying   share of dead neurons and test error for each rate -> Dying
"""
from dataclasses import dataclass

import numpy as np

from helpers import networks
from helpers.experiments.comparison.tuning import SEEDS, centred_digits, outcome, record_of, trained
from helpers.experiments.deaths.states import dead


@dataclass(frozen=True)
class Dying:
    """rates: (R,); share of hidden neurons that are dead on the training images, NaN for a network
    that diverged, and test error (guessing then): (R, S) each."""

    rates: np.ndarray
    share: np.ndarray
    error: np.ndarray


def dying(activation, depth=3, *, rates=(0.4, 0.8), seeds=SEEDS, steps=120):
    """The Dying of an activation, a name in PLAIN or a record."""
    record, shape = record_of(activation), (len(rates), len(seeds))
    after = trained(activation, depth, np.repeat(rates, len(seeds)), list(seeds) * len(rates),
                    steps=steps)
    pre = networks.forward(after, centred_digits().x, record).pre
    share = np.mean([dead(z, record) for z in pre[:-1]], axis=(0, 2))
    share = np.where(np.isfinite(pre[-1]).all(axis=(1, 2)), share, np.nan)
    return Dying(np.asarray(rates), share.reshape(shape), outcome(after, record)[1].reshape(shape))
