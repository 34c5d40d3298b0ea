"""What the kink at 0 does to numbers: f'(0), finite differences, steps towards a kink.

Finite differences   forward_difference, central_difference, difference_errors, gradient_check
Exact zeros          rounded, sequential_product, exact_zeros, zero_share
Training with f'(0)  train_with_slopes
Subgradient descent  SCHEDULES, descend
"""
from dataclasses import dataclass

import numpy as np

from helpers import networks

SIGNIFICAND_BITS = {"float16": 11, "float32": 24, "float64": 53}
"""Bits of a number that carry its digits, the hidden one included."""


def forward_difference(f, x, h):
    """The slope of f between x and x + h."""
    return (f(x + h) - f(x)) / h


def central_difference(f, x, h):
    """The slope of f between x - h and x + h."""
    return (f(x + h) - f(x - h)) / (2 * h)


def difference_errors(f, df, x, steps):
    """|forward - f'(x)| and |central - f'(x)| for every step, (2, steps)."""
    steps = np.asarray(steps, float)
    if np.any(steps <= 0):
        raise ValueError(f"steps has to be positive, its smallest is {steps.min()}")
    x, true = np.full(steps.shape, float(x)), df(np.array(float(x)))
    return np.abs([difference(f, x, steps) - true
                   for difference in (forward_difference, central_difference)])


@dataclass(frozen=True)
class GradientCheck:
    """Backpropagation against central differences, for some weights of the first layer."""

    errors: np.ndarray      # |difference|, (weights,)
    crossings: np.ndarray   # pre-activations whose sign differs between w - h and w + h


def gradient_check(parameters, x, labels, h, *, weights=100, seed=0):
    """The GradientCheck of randomly chosen first-layer weights, of one network, at step h."""
    trace = networks.forward(parameters, x)
    _, at_output = networks.softmax_cross_entropy(trace.output, labels)
    exact = networks.backward(parameters, trace, at_output).parameters.weights[0][0]
    rng = np.random.default_rng(seed)
    chosen = tuple(rng.integers(n, size=weights) for n in exact.shape)
    up, down = (_moved(parameters, chosen, step) for step in (h, -h))
    traces = [networks.forward(moved, x) for moved in (up, down)]
    losses = [networks.softmax_cross_entropy(trace.output, labels)[0] for trace in traces]
    signs = [np.concatenate(trace.pre[:-1], axis=2) > 0 for trace in traces]
    return GradientCheck(errors=np.abs((losses[0] - losses[1]) / (2 * h) - exact[chosen]),
                         crossings=np.sum(signs[0] != signs[1], axis=(1, 2)))


def _moved(parameters, chosen, step):
    """One copy of the network for each chosen first-layer weight, that weight moved by step."""
    rows, columns = chosen
    weights, biases = ([np.repeat(a, len(rows), axis=0) for a in arrays]
                       for arrays in (parameters.weights, parameters.biases))
    weights[0][np.arange(len(rows)), rows, columns] += step
    return networks.Parameters(tuple(weights), tuple(biases))


def rounded(x, bits):
    """float32 numbers rounded to `bits` significand bits, ties to even, as the format would.

    bits: 2 to 24. The range of float32 stays: float16 differs only below 6e-5 (subnormal) and
    above 65504. Adding and multiplying such numbers in float32 and rounding afterwards gives the
    same as working in the short format, as 24 >= 2 * bits + 2 (Figueroa 1995), for bits <= 11.
    """
    if not 2 <= bits <= 24:
        raise ValueError(f"bits has to be between 2 and 24, got {bits}")
    if bits == 24:
        return np.asarray(x, np.float32)
    drop = np.uint32(24 - bits)
    pattern = np.ascontiguousarray(x, np.float32).view(np.uint32)
    kept = pattern >> drop
    kept &= 1                                          # ties go to the even neighbour
    kept += pattern
    kept += np.uint32(2 ** (24 - bits - 1) - 1)
    kept >>= drop
    kept <<= drop
    return kept.view(np.float32)


def sequential_product(x, weights, bits):
    """x @ weights summed one term after the other in numbers of `bits` bits.

    x: (..., batch, n_in); weights: (..., n_in, n_out). The order matters for exact zeros: BLAS
    and NumPy's own float16 product keep their sums in more bits than the result has.
    """
    if bits == 53:
        x, weights = np.asarray(x, float), np.asarray(weights, float)
        return _running_sum(x, weights, lambda terms: terms)
    x, weights = rounded(x, bits), rounded(weights, bits)
    return _running_sum(x, weights, lambda terms: rounded(terms, bits))


def _running_sum(x, weights, keep):
    total = keep(x[..., 0, None] * weights[..., None, 0, :])
    for k in range(1, x.shape[-1]):
        total = keep(total + keep(x[..., k, None] * weights[..., None, k, :]))
    return total


def zero_share(x, weights, bits):
    """The share of exactly zero sums in one layer whose numbers have `bits` bits."""
    return float(np.mean(sequential_product(x, weights, bits) == 0))


@dataclass(frozen=True)
class ExactZeros:
    """Pre-activations that are exactly 0 in one pass over the data, and what f'(0) changes."""

    zeros: int
    total: int
    differing: int      # minibatches whose gradient depends on f'(0)
    minibatches: int


def exact_zeros(x, labels, bits, *, hidden=(128, 128, 128, 128), minibatches=30, seed=0):
    """ExactZeros of an untrained He network with zero biases (Bertoin et al. 2021).

    x: (batch, features); labels: (batch,). The pass forward is done in numbers of `bits` bits;
    the two gradients, with f'(0) = 0 and with f'(0) = 1, are compared in float64.
    """
    weights = networks.initialise((x.shape[1], *hidden, int(labels.max()) + 1), seed=seed).weights
    weights, h, pre = [w[0] for w in weights], x, []
    for w in weights[:-1]:
        pre.append(sequential_product(h, w, bits))
        h = np.maximum(pre[-1], 0)
    logits = h.astype(float) @ weights[-1]
    _, last = networks.softmax_cross_entropy(logits[None], labels)
    zero, one = (_first_layer_gradient(pre, weights, last[0], slope) for slope in (0.0, 1.0))
    parts = np.array_split(np.any(zero != one, axis=1), minibatches)
    return ExactZeros(zeros=int(sum(np.sum(z == 0) for z in pre)),
                      total=sum(z.size for z in pre), minibatches=minibatches,
                      differing=sum(int(part.any()) for part in parts))


def _first_layer_gradient(pre, weights, gradient, slope_at_zero):
    """The gradient at the first pre-activations, (batch, units), of `gradient` at the logits."""
    for z, w in zip(reversed(pre), reversed(weights), strict=False):
        gradient = np.where(z == 0, slope_at_zero, z > 0) * (gradient @ w.T)
    return gradient


def train_with_slopes(x, labels, slopes, *, bits=53, hidden=64, steps=40, batch_size=48,
                      learning_rate=0.5, seed=0):
    """Losses of the same training run, once for each value of f'(0): (steps, slopes).

    One hidden layer, SGD, one seed for all: the runs differ in f'(0) and in nothing else. The
    hidden pre-activations are summed in numbers of `bits` bits, the rest is float64.
    """
    start = networks.initialise((x.shape[1], hidden, int(labels.max()) + 1), seed=seed)
    w, v = (np.repeat(weight, len(slopes), axis=0) for weight in start.weights)
    b, c = (np.repeat(bias, len(slopes), axis=0) for bias in start.biases)
    slopes = np.asarray(slopes, float)[:, None, None]
    rng, losses = np.random.default_rng(seed), []
    for _ in range(steps):
        rows = rng.choice(len(x), batch_size, replace=False)
        inputs = x[rows]
        z = _pre_activations(inputs, w, b, bits)
        h = np.maximum(z, 0)
        loss, at_logits = networks.softmax_cross_entropy(h @ v + c, labels[rows])
        at_z = np.where(z == 0, slopes, z > 0) * (at_logits @ v.swapaxes(1, 2))
        v = v - learning_rate * h.swapaxes(1, 2) @ at_logits
        c = c - learning_rate * at_logits.sum(axis=1, keepdims=True)
        w = w - learning_rate * inputs.T @ at_z
        b = b - learning_rate * at_z.sum(axis=1, keepdims=True)
        losses.append(loss)
    return np.array(losses)


def _pre_activations(x, w, b, bits):
    """x @ w + b with the bias as one more input that is always 1, in numbers of `bits` bits."""
    if bits == 53:
        return x @ w + b
    ones = np.ones((len(x), 1))
    return sequential_product(np.hstack([ones, x]), np.concatenate([b, w], axis=1), bits)


SCHEDULES = {
    "constant": lambda step, k: step + 0 * k,
    "1/√k": lambda step, k: step / np.sqrt(k),
    "1/k": lambda step, k: step / k,
    "halving": lambda step, k: step * 0.5 ** (k - 1),
}
"""Step sizes by name: functions of the first step and of k = 1, 2, 3, ... as floats."""


def descend(slope, start, steps):
    """x after every step of subgradient descent, x[0] = start: (steps + 1,).

    slope: a function that gives one subgradient at x; steps: the step sizes, (steps,).
    """
    x = [float(start)]
    for step in steps:
        x.append(x[-1] - step * float(slope(x[-1])))
    return np.array(x)
