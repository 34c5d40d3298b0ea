"""Digits read by a small convolutional network, against logistic regression and other controls.

    digit_images         the digits as images -> Task; `shuffled` moves their pixels
    trained, accuracies  networks of several seeds and rates, and their test accuracy
    rate_sweep           validation loss by learning rate and seed, on training images alone
    logistic_regression  the baseline: softmax of a linear map of the pixels
    KERNELS              3 x 3 kernels that one can name

RATES holds what `rate_sweep` chose; a test chooses again.
"""
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from helpers import networks
from helpers.datasets import digits
from helpers.experiments.comparison.plain import PLAIN
from helpers.experiments.comparison.tuning import own_gain
from helpers.networks import convolution

CHANNELS, STEPS, BATCH, SEEDS = (1, 12, 24), 300, 32, (0, 1, 2, 3)
GRID = (0.006, 0.012, 0.024, 0.048, 0.096)
RATES = {("relu", "max"): 0.012, ("tanh", "max"): 0.024, ("identity", "max"): 0.024,
         ("identity", "mean"): 0.048}
"""The learning rate for each (activation, pooling)."""

KERNELS = {
    "left edge": np.array([[-1.0, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
    "right edge": np.array([[1.0, 0, -1], [1, 0, -1], [1, 0, -1]]),
    "upper edge": np.array([[-1.0, -1, -1], [0, 0, 0], [1, 1, 1]]),
    "lower edge": np.array([[1.0, 1, 1], [0, 0, 0], [-1, -1, -1]]),
    "spot": np.array([[-1.0, -1, -1], [-1, 8, -1], [-1, -1, -1]]) / 4,
    "blur": np.full((3, 3), 1 / 9),
}
"""An edge is named after the side of the ink on which it lies."""


@dataclass(frozen=True, eq=False)
class Task:
    """Images (N, 8, 8, 1), mean 0 and variance 1 over all training pixels, and their labels."""

    x: np.ndarray
    y: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


@cache
def digit_images():
    """The Task of the digits: 1,437 to train, 360 to test."""
    d = digits()
    mean, scale = d.x_train.mean(), d.x_train.std()
    x, x_test = (((part - mean) / scale).reshape(-1, 8, 8, 1) for part in (d.x_train, d.x_test))
    return Task(x, d.y_train, x_test, d.y_test)


def shuffled(task, seed=0):
    """The Task with the 64 pixels of every image moved in the same random way."""
    order = np.random.default_rng(seed).permutation(64)
    x, x_test = (part.reshape(-1, 64)[:, order].reshape(part.shape)
                 for part in (task.x, task.x_test))
    return replace(task, x=x, x_test=x_test)


def held_out(task, seed=0, size=287):
    """The training images of a Task alone, `size` of them as its test images."""
    rows = np.random.default_rng([seed, 5]).permutation(len(task.x))
    test, train = rows[:size], rows[size:]
    return Task(task.x[train], task.y[train], task.x[test], task.y[test])


def trained(task, activation="relu", pooling="max", *, rates=None, seeds=SEEDS, steps=STEPS):
    """The Kernels after training, one network a seed; rates: a number, or one a seed."""
    begin = convolution.initialise(CHANNELS, gain=own_gain(activation), seeds=seeds)
    return convolution.train(begin, task.x, task.y, activation=PLAIN[activation], pooling=pooling,
                             learning_rate=RATES[activation, pooling] if rates is None else rates,
                             steps=steps, batch_size=BATCH, seeds=seeds)


def logits(parameters, x, activation="relu", pooling="max"):
    """The outputs (E, N, 10) for images x (N, 8, 8, 1), a hundred at a time."""
    return np.concatenate(
        [convolution.forward(parameters, x[k:k + 100], PLAIN[activation], pooling).output
         for k in range(0, len(x), 100)], axis=1)


def rate_sweep(activation, pooling="max", *, grid=GRID, seeds=(10, 11), steps=STEPS):
    """The mean loss on held-out training images for each learning rate and seed, (R, S)."""
    task, each = held_out(digit_images()), np.repeat(grid, len(seeds))
    after = trained(task, activation, pooling, rates=each, seeds=tuple(seeds) * len(grid),
                    steps=steps)
    loss, _ = networks.softmax_cross_entropy(logits(after, task.x_test, activation, pooling),
                                             task.y_test)
    return np.nan_to_num(loss, nan=np.log(10)).reshape(len(grid), -1)


def accuracies(activation="relu", pooling="max", *, task=None, seeds=SEEDS, **settings):
    """Test accuracy of networks trained at the tuned rate, one a seed: (S,)."""
    task = digit_images() if task is None else task
    after = trained(task, activation, pooling, seeds=seeds, **settings)
    return networks.accuracy(logits(after, task.x_test, activation, pooling), task.y_test)


def logistic_regression(task=None, decay=0.001, steps=600):
    """Test accuracy (D,) of softmax regression on the pixels for each weight decay (or for one).

    Full batches and momentum: no seeds, since the loss is convex and all start from 0.
    """
    task, decay = digit_images() if task is None else task, np.atleast_1d(decay)
    begin = networks.initialise((64, 10), ensemble=len(decay), gain=0.0)
    after = networks.train(begin, task.x.reshape(-1, 64), task.y, optimiser="momentum",
                           learning_rate=0.1, weight_decay=decay, steps=steps,
                           record_every=steps).parameters
    out = networks.forward(after, task.x_test.reshape(-1, 64)).output
    return networks.accuracy(out, task.y_test)
