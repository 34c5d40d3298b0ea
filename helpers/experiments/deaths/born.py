"""Networks that are dead (Lu et al. 2019): before training by chance, or soon after its start.

A hidden layer that is dead as a whole makes the output constant, stops every gradient to what
lies below it, and so stays dead under plain gradient descent.

    chance_of_dead_network  the exact chance for one input
    born_dead               the same and that for a whole interval, simulated
    collapse                deep, narrow networks that learn |x|: dead before and after training
"""
from dataclasses import dataclass

import numpy as np

from helpers import networks
from helpers.experiments.deaths.states import dead


def chance_of_dead_network(width, layers):
    """The chance that one input meets a hidden layer with all neurons off; broadcasts.

    layers counts the linear output layer, as the paper does: layers - 1 are hidden. Weights are
    symmetric and independent, biases 0. ValueError below 1 neuron or 1 layer.
    """
    width, layers = np.asarray(width), np.asarray(layers)
    if np.any(width < 1) or np.any(layers < 1):
        raise ValueError(f"width and layers must be at least 1, got {width} and {layers}")
    return 1 - (1 - 0.5 ** width) ** (layers - 1)


@dataclass(frozen=True, eq=False)
class BornDead:
    """Shares of dead networks by number of layers, 1 first, output layer included.

    one_input: dead for x = 1; interval: dead for every x, to the left and to the right of 0.
    """

    one_input: np.ndarray
    interval: np.ndarray


def born_dead(width, layers, *, nets=1000, seed=0):
    """BornDead of random ReLU networks with one input, `width` neurons a layer and zero biases.

    Without biases a network only scales with |x|, so x = 1 and x = -1 stand for all inputs.
    """
    rng = np.random.default_rng(seed)
    h, alive = np.tile([[1.0], [-1.0]], (nets, 1, 1)), [np.ones((nets, 2), bool)]
    for _ in range(layers - 1):
        pre = h @ rng.standard_normal((nets, h.shape[2], width))        # (nets, 2, width)
        h = np.maximum(pre, 0) / np.sqrt(width / 2)                     # neither grows nor fades
        alive.append((pre > 0).any(axis=2))
    alive = np.stack(alive)                                             # (layers, nets, 2)
    return BornDead(1 - alive[..., 0].mean(axis=1), 1 - alive.any(axis=2).mean(axis=1))


@dataclass(frozen=True, eq=False)
class Collapse:
    """E networks before and after they learned: whether some hidden layer is dead as a whole.

    before, after: (E,) bool; error: (E,), the mean squared error after training.
    """

    before: np.ndarray
    after: np.ndarray
    error: np.ndarray


def collapse(scheme, *, nets=200, steps=400, points=16, width=2, layers=10, learning_rate=0.003,
             seed=0):
    """The Collapse of deep, narrow networks that learn |x| on [-√3, √3] with Adam, full batch."""
    x = np.linspace(-np.sqrt(3), np.sqrt(3), points)[:, None]
    sizes = (1, *[width] * (layers - 1), 1)
    start = networks.initialise(sizes, scheme=scheme, ensemble=nets, seed=seed)
    end = networks.train(start, x, np.abs(x), loss="squared_error", optimiser="adam",
                         learning_rate=learning_rate, steps=steps, record_every=steps).parameters
    error, _ = networks.squared_error(networks.forward(end, x).output, np.abs(x))
    return Collapse(_dead_network(start, x), _dead_network(end, x), error)


def _dead_network(parameters, x):
    """Whether a hidden layer is off as a whole on every x, (E,)."""
    pre = networks.forward(parameters, x).pre[:-1]
    return np.any([dead(z).all(axis=1) for z in pre], axis=0)
