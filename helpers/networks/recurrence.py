"""A recurrent network: one layer that is used again at every step of a sequence.

    recurrent_start     the starting parameters: identity or random recurrent weights
    unroll              forward: h_t = f(x_t W + h_{t-1} R + b), y = h_T U + c
    back_through_time   backward: the same steps in reverse order (Werbos 1990)

The state h_0 is 0, and only the state after the last step is read out. Arrays have a leading
ensemble axis E as everywhere in `helpers.networks`; time comes first in the tuples of a trace.
"""

from dataclasses import dataclass

import numpy as np

from helpers.networks import checks
from helpers.networks.passes import QUIET


@dataclass(frozen=True, eq=False)
class Recurrent:
    """E recurrent networks with m inputs a step, n neurons, k outputs (also: their gradients).

    inputs: (E, m, n), W; recurrent: (E, n, n), R; bias: (E, 1, n), b; readout: (E, n, k), U;
    readout_bias: (E, 1, k), c.
    """

    inputs: np.ndarray
    recurrent: np.ndarray
    bias: np.ndarray
    readout: np.ndarray
    readout_bias: np.ndarray

    @property
    def arrays(self):
        """All arrays in one tuple, in the order of the fields."""
        return self.inputs, self.recurrent, self.bias, self.readout, self.readout_bias


@dataclass(frozen=True, eq=False)
class Unrolled:
    """What a pass through T steps computed.

    x: (T, E or 1, B, m); pre: (T, E, B, n); states: T + 1 arrays (E, B, n), the first one
    zero; output: (E, B, k).
    """

    x: np.ndarray
    pre: np.ndarray
    states: tuple[np.ndarray, ...]
    output: np.ndarray


STARTS = ("identity", "random")


def recurrent_start(
    sizes, *, start="identity", scale=1.0, ensemble=1, seed=0, dtype=np.float64
) -> Recurrent:
    """The starting parameters of E networks of `sizes` (m, n, k).

    start: "identity", R = scale * I (Le, Jaitly & Hinton 2015), or "random", R normal with
    standard deviation scale / sqrt(n). scale: a number or (E,). The other weights are normal with
    standard deviation 1 / sqrt(number of inputs), the biases 0. seed: as in `initialise`; networks
    of one seed have the same W and U, whatever their start.
    """
    m, n, k = (checks.whole_number("sizes", size, 1) for size in sizes)
    checks.one_of("start", start, STARTS)
    scale = checks.per_member("scale", scale, ensemble, float, least=0)
    draws = checks.generators(seed, checks.whole_number("ensemble", ensemble, 1), stream=2)

    def normal(rows, columns):
        noise = [rng.normal(size=(rows, columns)) for rng in draws]
        return np.stack(noise) / np.sqrt(rows)

    inputs, readout, noise = normal(m, n), normal(n, k), normal(n, n)
    recurrent = scale * (np.eye(n) if start == "identity" else noise)
    recurrent = np.broadcast_to(recurrent, (ensemble, n, n))
    zeros = np.zeros((ensemble, 1, n)), np.zeros((ensemble, 1, k))
    arrays = inputs, recurrent, zeros[0], readout, zeros[1]
    return Recurrent(*(np.array(array, dtype) for array in arrays))


@np.errstate(**QUIET)
def unroll(network, x, activation="relu", **activation_parameters) -> Unrolled:
    """The pass of sequences x (T, B, m), or (T, E, B, m), through the networks.

    activation: a name in ACTIVATIONS or an `Activation`; its parameters by keyword.
    """
    f, _ = checks.activation_functions(activation, activation_parameters, len(network.bias))
    x = _sequences(network, x)
    ensemble, batch, n = len(network.bias), x.shape[-2], network.bias.shape[-1]
    state = np.zeros((ensemble, batch, n), network.bias.dtype)
    pre, states = x @ network.inputs + network.bias, [state]  # what the input of each step adds
    for step in pre:  # (E, B, n)
        step += state @ network.recurrent
        state = f(step)
        states.append(state)
    return Unrolled(x, pre, tuple(states), state @ network.readout + network.readout_bias)


@np.errstate(**QUIET)
def back_through_time(
    network, unrolled, output_gradient, activation="relu", **activation_parameters
):
    """(gradients, by_step) of a loss, given its gradient (E, B, k) at the output.

    gradients: a `Recurrent` of the networks' shapes; by_step: T + 1 arrays (E, B, n), the
    gradient at each state h_0 .. h_T, through all the steps that follow.
    """
    _, df = checks.activation_functions(activation, activation_parameters, len(network.bias))
    gradient = output_gradient @ network.readout.swapaxes(1, 2)  # at h_T
    by_step, deltas = [gradient], []
    turned = np.ascontiguousarray(network.recurrent.swapaxes(1, 2))
    steps, ensemble, batch, n = unrolled.pre.shape
    slopes = df(_rows(unrolled.pre)).reshape(ensemble, steps, batch, n).swapaxes(0, 1)
    for slope in slopes[::-1]:
        deltas.append(gradient * slope)  # at the pre-activation of this step
        gradient = deltas[-1] @ turned  # at the state before it
        by_step.append(gradient)
    deltas = np.concatenate(deltas[::-1], axis=1)  # (E, T B, n): all steps share their weights,
    before = np.concatenate(unrolled.states[:-1], axis=1)  # so their gradients add up
    gradients = Recurrent(
        _rows(unrolled.x).swapaxes(1, 2) @ deltas,
        before.swapaxes(1, 2) @ deltas,
        deltas.sum(axis=1, keepdims=True),
        unrolled.states[-1].swapaxes(1, 2) @ output_gradient,
        output_gradient.sum(axis=1, keepdims=True),
    )
    return gradients, tuple(by_step[::-1])


def _rows(x):
    """(T, E or 1, B, m) as rows (E or 1, T B, m), one step after the other."""
    return x.swapaxes(0, 1).reshape(x.shape[1], -1, x.shape[3])


def _sequences(network, x):
    """x as (T, E or 1, B, m) in the networks' dtype."""
    x = checks.numbers("x", x, network.bias.dtype)
    ensemble, m = network.inputs.shape[:2]
    fits = x.ndim == 3 or (x.ndim == 4 and x.shape[1] == ensemble)
    if not fits or x.shape[-1] != m:
        raise ValueError(
            f"x must have shape (steps, batch, {m}) or (steps, {ensemble}, batch, {m}),"
            f" got {x.shape}"
        )
    return x if x.ndim == 4 else x[:, np.newaxis]
