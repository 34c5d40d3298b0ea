"""Forward and backward: what a network computes, and how its output depends on each number.

A layer is `pre = below @ weights + biases`, then `post = f(pre)`; the last layer stays linear.
With batch normalisation, `pre = gains * normalised(below @ weights + biases) + shifts`.
The chain rule walks the same layers down again, with f' at each pre-activation.
"""

from dataclasses import dataclass

import numpy as np

from helpers.networks import checks
from helpers.networks.normalisation import Normalised, back_through, normalise
from helpers.networks.parameters import Parameters

QUIET = {"all": "ignore"}  # diverging members become inf and NaN without warnings


@dataclass(frozen=True, eq=False)
class Trace:
    """What a forward pass computed.

    inputs: (E, B, n_0); pre: the pre-activations of every layer, arrays (E, B, n_l), which are
    what the activation receives; post: the activations of the hidden layers, so one array fewer
    than `pre`; normalised: with batch normalisation, a `Normalised` a hidden layer.
    """

    inputs: np.ndarray
    pre: tuple[np.ndarray, ...]
    post: tuple[np.ndarray, ...]
    normalised: tuple[Normalised, ...] = ()

    @property
    def output(self):
        """The output (E, B, n_L): the pre-activation of the last, linear layer."""
        return self.pre[-1]


@dataclass(frozen=True, eq=False)
class Gradients:
    """The gradients of a scalar loss.

    parameters: with regard to weights, biases, gains and shifts, in their shapes; pre: with regard
    to the pre-activations of every layer, arrays (E, B, n_l); inputs: (E, B, n_0), or None if left
    out.
    """

    parameters: Parameters
    pre: tuple[np.ndarray, ...]
    inputs: np.ndarray | None


@np.errstate(**QUIET)
def forward(parameters, x, activation="relu", **activation_parameters) -> Trace:
    """The pass of x (B, n_0), or (E, B, n_0), through the networks, in the parameters' dtype.

    activation: a name in ACTIVATIONS or an `Activation` record, for instance one whose df has
    another value at the kink; its parameters by keyword, each a number or an array (E,). Batch
    normalisation, if the parameters have it, uses the statistics of x. NaN and inf pass through.
    """
    f, _ = checks.activation_functions(activation, activation_parameters, parameters.ensemble)
    h = inputs = stacked_inputs(parameters, x)
    pre, post, normalised = [], [], []
    for layer, weights in enumerate(parameters.weights):
        if layer > 0:
            h = f(pre[-1])
            post.append(h)
        z = h @ weights  # (E, B, n_in) @ (E, n_in, n_out)
        z += parameters.biases[layer]
        if layer < len(parameters.gains):
            normalised.append(normalise(z))
            z = parameters.gains[layer] * normalised[-1].values + parameters.shifts[layer]
        pre.append(z)
    return Trace(inputs, tuple(pre), tuple(post), tuple(normalised))


@np.errstate(**QUIET)
def backward(
    parameters, trace, output_gradient, activation="relu", *, inputs=True, **activation_parameters
) -> Gradients:
    """The gradients of a loss, given its gradient (E, B, n_L) at the output of `trace`.

    activation: as in `forward`; only its df is used here. inputs=False leaves out the gradient at
    the inputs, which training does not need.
    """
    _, df = checks.activation_functions(activation, activation_parameters, parameters.ensemble)
    delta = _stacked_output_gradient(trace, output_gradient)
    below = (trace.inputs, *trace.post)  # what each layer received
    weights, biases, gains, shifts, pre = [], [], [], [], [delta]
    for layer in reversed(range(len(below))):
        if layer < len(trace.normalised):
            normalised = trace.normalised[layer]
            gains.append((delta * normalised.values).sum(axis=1, keepdims=True))
            shifts.append(delta.sum(axis=1, keepdims=True))
            delta = back_through(normalised, delta * parameters.gains[layer])
        weights.append(below[layer].swapaxes(1, 2) @ delta)  # (E, n_in, B) @ (E, B, n_out)
        biases.append(delta.sum(axis=1, keepdims=True))
        if layer > 0:
            delta = delta @ parameters.weights[layer].swapaxes(1, 2)  # at the activation below
            delta *= df(trace.pre[layer - 1])  # at its pre-activation
            pre.append(delta)
    at_inputs = delta @ parameters.weights[0].swapaxes(1, 2) if inputs else None
    by_parameter = Parameters(*(tuple(group[::-1]) for group in (weights, biases, gains, shifts)))
    return Gradients(by_parameter, tuple(pre[::-1]), at_inputs)


def stacked_inputs(parameters, x):
    """x as (E, B, n_0) in the parameters' dtype."""
    x = checks.numbers("x", x, parameters.dtype)
    n_inputs = parameters.sizes[0]
    if x.ndim not in (2, 3) or x.shape[-1] != n_inputs:
        raise ValueError(
            f"x must have shape (batch, {n_inputs}) or (ensemble, batch, {n_inputs}),"
            f" got {x.shape}"
        )
    return checks.stacked("x", x, (parameters.ensemble, x.shape[-2], n_inputs))


def _stacked_output_gradient(trace, output_gradient):
    """The output gradient, which must have the shape of the output."""
    gradient = checks.numbers("output_gradient", output_gradient, trace.output.dtype)
    if gradient.shape != trace.output.shape:
        raise ValueError(
            f"output_gradient must have the output's shape {trace.output.shape},"
            f" got {gradient.shape}"
        )
    return gradient
