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
    x, rate = np.asarray(x, float), np.atleast_1d(np.asarray(learning_rate, float))
    of_z = np.column_stack([x, np.ones_like(x)])                    # slopes of z by w and by b
    downhill = -of_z.T / len(x)
    # Everything has its full shape: broadcasting would take most of the time of so small arrays.
    target = np.repeat(np.asarray(target, float)[:, None], rate.size, axis=1)
    zero, z, on = np.zeros_like(target), np.empty_like(target), np.empty_like(target)
    rates, step = np.stack([rate, rate]), np.empty((2, rate.size))
    path = np.empty((steps + 1, 2, rate.size))
    path[0] = [[w], [b]]
    with np.errstate(all="ignore"):
        for here, following in pairwise(path):
            np.dot(of_z, here, out=z)                               # (examples, runs)
            np.maximum(z, zero, out=z)
            np.multiply(np.sign(z, out=on), target, out=on)         # no error where z <= 0
            np.subtract(z, on, out=z)
            np.multiply(np.dot(downhill, z, out=step), rates, out=step)
            np.add(here, step, out=following)
        error = np.maximum(of_z @ path, 0) - target                 # (steps + 1, examples, runs)
        return path[:, 0], path[:, 1], np.mean(error ** 2, axis=1) / 2
