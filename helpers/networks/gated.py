"""The feed-forward block of a transformer, plain or gated, without biases.

    plain   f(x W) U                      Vaswani et al. 2017, with f = ReLU
    gated   (f(x W) * (x V)) U            Dauphin et al. 2017, in this place Shazeer 2020

Gated blocks are named by f: bilinear (identity), GLU (sigmoid), ReGLU, GEGLU, SwiGLU (SiLU). They
have three matrices, so two thirds of the hidden width gives the same number of parameters.
"""

from dataclasses import dataclass

import numpy as np

from helpers.networks import checks
from helpers.networks.passes import QUIET


@dataclass(frozen=True, eq=False)
class FeedForward:
    """E blocks of width n with m hidden neurons (also: their gradients).

    gate: (E, n, m), W; value: (E, n, m), V, or None for a plain block; down: (E, m, n), U.
    """

    gate: np.ndarray
    value: np.ndarray | None
    down: np.ndarray

    @property
    def arrays(self):
        """All arrays in one tuple: gate, value if there is one, down."""
        return tuple(a for a in (self.gate, self.value, self.down) if a is not None)


@dataclass(frozen=True, eq=False)
class FeedForwardTrace:
    """What a block computed: x, output (E, B, n); pre, value (or None), hidden (E, B, m).

    pre is what f receives; hidden is what U receives: f(pre), times value in a gated block.
    """

    x: np.ndarray
    pre: np.ndarray
    value: np.ndarray | None
    hidden: np.ndarray
    output: np.ndarray


def feed_forward_start(
    width, hidden, *, gated=False, gain=1.0, ensemble=1, seed=0, dtype=np.float64
) -> FeedForward:
    """Normal weights with variance 1 / (number of inputs); U's are multiplied by `gain`.

    The gain 1 / sqrt(E f(z)^2) gives every f the same variance of the output, gated or not, for
    inputs of mean square 1. seed: as in `initialise`.
    """
    width = checks.whole_number("width", width, 1)
    hidden = checks.whole_number("hidden", hidden, 1)
    gain = checks.per_member("gain", gain, ensemble, float, least=0)
    draws = checks.generators(seed, checks.whole_number("ensemble", ensemble, 1), stream=3)

    def normal(rows, columns):
        noise = [rng.normal(size=(rows, columns)) for rng in draws]
        return np.stack(noise) / np.sqrt(rows)

    gate, down = normal(width, hidden), gain * normal(hidden, width)
    value = normal(width, hidden).astype(dtype) if checks.true_or_false("gated", gated) else None
    return FeedForward(gate.astype(dtype), value, down.astype(dtype))


@np.errstate(**QUIET)
def feed_forward(block, x, activation="relu", **activation_parameters) -> FeedForwardTrace:
    """The pass of x (E, B, n) through the blocks, each row by itself."""
    f, _ = checks.activation_functions(activation, activation_parameters, len(block.gate))
    x = checks.numbers("x", x, block.gate.dtype)
    ensemble, n, _ = block.gate.shape
    if x.ndim != 3 or x.shape[0] != ensemble or x.shape[2] != n:
        raise ValueError(f"x must have shape ({ensemble}, batch, {n}), got {x.shape}")
    pre = x @ block.gate
    hidden, value = f(pre), None
    if block.value is not None:
        value = x @ block.value
        hidden = hidden * value
    return FeedForwardTrace(x, pre, value, hidden, hidden @ block.down)


@np.errstate(**QUIET)
def feed_forward_backward(
    block, trace, output_gradient, activation="relu", **activation_parameters
):
    """(gradients, at_x) of a loss, given its gradient (E, B, n) at the output.

    gradients: a `FeedForward` of the blocks' shapes; at_x: (E, B, n).
    """
    f, df = checks.activation_functions(activation, activation_parameters, len(block.gate))
    x = trace.x.swapaxes(1, 2)
    down = trace.hidden.swapaxes(1, 2) @ output_gradient
    at_hidden = output_gradient @ block.down.swapaxes(1, 2)
    at_gate, at_x, value = at_hidden, 0, None
    if block.value is not None:  # the product rule: each factor passes the other one on
        at_gate, at_value = at_hidden * trace.value, at_hidden * f(trace.pre)
        value = x @ at_value
        at_x = at_value @ block.value.swapaxes(1, 2)
    at_pre = at_gate * df(trace.pre)
    at_x = at_x + at_pre @ block.gate.swapaxes(1, 2)
    return FeedForward(x @ at_pre, value, down), at_x
