"""What layers do to the values of a network that has not learned yet.

    mean_share      the share of a layer's energy that is its mean: bias shift
    layer_profile   mean, variance, mean share and histogram after each layer -> Profile
    finite_width    how far the length of a signal strays in ReLU networks of finite width -> Stray
    jacobian_sizes  the mean singular value of each layer's Jacobian
    deep_moments    mean and variance after many layers
"""
from dataclasses import dataclass

import numpy as np

from helpers.activations import ACTIVATIONS
from helpers.experiments import signals
from helpers.experiments.comparison.plain import PLAIN

EDGES = np.linspace(-3, 3, 61)


@dataclass(frozen=True)
class Profile:
    """The values of a layer, after 0, 1, ..., L layers; the inputs are layer 0.

    mean, variance, share: (L + 1,); counts: (L + 1, bins), densities over EDGES, the values
    beyond the ends counted in the outermost bins.
    """

    mean: np.ndarray
    variance: np.ndarray
    share: np.ndarray
    counts: np.ndarray


def mean_share(h):
    """Of activations h (inputs, units): the energy of the mean activation over the mean energy.

    1 if every input gives the same activations, 0 if the activations average to 0. It is also
    the mean product of two inputs' activations over their mean square.
    """
    return np.sum(np.mean(h, axis=0) ** 2) / np.sum(np.mean(h ** 2, axis=0))


def layer_profile(activation, x, layers=16, width=128, *, gain=None, normalise=False, seed=0):
    """The Profile of x (inputs, n) in one network; gain None is the activation's own.

    activation: a name or a record. normalise: every unit's pre-activations get mean 0 and
    variance 1 over the inputs, as in batch normalisation.
    """
    record = PLAIN.get(activation) or ACTIVATIONS.get(activation, activation)
    gain = signals.moments(record.f, record.df).gain if gain is None else gain
    rng, found, h = np.random.default_rng(seed), [_of_layer(x)], x
    for _ in range(layers):
        z = gain * (h @ rng.normal(size=(h.shape[1], width)) / np.sqrt(h.shape[1]))
        if normalise:
            z = (z - z.mean(axis=0)) / z.std(axis=0)
        h = record.f(z)
        found.append(_of_layer(h))
    return Profile(*map(np.array, zip(*found, strict=True)))


def _of_layer(h):
    counts, _ = np.histogram(np.clip(h, EDGES[0], EDGES[-1]), EDGES)
    return h.mean(), h.var(), mean_share(h), counts / counts.sum() / np.diff(EDGES)


@dataclass(frozen=True)
class Stray:
    """Squared lengths of a signal after the last layer over that of the input, (nets,)."""

    squared: np.ndarray

    @property
    def spread(self):
        """E |h|^4 / E[|h|^2]^2: 1 if all networks agree."""
        return np.mean(self.squared ** 2) / np.mean(self.squared) ** 2


def finite_width(width=50, layers=10, nets=20_000, seed=0):
    """The Stray of ReLU networks with He weights, one input each.

    The direction of the input does not matter to normal weights, so a layer multiplies the
    squared length by 2 / width times the sum of `width` squared rectified normal numbers.
    """
    rng, squared = np.random.default_rng(seed), np.ones(nets)
    for _ in range(layers):
        z = rng.standard_normal((nets, width), dtype=np.float32)
        np.maximum(z, 0, out=z)
        squared *= np.einsum("ij,ij->i", z, z) * (2 / width)
    return Stray(squared)


def jacobian_sizes(scale, width=100, layers=5, seed=0):
    """The mean singular value of d(activations) / d(activations below), by layer: (layers,).

    tanh, uniform weights of standard deviation scale / sqrt(width), a standard normal input:
    scale 1 is the normalised, 1 / sqrt(3) the standard initialisation of Glorot & Bengio (2010).
    """
    rng = np.random.default_rng(seed)
    h, sizes = rng.normal(size=width), []
    for _ in range(layers):
        w = scale * np.sqrt(3 / width) * rng.uniform(-1, 1, size=(width, width))
        h = np.tanh(h @ w)
        jacobian = w * (1 - h ** 2)
        sizes.append(np.linalg.svd(jacobian, compute_uv=False).mean())
    return np.array(sizes)


def deep_moments(activation, layers=100, width=150, inputs=10, nets=6, seed=0):
    """(mean, variance) of the activations after `layers` layers with LeCun weights: (nets, 2)."""
    f, found = PLAIN[activation].f, []
    for rng in np.random.default_rng(seed).spawn(nets):
        h = rng.normal(size=(inputs, width))
        for _ in range(layers):
            h = f(h @ rng.normal(size=(width, width)) / np.sqrt(width))
        found.append((h.mean(), h.var()))
    return np.array(found)
