"""The work that every engine is given: networks, data, steps."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from helpers import networks
from helpers.datasets import digits
from helpers.networks import checks
from helpers.networks.batches import minibatches

RATE = 0.05


@dataclass(frozen=True)
class Work:
    """`ensemble` networks of `sizes`, trained by plain gradient descent in float64.

    batch_size: examples a step, drawn for each network apart; None: all.
    """

    sizes: tuple[int, ...]
    loss: str
    ensemble: int
    batch_size: int | None

    @property
    def name(self):
        """For instance "digits 64-64-64-10, 16 networks, minibatch of 32"."""
        data = "digits" if self.loss == "cross_entropy" else "plane"
        batch = f"minibatch of {self.batch_size}" if self.batch_size else "full batch"
        return f"{data} {'-'.join(map(str, self.sizes))}, {self.ensemble} networks, {batch}"

    @cached_property
    def data(self):
        """Inputs (N, n_0) and labels (N,) or targets (N, n_L)."""
        if self.loss == "cross_entropy":
            found = digits()
            return found.x_train, found.y_train
        x = np.random.default_rng(0).uniform(-1, 1, (256, 2))
        return x, np.sin(3 * x[:, :1]) * x[:, 1:]

    @property
    def operations(self):
        """Additions and multiplications that all steps need in matrix products.

        Forward, gradient at the weights, and gradient at what a layer received: one product each;
        the last is not needed for the first layer.
        """
        return 2 * self.examples * (3 * sum(self.weights) - self.weights[0]) * self.steps

    @property
    def traffic(self):
        """Bytes that all steps have to read and write, if nothing stays in a cache.

        Parameters and their gradients are each read and written once a step, every number of a
        layer and its gradient too; inputs are read going forward and back.
        """
        parameters = self.ensemble * (sum(self.weights) + sum(self.sizes[1:]))
        numbers = self.examples * (2 * self.sizes[0] + 4 * sum(self.sizes[1:]))
        return 8 * (4 * parameters + numbers) * self.steps

    @property
    def steps(self):
        """So many that a run takes some tenths of a second, but 3 at least."""
        return max(3, min(400, int(3e8 / (self.examples * sum(self.weights)))))

    @property
    def weights(self):
        """The number of weights of each layer."""
        return [n_in * n_out for n_in, n_out in zip(self.sizes[:-1], self.sizes[1:], strict=True)]

    @property
    def examples(self):
        """The number of examples that a step of all networks sees."""
        return self.ensemble * (self.batch_size or len(self.data[0]))

    @cached_property
    def start(self):
        """The initial parameters."""
        return networks.initialise(self.sizes, ensemble=self.ensemble, seed=1)

    @cached_property
    def batches(self):
        """The examples of every step, (steps + 1, E, batch_size), as `train` draws them; or None.

        The last batch is only looked at: `train` reports the loss after the last step on it.
        """
        if self.batch_size is None:
            return None
        generators = checks.generators(0, self.ensemble, stream=1)
        drawn = minibatches(generators, len(self.data[0]), self.batch_size)
        return np.stack([batch for _, batch in zip(range(self.steps + 1), drawn, strict=False)])

    def ours(self):
        """The loss (E,) after the last step, trained by `helpers.networks`."""
        return networks.train(
            self.start, *self.data, loss=self.loss, learning_rate=RATE, steps=self.steps,
            batch_size=self.batch_size,
        ).loss[-1]
