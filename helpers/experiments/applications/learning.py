"""What the experiments on text and sequences share: Adam on any arrays, rates with seeds.

    pairs     every rate with every seed, as one ensemble
    descend   Adam with a rate that falls to 0 in the second half
    Tuning    what came out of all pairs, and which rate is best
"""
from dataclasses import dataclass

import numpy as np

from helpers.networks.optimisers import OPTIMISERS, clip


def pairs(rates, seeds):
    """(rate, seed) of each member, two lists of E = rates x seeds, one rate after the other."""
    return list(np.repeat(rates, len(seeds))), list(seeds) * len(rates)


@np.errstate(all="ignore")
def descend(arrays, gradients, rates, steps, *, limit=None):
    """Change arrays (E, ., .), in place, by `steps` steps of Adam (Kingma & Ba 2015).

    gradients: a function of the step 0, 1, ... that returns one gradient an array; rates: (E,),
    kept for half of the steps, then falling linearly to 0; limit: the largest norm of a member's
    gradient, longer ones are shortened to it. Diverging members become NaN.
    """
    adam = OPTIMISERS["adam"](arrays, None)
    rates = np.reshape(rates, (-1, 1, 1))
    for step in range(steps):
        change = gradients(step)
        if limit is not None:
            clip(change, limit)
        rate = rates * min(1, 2 - 2 * step / steps)
        for array, direction in zip(arrays, adam.directions(change), strict=True):
            array -= rate * direction


@dataclass(frozen=True)
class Tuning:
    """rates (R,) and the training loss after a run at each of them with each seed, (R, S)."""

    rates: np.ndarray
    loss: np.ndarray

    @classmethod
    def of(cls, rates, loss, guess):
        """From losses (R S,); a run that diverged, or did worse than guessing, counts as guess."""
        loss = np.reshape(np.where(loss < guess, loss, guess), (len(rates), -1))
        return cls(np.asarray(rates), loss)

    @property
    def best(self):
        """The rate with the lowest mean log loss."""
        return float(self.rates[np.argmin(np.log(self.loss).mean(axis=1))])
