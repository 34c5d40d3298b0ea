"""Neurons killed on purpose, and what brings them back.

    killed          a network whose chosen neurons are dead, by a chosen margin
    comebacks       how many of them live again while the network goes on learning
    decayed_peaks   weight decay alone: the largest pre-activation of a dead first-layer neuron
    responding      neurons that are dead on one set of data: the share that another one wakes
"""
from dataclasses import dataclass

import numpy as np

from helpers import networks
from helpers.experiments.deaths.states import dead


def killed(parameters, x, layer, neurons, margin):
    """Parameters with the first `neurons` neurons of a hidden layer dead on x (ReLU).

    Their biases are lowered until the largest pre-activation over x is -margin; margin: a number
    or (E,), above 0. layer: 0 for the first hidden layer.
    """
    margin = np.asarray(margin, float)
    if np.any(margin <= 0):
        raise ValueError(f"margin must be above 0, got {margin.min()}")
    lowered = parameters.copy()
    peak = networks.forward(parameters, x).pre[layer].max(axis=1)[:, :neurons]      # (E, neurons)
    lowered.biases[layer][:, 0, :neurons] -= peak + margin.reshape(-1, 1)
    return lowered


@dataclass(frozen=True, eq=False)
class Comebacks:
    """ever, at_end: (margins, seeds, neurons), alive at some record, or at the last one."""

    ever: np.ndarray
    at_end: np.ndarray


def comebacks(data, *, layer, margins, seeds=(0, 1, 2, 3), neurons=8, sizes=(64, 32, 32, 10),
              learning_rate=0.1, before=200, after=300, every=20, **training):
    """The Comebacks of neurons killed by each margin in networks that have learned the digits.

    Every network first learns with SGD for `before` steps; then `neurons` of a layer are killed
    and it learns on for `after` steps, as `training` (arguments of `networks.train`) says.
    """
    x, y, count = data.x_train, data.y_train, len(margins)
    common = {"batch_size": 64, "learning_rate": learning_rate}
    one = networks.initialise(sizes, ensemble=len(seeds), seed=list(seeds))
    one = networks.train(one, x, y, steps=before, seed=list(seeds), record_every=before,
                         **common).parameters
    many = networks.Parameters(*(tuple(np.tile(a, (count, 1, 1)) for a in group)
                                 for group in (one.weights, one.biases)))
    start = killed(many, x, layer, neurons, np.repeat(margins, len(seeds)))
    alive = []

    def record(step, parameters):
        alive.append(~dead(networks.forward(parameters, x).pre[layer])[:, :neurons])

    networks.train(start, x, y, steps=after, seed=[s + 1000 for s in seeds] * count,
                   record_every=every, on_record=record, **{**common, **training})
    alive = np.stack(alive).reshape(-1, count, len(seeds), neurons)
    return Comebacks(alive.any(axis=0), alive[-1])


def decayed_peaks(x, w, b, *, weights, bias, steps):
    """The largest pre-activation over x after 0 .. steps steps of pure decay, (steps + 1,).

    x: (B, n), w: (n,), b: a number. weights, bias: the share of each that one step takes away
    (learning rate times weight decay). This is the whole life of a dead first-layer neuron under
    plain SGD: no gradient reaches it. All x @ w shrink alike, so the largest stays the largest.
    """
    for name, value in (("weights", weights), ("bias", bias)):
        if not 0 <= value < 1:
            raise ValueError(f"{name} must lie in [0, 1), got {value}")
    step = np.arange(steps + 1)
    return (x @ w).max() * (1 - weights) ** step + b * (1 - bias) ** step


def responding(parameters, x, others, layer=0):
    """For each set of other inputs, the share of neurons dead on x that some of them turns on.

    others: a mapping of name to inputs; the result: name to a share over all E networks. NaN if no
    neuron of the layer is dead.
    """
    gone = dead(networks.forward(parameters, x).pre[layer])
    woken = {name: ~dead(networks.forward(parameters, other).pre[layer]) & gone
             for name, other in others.items()}
    with np.errstate(invalid="ignore"):
        return {name: float(np.divide(mask.sum(), gone.sum())) for name, mask in woken.items()}
