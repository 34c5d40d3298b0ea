"""Training on the digits with a learning rate tuned for each function.

    centred_digits  the digits with mean 0 and variance 1 -> Task
    sweep           every learning rate of a grid with every seed, in one ensemble -> Sweep
    sweeps          the Sweep of every entrant, by name
    shift           an activation with a constant taken off, so that E f(z) = 0
    deep_training   30 layers with two scales of weights

Every function starts from weights of its own gain (signals.moments). Networks with the same seed
start from the same random numbers and see the same minibatches, whatever their function: they
are pairs. A run that diverged, or whose loss is above ln 10, counts as guessing: loss ln 10,
error 9/10.
"""
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from helpers import networks
from helpers.activations import ACTIVATIONS
from helpers.datasets import digits
from helpers.experiments import signals
from helpers.experiments.comparison.plain import PLAIN

RATES = {1: (0.4, 0.8, 1.6, 3.2, 6.4), 3: (0.2, 0.4, 0.8, 1.6), 6: (0.05, 0.1, 0.2, 0.4)}
"""Learning rates to try, by the number of hidden layers."""
WIDTH, BATCH, STEPS = 32, 32, 120
SEEDS = tuple(range(10))
GLOROT_HE = (1.0, 2 ** 0.5)
GUESS_LOSS, GUESS_ERROR = np.log(10), 0.9


@dataclass(frozen=True, eq=False)
class Task:
    """Images as rows of numbers with mean 0 (per pixel) and variance 1 (over all), and labels."""

    x: np.ndarray
    y: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray


@cache
def centred_digits():
    """The Task of the digits: 1,437 to train, 360 to test, both shifted and scaled alike."""
    d = digits()
    mean, scale = d.x_train.mean(axis=0), d.x_train.std(axis=0)
    scale = np.sqrt(np.mean(scale ** 2))
    return Task((d.x_train - mean) / scale, d.y_train, (d.x_test - mean) / scale, d.y_test)


@dataclass(frozen=True)
class Sweep:
    """Every rate with every seed: loss on the training set and error on the test set, (R, S).

    Choosing the best rate and judging it on the same seeds would flatter whoever varies most. So
    the seeds are two halves, and each half is judged at the rate which the other half chose.
    """

    rates: np.ndarray
    loss: np.ndarray
    error: np.ndarray

    @property
    def chosen(self):
        """The index of the rate for each seed, (S,): lowest mean log loss of the other half."""
        half = self.loss.shape[1] // 2
        first, second = (np.argmin(np.log(part).mean(axis=1))
                         for part in (self.loss[:, :half], self.loss[:, half:]))
        return np.repeat([second, first], [half, self.loss.shape[1] - half])

    @property
    def tuned_loss(self):
        """Training loss of each seed at its chosen rate, (S,)."""
        return self.loss[self.chosen, np.arange(self.loss.shape[1])]

    @property
    def tuned_error(self):
        """Test error of each seed at its chosen rate, (S,)."""
        return self.error[self.chosen, np.arange(self.loss.shape[1])]


def shift(name):
    """The plain record of that name less its mean E f(z), z ~ N(0, 1): centred by construction."""
    record, mean = PLAIN[name], own_moments(name).mean
    return replace(record, name=f"shifted_{name}", title=f"{record.title} - mean",
                   f=lambda x: record.f(x) - mean)


@cache
def own_moments(name):
    """The Moments of an activation by name."""
    return signals.moments(ACTIVATIONS[name].f, ACTIVATIONS[name].df)


def record_of(activation):
    """The plain record of a name; a record is returned as it is."""
    return PLAIN[activation] if isinstance(activation, str) else activation


def own_gain(activation):
    """The gain of a name or a record: 1 / sqrt(E f(z)^2)."""
    if isinstance(activation, str):
        return own_moments(activation).gain
    return signals.moments(activation.f, activation.df).gain


def sizes(depth, width=WIDTH):
    """Layer sizes for the digits with `depth` hidden layers."""
    return (64,) + (width,) * depth + (10,)


def start(activation, depth, seeds, gain=None, batch_norm=False):
    """The starting Parameters, one network a seed, with the activation's own gain or `gain`."""
    gain = own_gain(activation) if gain is None else gain
    return networks.initialise(sizes(depth), scheme="lecun", gain=gain, ensemble=len(seeds),
                               seed=seeds, batch_norm=batch_norm)


def outputs(parameters, x, record):
    """The outputs (E, N, 10) for images x (N, 64), a hundred at a time.

    Products of this size stay in the cache of a core, and BLAS starts no threads for them. Batch
    normalisation takes its statistics from all images, so there they go in one piece.
    """
    size = len(x) if parameters.batch_norm else 100
    parts = (networks.forward(parameters, x[k:k + size], record).output
             for k in range(0, len(x), size))
    return np.concatenate(list(parts), axis=1)


def outcome(parameters, record):
    """(training loss, test error), (E,) each; those that diverged count as guessing."""
    task = centred_digits()
    loss, _ = networks.softmax_cross_entropy(outputs(parameters, task.x, record), task.y)
    error = 1 - networks.accuracy(outputs(parameters, task.x_test, record), task.y_test)
    guessing = ~(loss < GUESS_LOSS) | np.isnan(error)
    return np.where(guessing, GUESS_LOSS, loss), np.where(guessing, GUESS_ERROR, error)


def trained(activation, depth, rates, seeds, *, steps=STEPS, batch_norm=False):
    """The Parameters after training, one network for each pair of rate and seed, both (E,)."""
    task = centred_digits()
    begin = start(activation, depth, seeds, batch_norm=batch_norm)
    return networks.train(begin, task.x, task.y, activation=record_of(activation),
                          learning_rate=rates, steps=steps, batch_size=BATCH, seed=seeds,
                          record_every=max(steps, 1)).parameters


def sweep(activation, depth, *, rates=None, seeds=SEEDS, steps=STEPS, batch_norm=False):
    """The Sweep of an activation (a name in PLAIN or a record) with `depth` hidden layers."""
    rates = RATES[depth] if rates is None else rates
    each, again = np.repeat(rates, len(seeds)), list(seeds) * len(rates)
    after = trained(activation, depth, each, again, steps=steps, batch_norm=batch_norm)
    loss, error = outcome(after, record_of(activation))
    return Sweep(np.asarray(rates), loss.reshape(len(rates), -1), error.reshape(len(rates), -1))


def entrants():
    """The activations of the comparison, name -> name in PLAIN or record, ReLU first."""
    names = ("relu", "elu", "selu", "silu", "gelu_tanh", "tanh", "sigmoid")
    return {"relu": "relu", "shifted_relu": shift("relu"), **{name: name for name in names[1:]}}


def sweeps(depth, activations=None, **settings):
    """The Sweep of each entrant (or of the given ones, name -> name or record) by name."""
    activations = entrants() if activations is None else activations
    return {name: sweep(one, depth, **settings) for name, one in activations.items()}


def deep_training(optimiser="momentum", rate=0.005, *, depth=30, gains=GLOROT_HE, seeds=(0, 1, 2),
                  steps=200):
    """Training loss of deep ReLU networks for weights of each gain: (gains, seeds).

    gain 1 is Glorot's scale for square layers, sqrt(2) is He's.
    """
    each, again = np.repeat(gains, len(seeds)), list(seeds) * len(gains)
    task = centred_digits()
    after = networks.train(start("relu", depth, again, gain=each), task.x, task.y,
                           activation=PLAIN["relu"], learning_rate=rate, steps=steps,
                           optimiser=optimiser, batch_size=2 * BATCH, seed=again,
                           record_every=max(steps, 1)).parameters
    return outcome(after, PLAIN["relu"])[0].reshape(len(gains), -1)
