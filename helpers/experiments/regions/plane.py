"""Cells of a ReLU network in a window of the plane: one polygon for each on/off pattern."""
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import comb

import numpy as np

from helpers.experiments.regions.built import layers_of


@dataclass(frozen=True)
class Cells:
    """The cells of a network in a window: polygons with one on/off pattern each.

    corners    (K, 2) corners of all polygons, one polygon behind the other
    starts     (cells,) where in `corners` each polygon begins
    outputs    (K,) the first output at the corners
    patterns   (cells, hidden neurons) bool: which neurons are on
    folds      one (segments, 2, 2) array a hidden layer: the edges that it added
    """

    corners: np.ndarray
    starts: np.ndarray
    outputs: np.ndarray
    patterns: np.ndarray
    folds: tuple

    @property
    def count(self):
        return len(self.starts)

    @property
    def polygons(self):
        """One (corners, 2) array a cell."""
        bounds = [*self.starts.tolist(), len(self.corners)]
        return [self.corners[start:end] for start, end in pairwise(bounds)]

    @property
    def means(self):
        """The first output at the corners of each cell on average, (cells,)."""
        sizes = np.diff(self.starts, append=len(self.corners))
        return np.add.reduceat(self.outputs, self.starts) / sizes


def cells(parameters, window, member=0):
    """The Cells of one network of two inputs in `window` = (left, right, bottom, top)."""
    weights, biases = layers_of(parameters, member)
    left, right, bottom, top = window
    if not (left < right and bottom < top):
        raise ValueError(f"window must be (left, right, bottom, top), got {window}")
    if len(weights[0]) != 2:
        raise ValueError(f"parameters must have 2 inputs, got {len(weights[0])}")
    rows = np.array([[0, left, bottom], [0, right, bottom], [0, right, top], [0, left, top]], float)
    hidden, owner = rows[:, 1:], np.zeros(4, int)
    patterns, folds = np.zeros((1, 0), bool), []
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        before = np.column_stack([owner, rows[:, 1:3]])
        rows, owner, edges = cut(np.concatenate([before, hidden @ weight + bias], axis=1), owner)
        starts, hidden = starts_of(owner), np.maximum(rows[:, 3:], 0)
        on = np.maximum.reduceat(hidden, starts, axis=0) > 0
        patterns = np.concatenate([patterns[rows[starts, 0].astype(int)], on], axis=1)
        folds.append(edges)
    outputs = (hidden @ weights[-1] + biases[-1])[:, 0]
    return Cells(rows[:, 1:3], starts_of(owner), outputs, patterns, tuple(folds))


def cut(rows, owner):
    """Cuts convex polygons wherever a neuron changes sign; all of them at once, as it is faster.

    rows    (corners, 3 + neurons): a number of the polygon, x, y, pre-activations; the corners of
            a polygon in turn
    owner   (corners,) numbers of the polygons, 0, 1, ... in order

    The parts as `rows` and `owner`, and the edges that are new, (edges, 2, 2).
    """
    edges, starts = [np.empty((0, 2, 2))], starts_of(owner)
    for column in range(3, rows.shape[1]):
        value = rows[:, column]
        mixed = (np.minimum.reduceat(value, starts) < 0) & (np.maximum.reduceat(value, starts) > 0)
        if mixed.any():
            rows, owner = with_edge_crossings(rows, owner, starts, column)
            value, mixed = rows[:, column], mixed[owner]
            ends = (mixed & (value == 0)).nonzero()[0]
            first = np.concatenate([[True], owner[ends[1:]] != owner[ends[:-1]]])  # of a polygon
            last = np.concatenate([first[1:], [True]])
            edges.append(np.stack([rows[ends[first], 1:3], rows[ends[last], 1:3]], axis=1))
            rows, owner = halves(rows, owner, mixed, value)
            starts = starts_of(owner)
    return rows, owner, np.concatenate(edges)


def with_edge_crossings(rows, owner, starts, column):
    """`rows` and `owner` with a new corner wherever `column` passes 0 along an edge."""
    following = np.arange(1, len(rows) + 1)
    following[starts[1:] - 1] = starts[:-1]
    following[-1] = starts[-1]
    here = rows[:, column]
    sign = np.sign(here)
    k = (sign * sign[following] < 0).nonzero()[0]
    this, that = rows[k], rows[following[k]]
    new = this + (here[k] / (here[k] - that[:, column]))[:, None] * (that - this)
    new[:, column] = 0
    own = np.zeros(len(rows) + len(k), bool)
    own[k + np.arange(1, len(k) + 1)] = True
    old = np.cumsum(~own) - 1
    merged = rows[old]
    merged[own] = new
    return merged, owner[old]


def halves(rows, owner, mixed, value):
    """What lies where `value` is at least 0, and at most 0, of `mixed` polygons; the others whole.

    value, mixed   (corners,)
    """
    above, below = (~mixed | (value >= 0)).nonzero()[0], (mixed & (value <= 0)).nonzero()[0]
    chosen = np.concatenate([above, below])
    part = 2 * owner[chosen]
    part[len(above):] += 1
    order = np.argsort(part, kind="stable")
    part = part[order]
    new = np.zeros(len(part), int)
    np.cumsum(part[1:] > part[:-1], out=new[1:])
    return rows[chosen[order]], new


def starts_of(owner):
    """Where in the ascending (corners,) numbers of polygons each of these begins."""
    return np.searchsorted(owner, np.arange(owner[-1] + 1))


def window_of_crossings(parameters, member=0):
    """A window that holds every crossing of two first-layer folds, half as much again."""
    weights, biases = layers_of(parameters, member)
    points = [np.linalg.solve(weights[0][:, pair].T, -biases[0][list(pair)])
              for pair in map(list, combinations(range(weights[0].shape[1]), 2))]
    reach = 1.5 * np.abs(points).max(initial=1.0)
    return (-reach, reach, -reach, reach)


def zaslavsky(lines):
    """The number of regions that lines in general position cut a plane into (Zaslavsky 1975)."""
    if lines < 0:
        raise ValueError(f"lines must be 0 or more, got {lines}")
    return 1 + lines + comb(lines, 2)
