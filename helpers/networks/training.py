"""The training loop: draw a batch, forward, loss, backward, step.

`plain_descent` is the loop as one would write it down; `fast.descent` does the same steps in less
time, and does most of the work. The plain one remains for batch normalisation, for precisions
other than float64 and float32, and as what the fast one is tested against.
"""

from dataclasses import dataclass

import numpy as np

from helpers.networks import checks, fast
from helpers.networks.batches import Draws, batches, shared
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
    a step (None: all), drawn as `batches` says with `seed` as in `initialise`. The step is
    described in `Rule`; its numbers may be given one a network, (E,). Records are made at step 0,
    every `record_every` steps and after the last; `on_record(step, copy of the parameters)` is
    called then. A diverging member's loss becomes inf or NaN, silently.
    """
    x, y = _checked_data(parameters, x, y, loss)
    draws = Draws.checked(x, batch_size, seed)
    rule = Rule.checked(parameters, optimiser, learning_rate, momentum, weight_decay, decay_biases,
                        clip_norm, warm_up)
    steps = checks.whole_number("steps", steps, 0)
    record_every = checks.whole_number("record_every", record_every, 1)
    network = {"activation": activation, **activation_parameters}
    checks.activation_functions(activation, activation_parameters, parameters.ensemble)
    descent = fast.descent if fast.can_train(parameters) else plain_descent
    records = np.unique([*range(0, steps, record_every), steps])
    return History(
        *descent(parameters, x, y, loss, draws, rule, network, records, on_record), records
    )


def plain_descent(parameters, x, y, loss, draws, rule, network, records, on_record):
    """The parameters after `records[-1]` steps, and the losses (records, E) on the way."""
    parameters = parameters.copy()
    step, losses = rule.stepper(parameters), []
    for done, (inputs, answers) in enumerate(batches(x, y, draws)):
        trace = forward(parameters, inputs, **network)
        value, at_output = LOSSES[loss](trace.output, answers)
        if done in records:
            losses.append(value)
            if on_record is not None:
                on_record(done, parameters.copy())
        if done == records[-1]:
            return parameters, np.stack(losses)
        step(backward(parameters, trace, at_output, inputs=False, **network).parameters)


def _checked_data(parameters, x, y, loss):
    """x as (E, N, n_0), y as (E, N) labels or (E, N, n_L) targets, both finite."""
    checks.one_of("loss", loss, LOSSES)
    x = stacked_inputs(parameters, x)
    checks.finite("x", shared(x))
    ensemble, examples = x.shape[:2]
    outputs = parameters.sizes[-1]
    if loss == "cross_entropy":
        return x, checks.class_labels("y", y, (ensemble, examples), outputs)
    y = checks.finite("y", checks.numbers("y", y, parameters.dtype))
    return x, checks.stacked("y", y, (ensemble, examples, outputs))
