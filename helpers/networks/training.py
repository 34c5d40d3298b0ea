"""The training loop: draw a batch, forward, loss, backward, step."""

from dataclasses import dataclass
from itertools import repeat

import numpy as np

from helpers.networks import checks
from helpers.networks.losses import LOSSES
from helpers.networks.parameters import Parameters
from helpers.networks.passes import backward, forward, stacked_inputs
from helpers.networks.rules import Rule


@dataclass(frozen=True, eq=False)
class History:
    """What training left behind.

    parameters: after the last step; loss: (records, E), each on the batch that the next step sees;
    steps: (records,), the number of steps made by then.
    """

    parameters: Parameters
    loss: np.ndarray
    steps: np.ndarray


def train(
    parameters, x, y, *, loss="cross_entropy", activation="relu", learning_rate=0.1, steps=500,
    batch_size=None, optimiser="sgd", momentum=0.9, weight_decay=0.0, decay_biases=False,
    clip_norm=None, warm_up=0, seed=0, record_every=1, on_record=None, **activation_parameters,
) -> History:
    """The history of training the networks for `steps` steps; `parameters` stay as they are.

    x: (N, n_0) or (E, N, n_0). y: labels (N,) or (E, N) for "cross_entropy", targets (N, n_L) or
    (E, N, n_L) for "squared_error"; both finite. activation: as in `forward`. batch_size: examples
    a step (None: all), drawn as `minibatches` says with `seed` as in `initialise`. The step is
    described in `Rule`; its numbers may be given one a network, (E,). Records are made at step 0,
    every `record_every` steps and after the last; `on_record(step, copy of the parameters)` is
    called then. A diverging member's loss becomes inf or NaN, silently.
    """
    batches = _batches(*_checked_data(parameters, x, y, loss), batch_size, seed)
    rule = Rule.checked(parameters, optimiser, learning_rate, momentum, weight_decay, decay_biases,
                        clip_norm, warm_up)
    steps = checks.whole_number("steps", steps, 0)
    record_every = checks.whole_number("record_every", record_every, 1)
    parameters = parameters.copy()
    network = {"activation": activation, **activation_parameters}
    descent = _descent(parameters, batches, LOSSES[loss], rule, network)
    losses = {}
    for step, value in zip(range(steps + 1), descent, strict=False):
        if step % record_every == 0 or step == steps:
            losses[step] = value
            if on_record is not None:
                on_record(step, parameters.copy())
    return History(parameters, np.stack(list(losses.values())), np.array(list(losses)))


def _descent(parameters, batches, loss, rule, network):
    """The loss (E,) of each batch in turn; asking for the next one makes the step, in place."""
    step = rule.stepper(parameters)
    for x, y in batches:
        trace = forward(parameters, x, **network)
        value, at_output = loss(trace.output, y)
        yield value
        step(backward(parameters, trace, at_output, inputs=False, **network).parameters)


def minibatches(generators, examples, batch_size):
    """Endless index arrays (E, batch_size), every member's from its own generator.

    Each member shuffles the examples, takes them batch by batch, leaves out the remainder that
    fills no batch, and shuffles again.
    """
    while True:
        order = np.stack([generator.permutation(examples) for generator in generators])
        for start in range(0, examples - batch_size + 1, batch_size):
            yield order[:, start : start + batch_size]


def _batches(x, y, batch_size, seed):
    """Endless pairs of inputs (E, B, n_0) and labels or targets (E, B, ...)."""
    ensemble, examples = x.shape[:2]
    generators = checks.generators(seed, ensemble, stream=1)
    if batch_size is None:
        return repeat((x, y))
    batch_size = checks.whole_number("batch_size", batch_size, 1)
    if batch_size > examples:
        raise ValueError(f"batch_size must be at most {examples} examples, got {batch_size}")
    rows = np.arange(ensemble)[:, np.newaxis]
    return ((x[rows, i], y[rows, i]) for i in minibatches(generators, examples, batch_size))


def _checked_data(parameters, x, y, loss):
    """x as (E, N, n_0), y as (E, N) labels or (E, N, n_L) targets, both finite."""
    checks.one_of("loss", loss, LOSSES)
    x = checks.finite("x", stacked_inputs(parameters, x))
    ensemble, examples = x.shape[:2]
    outputs = parameters.sizes[-1]
    if loss == "cross_entropy":
        return x, checks.class_labels("y", y, (ensemble, examples), outputs)
    y = checks.finite("y", checks.numbers("y", y, parameters.dtype))
    return x, checks.stacked("y", y, (ensemble, examples, outputs))
