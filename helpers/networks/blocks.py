"""Forward, loss and backward for a block of examples, in buffers that are made once.

The formulas are those of `passes` and `losses`; where they are written for speed:
- Every layer's biases are one more row of its weights, and what a layer receives has one more
  column, of ones: biases and their gradients come out of the products.
- Everything is written in place, and ReLU works on whole buffers, column of ones included.
- The weights are turned round once a step: a product with a turned copy is twice as fast.
"""

import numpy as np

from helpers.networks.parameters import Parameters


class Flat:
    """The parameters, or gradients, of E networks in one array (E, 1, P).

    layers: views (E, n_in + 1, n_out), whose last rows are the biases; weights, biases: views of
    these; arrays: the one array, which is what a step changes.
    """

    def __init__(self, sizes, numbers):
        self.sizes, self.numbers, self.arrays = sizes, numbers, (numbers,)
        shapes = [(n_in + 1, n_out) for n_in, n_out in zip(sizes[:-1], sizes[1:], strict=True)]
        ends = np.cumsum([rows * columns for rows, columns in shapes])[:-1]
        parts = np.split(numbers[:, 0], ends, axis=1)
        self.layers = [p.reshape(-1, *shape) for p, shape in zip(parts, shapes, strict=True)]
        self.weights = tuple(layer[:, :-1] for layer in self.layers)
        self.biases = tuple(layer[:, -1:] for layer in self.layers)

    @classmethod
    def of(cls, parameters):
        """The numbers of `parameters`, copied."""
        by_layer = zip(parameters.weights, parameters.biases, strict=True)
        rows = [a.reshape(parameters.ensemble, 1, -1) for layer in by_layer for a in layer]
        return cls(parameters.sizes, np.concatenate(rows, axis=2))

    def members(self, chosen):
        """The networks of a slice, as views."""
        return Flat(self.sizes, self.numbers[chosen])

    def empty(self):
        """Room for as many numbers."""
        return Flat(self.sizes, np.empty_like(self.numbers))

    def parameters(self):
        """The numbers as `Parameters`, copied."""
        return Parameters(self.weights, self.biases).copy()


def with_ones(array):
    """A copy of the array (..., n) with one more column, of ones."""
    return np.concatenate([array, np.ones((*array.shape[:-1], 1), array.dtype)], axis=-1)


class Relu:
    """f and f' of ReLU, written over what they are given."""

    def __init__(self, shape, dtype):
        self.post = with_ones(np.empty(shape, dtype))
        self.pre = self.post[..., :-1]
        self.zeros = np.zeros_like(self.post)  # an array is twice as fast as the number 0
        self.passes = np.empty(self.post.shape, bool)

    def forward(self):
        np.maximum(self.post, self.zeros, out=self.post)

    def backward(self, delta):
        np.greater(self.post, self.zeros, out=self.passes)
        delta *= self.passes


class Any:
    """f and f' of any activation."""

    def __init__(self, shape, dtype, f, df):
        self.post = with_ones(np.empty(shape, dtype))
        self.pre = np.empty(shape, dtype)
        self.f, self.df = f, df

    def forward(self):
        self.post[..., :-1] = self.f(self.pre)

    def backward(self, delta):
        delta[..., :-1] *= self.df(self.pre)


class Block:
    """The buffers of M networks and b examples.

    activation: makes a `Relu` or an `Any` from a shape and a dtype.
    """

    def __init__(self, flat, examples, activation):
        members, dtype = len(flat.numbers), flat.numbers.dtype
        shapes = [(members, examples, n) for n in flat.sizes[1:]]
        self.hidden = [activation(shape, dtype) for shape in shapes[:-1]]
        self.deltas = [np.empty_like(hidden.post) for hidden in self.hidden]
        self.output = np.empty(shapes[-1], dtype)

    def forward(self, flat, x):
        """The output (M, b, n_L) for x (M or 1, b, n_0 + 1) with its column of ones."""
        for layer, hidden in zip(flat.layers, self.hidden, strict=False):
            np.matmul(x, layer, out=hidden.pre)
            hidden.forward()
            x = hidden.post
        return np.matmul(x, flat.layers[-1], out=self.output)

    def backward(self, turned, x, gradient):
        """Set `gradient` (a `Flat`), given the gradient at the output in its place.

        turned: the transposed layers (M, n_out, n_in + 1).
        """
        delta = self.output
        for layer in reversed(range(len(turned))):
            below = self.hidden[layer - 1].post if layer else x
            np.matmul(below.swapaxes(1, 2), delta, out=gradient.layers[layer])
            if layer:
                down = self.deltas[layer - 1]
                product = np.matmul if delta.shape[2] > 1 else np.multiply
                product(delta, turned[layer], out=down)
                self.hidden[layer - 1].backward(down)
                delta = down[..., :-1]


def cross_entropy(output, labels, batch):
    """This block's part (M,) of the loss; the output (M, b, C) becomes its gradient.

    labels: (M or 1, b); batch: the number of examples that the loss is a mean over.
    """
    members, examples, classes = output.shape
    own = np.arange(0, output.size, classes).reshape(members, examples) + labels
    output -= output.max(axis=2, keepdims=True)
    logits = output.take(own)
    np.exp(output, out=output)
    total = output.sum(axis=2, keepdims=True)
    output /= total * batch
    output.reshape(-1)[own] -= 1 / batch
    return (np.log(total[..., 0]) - logits).sum(axis=1) / batch


def squared_error(output, target, batch):
    """This block's part (M,) of the loss; the output (M, b, C) becomes its gradient.

    target: (M or 1, b, C); batch: the number of examples that the loss is a mean over.
    """
    numbers = batch * output.shape[2]
    output -= target
    loss = np.square(output).sum(axis=(1, 2)) / numbers
    output *= 2 / numbers
    return loss


LOSSES = {"cross_entropy": cross_entropy, "squared_error": squared_error}
