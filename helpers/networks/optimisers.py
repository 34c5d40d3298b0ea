"""From gradients to directions: a step is `parameter -= learning_rate * direction`.

`Optimiser(arrays, momentum)` prepares what is remembered about each array to be trained;
`directions(gradients)`, called once a step, gives one direction an array, in the same order.
`clip` and `decay` change the gradients before, in place.
"""

import numpy as np


class Sgd:
    """Gradient descent: the direction is the gradient itself. Robbins & Monro 1951."""

    def __init__(self, arrays, momentum):
        pass

    def directions(self, gradients):
        return gradients


class Momentum:
    """Heavy ball: a sum of past gradients that fade, times `momentum` a step. Polyak 1964."""

    def __init__(self, arrays, momentum):
        self.momentum = momentum
        self.velocities = [np.zeros_like(array) for array in arrays]

    def directions(self, gradients):
        for velocity, gradient in zip(self.velocities, gradients, strict=True):
            velocity *= self.momentum
            velocity += gradient
        return self.velocities


class Adam:
    """The mean gradient over the root of the mean squared gradient. Kingma & Ba 2015.

    Both means fade (.9 and .999 a step) and are corrected for having started at zero. float16
    rounds epsilon to 0, so a gradient that stays 0 gives NaN there. `momentum` is not used.
    """

    decay_mean, decay_square, epsilon = 0.9, 0.999, 1e-8

    def __init__(self, arrays, momentum):
        self.means = [np.zeros_like(array) for array in arrays]
        self.squares = [np.zeros_like(array) for array in arrays]
        self.steps = 0

    def directions(self, gradients):
        self.steps += 1
        started_mean = 1 - self.decay_mean**self.steps
        started_square = 1 - self.decay_square**self.steps
        directions = []
        for mean, square, gradient in zip(self.means, self.squares, gradients, strict=True):
            mean += (1 - self.decay_mean) * (gradient - mean)
            square += (1 - self.decay_square) * (gradient * gradient - square)
            root = np.sqrt(square / started_square)
            root += self.epsilon
            directions.append(mean / started_mean / root)
        return directions


OPTIMISERS = {"sgd": Sgd, "momentum": Momentum, "adam": Adam}


def clip(gradients, limit):
    """Each member's gradient, all arrays taken as one vector, shortened to the length `limit`.

    limit: (E, 1, 1) or (1, 1, 1). Shorter gradients stay as they are. Pascanu et al. 2013.
    """
    length = np.sqrt(sum(np.square(g).sum(axis=(1, 2), keepdims=True) for g in gradients))
    factor = np.where(length > limit, limit / length, 1)
    for gradient in gradients:
        gradient *= factor


def decay(gradients, arrays, strength):
    """The gradient of strength / 2 * (sum of squares of each array), added to `gradients`.

    strength: (E, 1, 1) or (1, 1, 1). Krogh & Hertz 1992.
    """
    for gradient, array in zip(gradients, arrays, strict=True):
        gradient += strength * array
