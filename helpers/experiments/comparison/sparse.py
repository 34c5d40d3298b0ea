"""Zeros on demand: training with a price on activity (Glorot, Bordes & Bengio 2011).

    l1_sweep         share of zeros and test error for each price -> Sparsity
    train_at_price   the networks themselves
"""
from dataclasses import dataclass

import numpy as np

from helpers import networks
from helpers.experiments.comparison.plain import PLAIN
from helpers.experiments.comparison.tuning import centred_digits, sizes

BATCH = 64
PRICES = (0.0, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1)
RELU = PLAIN["relu"]


@dataclass(frozen=True)
class Sparsity:
    """prices: (P,); on the test images, share of zeros and error; share of neurons that are off
    on every training image: (P, S) each."""

    prices: np.ndarray
    zeros: np.ndarray
    error: np.ndarray
    off: np.ndarray


def l1_sweep(prices=PRICES, *, seeds=(0, 1, 2, 3), depth=2, width=64, rate=0.3, steps=300):
    """The Sparsity of ReLU networks trained with price * (sum of a hidden layer's activations).

    One ensemble of every price and seed; the sum is over units and layers, its mean over images.
    """
    price = np.repeat(prices, len(seeds))[:, None, None]
    begin = networks.initialise(sizes(depth, width), ensemble=len(price),
                                seed=list(seeds) * len(prices))
    after = train_at_price(begin, price, rate, steps, np.random.default_rng([*seeds, 11]))
    zeros, error, off = _measure(after)
    shape = (len(prices), len(seeds))
    return Sparsity(np.asarray(prices), zeros.reshape(shape), error.reshape(shape),
                    off.reshape(shape))


def train_at_price(parameters, price, rate, steps, rng):
    """The parameters after SGD on loss + price * activity; members share their minibatches."""
    task, parameters = centred_digits(), parameters.copy()
    for _ in range(steps):
        rows = rng.integers(len(task.x), size=BATCH)
        trace = networks.forward(parameters, task.x[rows], RELU)
        _, gradient = networks.softmax_cross_entropy(trace.output, task.y[rows])
        descend(parameters, trace, gradient, price, rate)
    return parameters


def descend(parameters, trace, delta, price, rate):
    """One step in place: backpropagation with price / batch added at every hidden activation."""
    below = (trace.inputs, *trace.post)
    for layer in reversed(range(len(below))):
        w, b = parameters.weights[layer], parameters.biases[layer]
        up = delta @ w.swapaxes(1, 2)
        w -= rate * (below[layer].swapaxes(1, 2) @ delta)
        b -= rate * delta.sum(axis=1, keepdims=True)
        if layer > 0:
            delta = (up + price / delta.shape[1]) * (trace.pre[layer - 1] > 0)


def _measure(parameters):
    """Share of zeros and error on the test images, share of units off on all training images."""
    task = centred_digits()
    test = networks.forward(parameters, task.x_test, RELU)
    train = networks.forward(parameters, task.x, RELU)
    zeros = np.mean([(h == 0).mean(axis=(1, 2)) for h in test.post], axis=0)
    off = np.mean([(h == 0).all(axis=1).mean(axis=1) for h in train.post], axis=0)
    return zeros, 1 - networks.accuracy(test.output, task.y_test), off
