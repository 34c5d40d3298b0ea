"""Which examples each step sees."""

from dataclasses import dataclass
from itertools import repeat

import numpy as np

from helpers.networks import checks


@dataclass(frozen=True, eq=False)
class Draws:
    """How minibatches are drawn: `size` of `examples`, each member's from its own generator."""

    generators: list[np.random.Generator]
    examples: int
    size: int | None

    @classmethod
    def checked(cls, x, batch_size, seed):
        """The draws from x (E, N, n_0), or what is wrong with batch_size or seed."""
        ensemble, examples = x.shape[:2]
        generators = checks.generators(seed, ensemble, stream=1)
        if batch_size is not None:
            batch_size = checks.whole_number("batch_size", batch_size, 1)
            if batch_size > examples:
                raise ValueError(
                    f"batch_size must be at most {examples} examples, got {batch_size}"
                )
        return cls(generators, examples, batch_size)

    @property
    def count(self):
        """The number of examples in a batch."""
        return self.size or self.examples

    def of(self, members):
        """The draws of a slice of the members."""
        return Draws(self.generators[members], self.examples, self.size)


def minibatches(generators, examples, batch_size):
    """Endless index arrays (E, batch_size), every member's from its own generator.

    Each member shuffles the examples, takes them batch by batch, leaves out the remainder that
    fills no batch, and shuffles again.
    """
    while True:
        order = np.stack([generator.permutation(examples) for generator in generators])
        for start in range(0, examples - batch_size + 1, batch_size):
            yield order[:, start : start + batch_size]


def batches(x, y, draws):
    """Endless pairs of inputs and answers for x (E, N, ...) and y (E, N, ...), or (1, N, ...).

    Minibatches are new arrays (E, B, ...); a full batch is x and y themselves.
    """
    if draws.size is None:
        return repeat((x, y))
    drawn = minibatches(draws.generators, draws.examples, draws.size)
    x, y = _Rows(x), _Rows(y)
    return ((x.taken(indices), y.taken(indices)) for indices in drawn)


def shared(array):
    """(1, N, ...) if the members of (E, N, ...) are one and the same in memory."""
    return array[:1] if array.strides[0] == 0 else array


class _Rows:
    """All examples of all members below each other, so that one `take` finds any of them."""

    def __init__(self, array):
        array = shared(array)
        self.rows = array.reshape(-1, *array.shape[2:])
        self.first = np.arange(0, len(self.rows), array.shape[1])[:, np.newaxis]

    def taken(self, indices):
        return self.rows.take(indices + self.first, axis=0)
