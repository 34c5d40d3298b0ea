"""One ReLU neuron that fits a few points: the learning rate that kills it, and its whole run."""
from itertools import pairwise

import numpy as np


def killing_rate(z, rise):
    """The smallest learning rate at which one step turns a neuron off on every example.

    z: (examples,), its pre-activations before the step, all above 0; rise: (examples,), how much
    each z falls per unit of learning rate: x @ gradient_w + gradient_b. inf if one of them does
    not fall. ValueError if the neuron is off somewhere: then no simple answer exists.
    """
    z, rise = np.asarray(z, float), np.asarray(rise, float)
    if not np.all(z > 0):
        raise ValueError(f"z must be above 0 on every example, its smallest is {z.min()}")
    if np.any(rise <= 0):
        return np.inf
    return float(np.max(z / rise))


def one_neuron(x, target, w, b, learning_rate, steps):
    """Gradient descent of relu(w x + b) on half the mean squared error: w, b, loss by step.

    x, target: (examples,); w, b: the start, numbers; learning_rate: a number or (runs,). Each
    result is (steps + 1, runs). A run that diverges becomes inf, then NaN.
    """
    x, target = np.asarray(x, float)[:, None], np.asarray(target, float)[:, None]
    rate, examples = np.atleast_1d(np.asarray(learning_rate, float)), len(x)
    path = np.empty((steps + 1, 2, rate.size))
    path[0], slopes = [[w], [b]], np.stack([x, np.ones_like(x)])        # of z by w and by b
    with np.errstate(all="ignore"):
        for here, following in pairwise(path):
            z = here[0] * x + here[1]                                   # (examples, runs)
            at_z = (np.maximum(z, 0) - target) * (z > 0)
            following[:] = here - rate * (np.add.reduce(slopes * at_z, axis=1) / examples)
        ws, bs = path[:, 0], path[:, 1]
        outputs = np.maximum(ws[:, None] * x + bs[:, None], 0)          # (steps, examples, runs)
        return ws, bs, np.mean((outputs - target) ** 2, axis=1) / 2
