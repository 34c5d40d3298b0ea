"""Who reaches a training error first: steps to a target, by function, start and learning rate.

    race    training error by step for every learning rate and seed, in one ensemble -> Race
    races   several of them
"""
from dataclasses import dataclass

import numpy as np

from helpers import networks
from helpers.experiments.comparison.tuning import (
    BATCH,
    centred_digits,
    outputs,
    record_of,
    start,
)

EVERY, WATCHED = 5, 200
RATES, SEEDS = (0.1, 0.2, 0.4, 0.8, 1.6), tuple(range(10))
SMALL = 1 / np.sqrt(3)
"""The gain of the "standard" initialisation that Glorot & Bengio (2010) warn against."""


@dataclass(frozen=True)
class Race:
    """steps: (T,); rates: (R,); error on WATCHED training images: (T, R, S)."""

    steps: np.ndarray
    rates: np.ndarray
    error: np.ndarray

    def steps_to(self, target):
        """Steps until the error is at most `target`, (R, S); inf where it never is."""
        reached = self.error <= target
        return np.where(reached.any(axis=0), self.steps[reached.argmax(axis=0)], np.inf)

    def best(self, target):
        """The index of the rate with the fewest steps on average to the target."""
        return int(np.argmin(self.steps_to(target).mean(axis=1)))


def race(activation, depth=3, *, gain=None, rates=RATES, seeds=SEEDS, steps=200,
         random_labels=None):
    """The Race of an activation with its own gain, or with `gain`.

    random_labels: None for the digits as they are, minibatch by minibatch; a number n for its
    first n images, all at each step, with labels drawn at random for each seed.
    """
    record = record_of(activation)
    each, again, errors = np.repeat(rates, len(seeds)), list(seeds) * len(rates), []
    x, y, batch = _examples(again, random_labels)
    shown = slice(0, WATCHED)

    def watch(step, parameters):
        right = networks.accuracy(outputs(parameters, x[shown], record), y[..., shown])
        errors.append(1 - np.where(np.isnan(right), 0.1, right))

    history = networks.train(start(activation, depth, again, gain), x, y, activation=record,
                             learning_rate=each, steps=steps, batch_size=batch, seed=again,
                             record_every=EVERY, on_record=watch)
    shape = (len(history.steps), len(rates), len(seeds))
    return Race(history.steps, np.asarray(rates), np.reshape(errors, shape))


def _examples(seeds, random_labels):
    """(images, labels, batch size) for networks of these seeds."""
    task = centred_digits()
    if random_labels is None:
        return task.x, task.y, BATCH
    labels = [np.random.default_rng([seed, 7]).integers(10, size=random_labels) for seed in seeds]
    return task.x[:random_labels], np.array(labels), None


def races(cases, **settings):
    """The Race of each case, a mapping key -> (activation, gain), by key."""
    return {key: race(activation, gain=gain, **settings)
            for key, (activation, gain) in cases.items()}
