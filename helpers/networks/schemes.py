"""How weights are drawn: the initialisations that have a name.

`SCHEMES` maps each name to a function of (sizes, one generator a member), which gives the weights
of every layer, (E, n_in, n_out), and the biases, (E, 1, n_out).
"""

import numpy as np


def _lecun(noise, n_in, n_out):
    """Variance 1 / n_in: keeps the signal of a linear network. LeCun et al. 1998."""
    return noise * np.sqrt(1 / n_in)


def _glorot(noise, n_in, n_out):
    """Variance 2 / (n_in + n_out): forward and backward balanced. Glorot & Bengio 2010."""
    return noise * np.sqrt(2 / (n_in + n_out))


def _he(noise, n_in, n_out):
    """Variance 2 / n_in: makes up for the half that ReLU removes. He et al. 2015."""
    return noise * np.sqrt(2 / n_in)


def _orthogonal(noise, n_in, n_out):
    """Orthonormal columns (or rows, if these are fewer), uniformly drawn. Saxe et al. 2014."""
    tall = noise if n_in >= n_out else noise.swapaxes(1, 2)
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, np.newaxis, :]
    return q if n_in >= n_out else q.swapaxes(1, 2)


def _weights_only(scheme):
    """The scheme for weights of standard normal noise, with biases of 0."""

    def layers(sizes, generators):
        noise = _noise(list(zip(sizes[:-1], sizes[1:], strict=True)), generators)
        return [scheme(z, *z.shape[1:]) for z in noise], [0 * z[:, :1] for z in noise]

    return layers


def _rai(sizes, generators):
    """Randomised asymmetric initialisation: fewer neurons are born dead. Lu et al. 2019.

    A neuron's weights and its bias are normal with variance .6007² / n_in; then one of these
    n_in + 1 numbers, whichever, is drawn again from Beta(2, 1): between 0 and 1, mean 2/3.
    """
    shapes = [(n_in + 1, n_out) for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)]
    layers = _noise(shapes, generators)
    for layer in layers:
        rows, n_out = layer.shape[1:]
        layer *= 0.6007 / np.sqrt(rows - 1)
        for member, generator in zip(layer, generators, strict=True):
            chosen = generator.integers(rows, size=n_out)
            member[chosen, np.arange(n_out)] = generator.beta(2, 1, size=n_out)
    return [layer[:, :-1] for layer in layers], [layer[:, -1:] for layer in layers]


def _noise(shapes, generators):
    """Standard normal numbers, (E, *shape) for each shape, each member's from its generator."""
    ends = np.cumsum([n_in * n_out for n_in, n_out in shapes])
    numbers = np.empty((len(generators), ends[-1]))
    for row, generator in zip(numbers, generators, strict=True):
        generator.standard_normal(out=row)
    layers = np.split(numbers, ends[:-1], axis=1)
    return [layer.reshape(-1, *shape) for layer, shape in zip(layers, shapes, strict=True)]


SCHEMES = {
    "he": _weights_only(_he),
    "glorot": _weights_only(_glorot),
    "lecun": _weights_only(_lecun),
    "orthogonal": _weights_only(_orthogonal),
    "rai": _rai,
}
