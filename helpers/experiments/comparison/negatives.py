"""What the negative outputs of a function carry: a trained network with and without them.

    without_negatives   test errors as trained and with one sign of the outputs cut off -> Cut
"""
from dataclasses import dataclass, replace

import numpy as np

from helpers.experiments.comparison.tuning import outcome, record_of, trained


@dataclass(frozen=True)
class Cut:
    """Test errors of the same trained networks, (seeds,) each.

    whole: as trained; positive: negative outputs set to 0; negative: positive outputs set to 0.
    """

    whole: np.ndarray
    positive: np.ndarray
    negative: np.ndarray


def clipped(record, cut):
    """The record with its outputs passed through `cut`; for forward passes only."""
    return replace(record, f=lambda x: cut(record.f(x), 0))


def without_negatives(activation, depth=2, *, rate=0.4, seeds=tuple(range(10)), steps=200):
    """The Cut of networks trained on the digits with an activation, a name in PLAIN or a record."""
    record = record_of(activation)
    after = trained(activation, depth, rate, list(seeds), steps=steps)
    return Cut(*(outcome(after, each)[1] for each in (
        record, clipped(record, np.maximum), clipped(record, np.minimum))))
