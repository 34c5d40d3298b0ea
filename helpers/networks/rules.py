"""The rule of a step: everything that lies between a gradient and the changed parameters."""

from dataclasses import dataclass, replace

import numpy as np

from helpers.networks import checks
from helpers.networks.optimisers import OPTIMISERS, clip, decay
from helpers.networks.passes import QUIET


@dataclass(frozen=True, eq=False)
class Rule:
    """What is done with a gradient, in this order; the numbers are (1, 1, 1) or (E, 1, 1).

    clip_norm     the gradient of a member is shortened to this length (None: it is not)
    weight_decay  this times the weights is added to their gradient, and this times the biases to
                  theirs if decay_biases is True; never to that of gains and shifts
    optimiser     a name in OPTIMISERS makes a direction of it; momentum is that of "momentum"
    warm_up       the learning rate rises linearly during so many steps: in step t = 1, 2, ... it
                  is learning_rate * min(1, t / warm_up)
    """

    optimiser: str
    learning_rate: np.ndarray
    momentum: np.ndarray
    weight_decay: np.ndarray
    decay_biases: bool
    clip_norm: np.ndarray | None
    warm_up: int

    @classmethod
    def checked(
        cls, parameters, optimiser, learning_rate, momentum, weight_decay, decay_biases,
        clip_norm, warm_up,
    ):
        """The rule for networks like `parameters`, or what is wrong with an argument."""
        size = parameters.ensemble, parameters.dtype
        return cls(
            checks.one_of("optimiser", optimiser, OPTIMISERS),
            checks.per_member("learning_rate", learning_rate, *size, least=0),
            checks.per_member("momentum", momentum, *size, least=0, below=1),
            checks.per_member("weight_decay", weight_decay, *size, least=0),
            checks.true_or_false("decay_biases", decay_biases),
            None if clip_norm is None else checks.norm_limit("clip_norm", clip_norm, *size),
            checks.whole_number("warm_up", warm_up, 0),
        )

    def of(self, members):
        """The rule for a slice of the members."""
        names = ("learning_rate", "momentum", "weight_decay", "clip_norm")
        given = {name: getattr(self, name) for name in names}
        each = {name: value[members] for name, value in given.items() if np.size(value) > 1}
        return replace(self, **each)

    def stepper(self, parameters):
        """A function that takes a gradient and makes one step, in place; both like Parameters."""
        optimiser = OPTIMISERS[self.optimiser](parameters.arrays, self.momentum)
        scratch = [np.empty_like(array) for array in parameters.arrays]
        steps = 0

        @np.errstate(**QUIET)
        def step(gradients):
            nonlocal steps
            steps += 1
            self._change(gradients, parameters)
            rate = self.learning_rate
            if steps < self.warm_up:
                rate = rate * (steps / self.warm_up)
            directions = optimiser.directions(gradients.arrays)
            for array, direction, change in zip(
                parameters.arrays, directions, scratch, strict=True
            ):
                np.multiply(rate, direction, out=change)
                array -= change

        return step

    def _change(self, gradients, parameters):
        """Clip the gradients, then add what weight decay asks for."""
        if self.clip_norm is not None:
            clip(gradients.arrays, self.clip_norm)
        if self.weight_decay.any():
            decay(gradients.weights, parameters.weights, self.weight_decay)
            if self.decay_biases:
                decay(gradients.biases, parameters.biases, self.weight_decay)
