"""Convolutional networks in NumPy: the same few weights at every place of an image.

Channels come last, and every array has the leading ensemble axis: images and maps are
(E, B, H, W, C), kernels (E, k, k, C, K). A convolution cuts an image into patches; then it is a
dense layer whose examples are the patches. As everywhere in the field the kernel is not turned
round, so strictly this is a correlation.

    convolve, convolve_backward    one layer of kernels, and its gradients
    POOLING                        the largest or the mean of every 2 x 2 values, and its gradient
    Kernels, initialise            the parameters of a whole network, and how they start
    forward, backward              convolve, activate, pool for each layer; at the end a dense layer
    train                          Adam on minibatches
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from helpers.networks import checks
from helpers.networks.batches import minibatches
from helpers.networks.losses import softmax_cross_entropy
from helpers.networks.optimisers import Adam
from helpers.networks.passes import QUIET


def patches(x, k, padding=0):
    """All k x k patches of images (E, B, H, W, C), row by row: (E, B, H', W', k * k * C).

    `padding` rows and columns of zeros are put around each image first; H' = H + 2 padding - k + 1.
    """
    if x.ndim != 5:
        raise ValueError(f"x must have shape (E, B, H, W, C), got {x.shape}")
    if min(x.shape[2:4]) + 2 * padding < k:
        raise ValueError(f"x has no patch of {k} x {k}: its images are {x.shape[2]} x {x.shape[3]}")
    around = (padding, padding)
    x = np.pad(x, ((0, 0), (0, 0), around, around, (0, 0))) if padding else x
    windows = sliding_window_view(x, (k, k), axis=(2, 3))         # (E, B, H', W', C, k, k)
    windows = np.moveaxis(windows, 4, 6)                          # (E, B, H', W', k, k, C)
    return windows.reshape(*windows.shape[:4], -1)


def from_patches(at_patches, k, padding, shape):
    """The gradient at images of `shape`, each of whose pixels is in several patches: their sum."""
    e, b, h, w, _ = at_patches.shape
    at_patches = at_patches.reshape(e, b, h, w, k, k, -1)
    at_x = np.zeros((e, b, h + k - 1, w + k - 1, shape[4]), at_patches.dtype)
    for row in range(k):
        for column in range(k):
            at_x[:, :, row:row + h, column:column + w] += at_patches[:, :, :, :, row, column]
    return at_x[:, :, padding:padding + shape[2], padding:padding + shape[3]]


def convolve(x, kernels, biases=0.0, padding=0):
    """The maps (E, B, H', W', K) of images x (E, B, H, W, C): patch times kernel, plus bias.

    kernels: (E, k, k, C, K); biases: a number or (E, 1, K). Fukushima 1980, LeCun et al. 1989.
    """
    matrix = _as_matrix(x, kernels)
    cut = patches(x, kernels.shape[1], padding)
    z = _rows(cut) @ matrix[:, None]                              # (E, B, patches, K)
    z += np.asarray(biases)[..., None, :, :] if np.ndim(biases) else biases
    return z.reshape(*cut.shape[:4], -1)


def convolve_backward(x, kernels, at_maps, padding=0, *, inputs=True):
    """(gradient at x, at the kernels, at the biases), given the gradient at the maps of `convolve`.

    It is the backward pass of a dense layer on the patches. inputs=False gives None for x's.
    """
    matrix, k = _as_matrix(x, kernels), kernels.shape[1]
    cut = patches(x, k, padding)
    rows, delta = _rows(cut), _rows(at_maps)                      # (E, B, patches, ...)
    at_kernels = (rows.swapaxes(2, 3) @ delta).sum(axis=1).reshape(kernels.shape)
    at_biases, at_x = delta.sum(axis=(1, 2))[:, None], None
    if inputs:
        at_patches = (delta @ matrix.swapaxes(1, 2)[:, None]).reshape(cut.shape)
        at_x = from_patches(at_patches, k, padding, x.shape)
    return at_x, at_kernels, at_biases


def _rows(maps):
    """Patches or maps (E, B, H', W', n) as rows (E, B, H' * W', n): one matrix an image.

    Products of this size stay in the cache of a core, and BLAS starts no threads for them.
    """
    return maps.reshape(*maps.shape[:2], -1, maps.shape[4])


def _as_matrix(x, kernels):
    """Kernels (E, k, k, C, K) as the weights (E, k * k * C, K) of a dense layer."""
    if kernels.ndim != 5 or kernels.shape[1] != kernels.shape[2]:
        raise ValueError(f"kernels must have shape (E, k, k, C, K), got {kernels.shape}")
    if kernels.shape[3] != x.shape[-1]:
        raise ValueError(f"kernels are for {kernels.shape[3]} channels, x has {x.shape[-1]}")
    return kernels.reshape(len(kernels), -1, kernels.shape[4])


def quarters(x):
    """The upper left, upper right, lower left, lower right values of all 2 x 2 squares: views."""
    if x.shape[2] % 2 or x.shape[3] % 2:
        raise ValueError(f"pooling needs even heights and widths, got {x.shape[2]} x {x.shape[3]}")
    return [x[:, :, row::2, column::2] for row in (0, 1) for column in (0, 1)]


def pool_max(x):
    """The largest value of every 2 x 2 square of maps (E, B, H, W, C)."""
    a, b, c, d = quarters(x)
    return np.maximum(np.maximum(a, b), np.maximum(c, d))


def pool_max_backward(x, pooled, at_pooled):
    """The gradient at x: each square's goes to its largest value, or in equal parts to several."""
    largest = [quarter == pooled for quarter in quarters(x)]
    share, at_x = at_pooled / np.sum(largest, axis=0, dtype=at_pooled.dtype), np.empty_like(x)
    for quarter, mine in zip(quarters(at_x), largest, strict=True):
        np.multiply(share, mine, out=quarter)
    return at_x


def pool_mean(x):
    """The mean of every 2 x 2 square of maps (E, B, H, W, C)."""
    return sum(quarters(x)) / 4


def pool_mean_backward(x, pooled, at_pooled):
    """The gradient at x: a quarter of its square's."""
    return np.repeat(np.repeat(at_pooled / 4, 2, axis=2), 2, axis=3)


POOLING = {"max": (pool_max, pool_max_backward), "mean": (pool_mean, pool_mean_backward)}


@dataclass(frozen=True, eq=False)
class Kernels:
    """The parameters of E networks of convolutions and, after them, one dense layer.

    kernels: arrays (E, 3, 3, C, K), one a convolution; kernel_biases: (E, 1, K); weights
    (E, n, classes) and biases (E, 1, classes) of the dense layer.
    """

    kernels: tuple[np.ndarray, ...]
    kernel_biases: tuple[np.ndarray, ...]
    weights: np.ndarray
    biases: np.ndarray

    @property
    def arrays(self):
        """All arrays in one tuple."""
        return (*self.kernels, *self.kernel_biases, self.weights, self.biases)

    def copy(self):
        """The same numbers in new arrays."""
        return Kernels(tuple(k.copy() for k in self.kernels),
                       tuple(b.copy() for b in self.kernel_biases),
                       self.weights.copy(), self.biases.copy())


def initialise(channels=(1, 8, 16), *, size=8, classes=10, gain=2 ** 0.5, seeds=(0,)):
    """The starting Kernels of one network a seed, for images of size x size x channels[0].

    Weights are normal with variance gain² / (number of inputs of a neuron): He et al. 2015 for
    sqrt(2). Each layer halves the size, which has to be divisible that often. Biases start at 0.
    """
    layers = len(channels) - 1
    if layers < 1 or size % 2 ** layers:
        raise ValueError(f"size must be divisible by 2 once a convolution ({layers}), got {size}")
    shapes = [(3, 3, c, k) for c, k in zip(channels[:-1], channels[1:], strict=True)]
    shapes.append(((size // 2 ** layers) ** 2 * channels[-1], classes))
    drawn = [[g.standard_normal(shape) * gain / np.sqrt(np.prod(shape[:-1])) for shape in shapes]
             for g in checks.generators(seeds, len(seeds), stream=0)]
    *kernels, weights = (np.stack(arrays) for arrays in zip(*drawn, strict=True))
    zeros = [np.zeros((len(seeds), 1, array.shape[-1])) for array in (*kernels, weights)]
    return Kernels(tuple(kernels), tuple(zeros[:-1]), weights, zeros[-1])


@dataclass(frozen=True, eq=False)
class Trace:
    """What a forward pass computed: for each convolution its input, the maps before (`pre`) and
    after the activation (`post`), and the pooled maps; then the output (E, B, classes)."""

    inputs: tuple[np.ndarray, ...]
    pre: tuple[np.ndarray, ...]
    post: tuple[np.ndarray, ...]
    pooled: tuple[np.ndarray, ...]
    output: np.ndarray


@np.errstate(**QUIET)
def forward(parameters, x, activation="relu", pooling="max") -> Trace:
    """The pass of images x (B, H, W, C) or (E, B, H, W, C): convolve, activate, pool; then dense.

    activation: a name or a record, as in `helpers.networks.forward`; pooling: a name in POOLING.
    """
    f, _ = checks.activation_functions(activation, {}, len(parameters.weights))
    pool, _ = POOLING[checks.one_of("pooling", pooling, POOLING)]
    h = x if x.ndim == 5 else np.broadcast_to(x, (len(parameters.weights), *x.shape))
    inputs, pre, post, pooled = [], [], [], []
    for kernels, biases in zip(parameters.kernels, parameters.kernel_biases, strict=True):
        inputs.append(h)
        pre.append(convolve(h, kernels, biases, padding=1))
        post.append(f(pre[-1]))
        h = pool(post[-1])
        pooled.append(h)
    output = h.reshape(*h.shape[:2], -1) @ parameters.weights + parameters.biases
    return Trace(tuple(inputs), tuple(pre), tuple(post), tuple(pooled), output)


@np.errstate(**QUIET)
def backward(parameters, trace, at_output, activation="relu", pooling="max") -> Kernels:
    """The gradients of a loss, as Kernels, given its gradient (E, B, classes) at the output."""
    _, df = checks.activation_functions(activation, {}, len(parameters.weights))
    _, pool_backward = POOLING[checks.one_of("pooling", pooling, POOLING)]
    last = trace.pooled[-1]
    at_weights = last.reshape(*last.shape[:2], -1).swapaxes(1, 2) @ at_output
    delta = (at_output @ parameters.weights.swapaxes(1, 2)).reshape(last.shape)
    kernels, biases = [], []
    for layer in reversed(range(len(trace.pre))):
        delta = pool_backward(trace.post[layer], trace.pooled[layer], delta)
        delta = delta * df(trace.pre[layer])
        delta, at_kernels, at_biases = convolve_backward(
            trace.inputs[layer], parameters.kernels[layer], delta, padding=1, inputs=layer > 0)
        kernels.append(at_kernels)
        biases.append(at_biases)
    return Kernels(tuple(kernels[::-1]), tuple(biases[::-1]), at_weights,
                   at_output.sum(axis=1, keepdims=True))


def train(parameters, x, y, *, activation="relu", pooling="max", learning_rate=0.01, steps=300,
          batch_size=32, seeds=(0,)):
    """The Kernels after `steps` steps of Adam on softmax cross-entropy; `parameters` stay.

    x: images (N, H, W, C); y: labels (N,). learning_rate: a number or (E,); it falls along a half
    cosine to 0. seeds: (E,), the order of each network's minibatches.
    """
    parameters = parameters.copy()
    rate = np.broadcast_to(np.asarray(learning_rate, float), (len(parameters.weights),))
    adam = Adam(parameters.arrays, None)
    draws = minibatches(checks.generators(seeds, len(rate), stream=1), len(x), batch_size)
    for step, rows in zip(range(steps), draws, strict=False):
        trace = forward(parameters, x[rows], activation, pooling)
        _, at_output = softmax_cross_entropy(trace.output, y[rows])
        gradients = backward(parameters, trace, at_output, activation, pooling).arrays
        falling = rate * (1 + np.cos(np.pi * step / steps)) / 2
        for array, direction in zip(parameters.arrays, adam.directions(gradients), strict=True):
            array -= falling.reshape(-1, *[1] * (array.ndim - 1)) * direction
    return parameters
