"""What layers do to a signal: its moments, its size by depth, its direction.

Moments      moments, moment_table, moment_map, moment_path, moment_jacobian
Size         rms, unit_weights, signal_by_layer, layer_ratios
Direction    correlation_map, correlations_by_depth, measured_correlations

Second moment = mean of squares; rms = its square root; gain = the factor on weights of standard
deviation 1/sqrt(n_in) that keeps the second moment of a standard normal signal: 1/sqrt(E f(z)^2).
"""
from dataclasses import dataclass
from functools import cache

import numpy as np

from helpers import networks
from helpers.activations import ACTIVATIONS

REACH = 12.0
"""How many standard deviations the quadrature covers; beyond lies less than 1e-32."""


@dataclass(frozen=True)
class Moments:
    """What z ~ N(0, 1) becomes when it passes f."""

    mean: float
    variance: float
    slope2: float       # E f'(z)^2
    zeros: float        # P(f(z) = 0)

    @property
    def second(self):
        """E f(z)^2."""
        return self.variance + self.mean ** 2

    @property
    def gain(self):
        """The factor on weights of std 1/sqrt(n_in) that keeps the second moment."""
        return 1 / np.sqrt(self.second)


@cache
def normal_quadrature(per_piece=24, width=0.5):
    """Nodes and weights for means over N(0, 1): Gauss-Legendre on pieces of length `width`.

    Kinks at multiples of `width` fall between pieces, where they cost no accuracy.
    """
    inner, inner_weights = np.polynomial.legendre.leggauss(per_piece)
    starts = np.arange(-REACH, REACH, width)[:, None]
    z = (starts + width * (inner + 1) / 2).ravel()
    weights = np.tile(inner_weights * width / 2, len(starts))
    return z, weights * np.exp(-z ** 2 / 2) / np.sqrt(2 * np.pi)


def moments(f, df):
    """Moments of f, whose derivative is df, by quadrature."""
    z, weights = normal_quadrature()
    y = f(z)
    mean = round(float(weights @ y), 12) + 0.0           # odd functions give 0, not -1e-17
    return Moments(mean=mean, variance=float(weights @ (y - mean) ** 2),
                   slope2=float(weights @ df(z) ** 2), zeros=float(weights @ (y == 0)))


def moment_table(names=None):
    """Moments by name, for the named activations or for all of them."""
    return {name: moments(ACTIVATIONS[name].f, ACTIVATIONS[name].df)
            for name in (ACTIVATIONS if names is None else names)}


def moment_map(f, mean, variance, weight_sum=0.0, weight_squares=1.0):
    """(mean, variance) of f(w . x) for inputs x of that mean and variance (Klambauer et al. 2017).

    weight_sum and weight_squares: sum and sum of squares of a unit's weights; many inputs, so
    that w . x is normal with mean weight_sum * mean and variance weight_squares * variance.
    """
    if variance < 0:
        raise ValueError(f"variance cannot be negative, got {variance}")
    z, weights = normal_quadrature()
    y = f(weight_sum * mean + np.sqrt(weight_squares * variance) * z)
    centre = weights @ y
    return np.array([centre, weights @ (y - centre) ** 2])


def moment_path(f, mean, variance, layers, **weight_moments):
    """(mean, variance) after 0, 1, ..., `layers` layers: (layers + 1, 2)."""
    path = [np.array([mean, variance], float)]
    for _ in range(layers):
        path.append(moment_map(f, *path[-1], **weight_moments))
    return np.array(path)


def moment_jacobian(f, mean=0.0, variance=1.0, h=1e-4):
    """The Jacobian of moment_map at (mean, variance) by central differences, (2, 2).

    Row 0: of the new mean; column 0: with respect to the old mean. As in the paper, the weights
    sum to 0 and their squares to 1.
    """
    point, jacobian = np.array([mean, variance], float), np.empty((2, 2))
    for column, step in enumerate(h * np.eye(2)):
        up, down = moment_map(f, *(point + step)), moment_map(f, *(point - step))
        jacobian[:, column] = (up - down) / (2 * h)
    return jacobian


def rms(a, axis=None):
    """Root mean square."""
    return np.sqrt(np.mean(np.square(a), axis=axis))


@dataclass(frozen=True)
class Signal:
    """How large the signal is on each of the hidden layers of one network, (layers,).

    forward: rms of the activations over that of the inputs, first to last layer;
    backward: rms of the gradient at the pre-activations over that of the gradient which enters
    the last activations, in the same order: backward[0] belongs to the first layer.
    """

    forward: np.ndarray
    backward: np.ndarray


def unit_weights(depth, width, seed):
    """Standard normal weights over sqrt(width), (depth, width, width): multiply by a gain."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(depth, width, width)) / np.sqrt(width)


def signal_by_layer(activation, weights, inputs, gain=1.0, seed=0):
    """The Signal in a network of square layers (depth, width, width), zero biases.

    inputs: (batch, width); the gradient that enters the last activations is standard normal,
    so the numbers show what depth does, whatever the loss. gain 1 is Glorot's scale, sqrt(2) He's.
    """
    record, h = ACTIVATIONS[activation], inputs
    gradient = start = np.random.default_rng([seed, 1]).normal(size=inputs.shape)
    pre, after, back = np.empty((3, len(weights), *inputs.shape))
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for layer, w in enumerate(weights):
            np.multiply(gain, h @ w, out=pre[layer])
            h = after[layer] = record.f(pre[layer])
        slopes = record.df(pre)
        for layer in reversed(range(len(weights))):
            np.multiply(slopes[layer], gradient, out=back[layer])
            gradient = gain * (back[layer] @ weights[layer].T)
        return Signal(rms(after, axis=(1, 2)) / rms(inputs), rms(back, axis=(1, 2)) / rms(start))


def layer_ratios(*, scheme="glorot", activation="relu", width=32, depth=20, nets=200, seed=0):
    """Second moment of a layer over that of the layer before: (nets, depth), one input each.

    For ReLU and Glorot's scale each has the expectation 1/2 exactly, at any width.
    """
    parameters = networks.initialise((width,) * (depth + 2), scheme=scheme, ensemble=nets,
                                     seed=seed)
    x = np.random.default_rng([seed, 1]).normal(size=(nets, 1, width))
    trace = networks.forward(parameters, x, activation)
    second = np.array([np.mean(h ** 2, axis=(1, 2)) for h in (trace.inputs, *trace.post)])
    return (second[1:] / second[:-1]).T


def correlation_map(c):
    """The correlation of two signals after a wide ReLU layer, from c before it.

    Cho & Saul (2009): (sqrt(1 - c^2) + (pi - arccos c) c) / pi, for He weights, zero biases.
    """
    c = np.asarray(c, float)
    if np.any(np.abs(c) > 1):
        raise ValueError(f"a correlation lies between -1 and 1, got {c}")
    return (np.sqrt(1 - c ** 2) + (np.pi - np.arccos(c)) * c) / np.pi


def correlations_by_depth(c, depth):
    """The correlation after 0, 1, ..., depth wide layers: (depth + 1,)."""
    path = [float(c)]
    for _ in range(depth):
        path.append(min(1.0, float(correlation_map(path[-1]))))
    return np.array(path)


def pair(c, width, rng):
    """Two inputs of length sqrt(width) whose correlation is exactly c: (2, width)."""
    q, _ = np.linalg.qr(rng.normal(size=(width, 2)))
    first, other = np.sqrt(width) * q.T
    return np.array([first, c * first + np.sqrt(1 - c ** 2) * other])


def measured_correlations(c, weights, rng):
    """The cosine between the activations of two inputs, by layer: (nets, depth + 1).

    weights: (nets, depth, width, width), of any scale: ReLU passes it on to both. The precision
    is theirs.
    """
    h = pair(c, weights.shape[-1], rng)[None].astype(weights.dtype)
    path = [np.full(len(weights), float(c))]
    for layer in weights.swapaxes(0, 1):
        h = np.maximum(h @ layer, 0)
        h = h / np.linalg.norm(h, axis=-1, keepdims=True)
        path.append(np.sum(h[:, 0] * h[:, 1], axis=-1))
    return np.array(path).T


def path_products(weights, gates):
    """The product of weights and gates along every path of a small net: (n_0, n_1, ..., n_L).

    weights: matrices (n_l, n_next), L of them; gates: f' at the L - 1 hidden layers, (n_l,)
    each, for one input. Summed over all axes but the first and the last: the gradient.
    """
    if len(gates) != len(weights) - 1:
        raise ValueError(f"gates: one array a hidden layer, {len(weights) - 1}, got {len(gates)}")
    products = np.asarray(weights[0], float)
    for w, gate in zip(weights[1:], gates, strict=True):
        products = (products * gate)[..., None] * w
    return products
