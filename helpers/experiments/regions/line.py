"""Pieces of a ReLU network along a line.

Points may be homogeneous: (x, t) stands for x / t, and biases count t times, so that t = 0 reaches
infinity and a whole line has two ends.
"""
from dataclasses import dataclass

import numpy as np

from helpers.experiments.regions.built import layers_of


@dataclass(frozen=True)
class Walk:
    """Corners of a network along a line.

    points   (K, inputs + 1) homogeneous points: the path's own and every fold, in order
    values   (K, outputs) outputs there, times the last column of `points`
    places   (K,) where on the path: k is its own point k, k + 0.5 half way to the next
    """

    points: np.ndarray
    values: np.ndarray
    places: np.ndarray

    @property
    def folds(self):
        """Distinct places of the folds, (folds,)."""
        inner = np.unique(self.places)
        return inner[inner != np.round(inner)]

    @property
    def pieces(self):
        """The number of on/off patterns along the path."""
        return self.folds.size + 1


def whole_line(origin=(0.0,), direction=(1.0,)):
    """Homogeneous points (3, inputs + 1) of the line through `origin`: infinity to infinity."""
    origin, direction = np.asarray(origin, float), np.asarray(direction, float)
    if origin.shape != direction.shape or origin.ndim != 1:
        raise ValueError("origin and direction must have the same shape (inputs,), got "
                         f"{origin.shape} and {direction.shape}")
    return np.stack([np.r_[-direction, 0.0], np.r_[origin, 1.0], np.r_[direction, 0.0]])


def segment(left, right):
    """Homogeneous points (2, 2) of an interval of a single input."""
    if not left < right:
        raise ValueError(f"left must be smaller than right, got {left} and {right}")
    return np.array([[left, 1.0], [right, 1.0]])


def walk(parameters, path, member=0):
    """The Walk of one network along a path, homogeneous points (K >= 2, inputs + 1)."""
    weights, biases = layers_of(parameters, member)
    path = np.asarray(path, float)
    if path.ndim != 2 or len(path) < 2 or path.shape[1] != len(weights[0]) + 1:
        raise ValueError(f"path must have shape (2 or more, {len(weights[0]) + 1}), "
                         f"got {path.shape}")
    rows, hidden = np.c_[np.arange(len(path)), path], path[:, :-1]
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        rows, pre = with_crossings(rows, hidden @ weight + rows[:, -1:] * bias)
        hidden = np.maximum(pre, 0)
    values = hidden @ weights[-1] + rows[:, -1:] * biases[-1]
    return Walk(rows[:, 1:], values, rows[:, 0])


def with_crossings(rows, pre):
    """`rows` (K, any) and `pre` (K, neurons) with a new row wherever a neuron passes 0 between."""
    signs = np.sign(pre)
    k, neuron = np.nonzero(signs[:-1] * signs[1:] < 0)
    share = pre[k, neuron] / (pre[k, neuron] - pre[k + 1, neuron])
    order = np.argsort(np.r_[np.arange(len(pre)), k + share], kind="stable")
    new_rows, new_pre = (a[k] + share[:, None] * (a[k + 1] - a[k]) for a in (rows, pre))
    new_pre[np.arange(len(k)), neuron] = 0
    return np.concatenate([rows, new_rows])[order], np.concatenate([pre, new_pre])[order]
