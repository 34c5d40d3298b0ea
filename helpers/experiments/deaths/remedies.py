"""What is done against dead neurons: the same training, one thing changed at a time.

    REMEDIES       by name, in each of the strengths that are tried; "nothing" is the control
    trial          one remedy over strengths, learning rates and seeds; returns a Trial
    leaky_slopes   Leaky ReLU with slopes from 0 to 1, the same way
"""
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from helpers import networks
from helpers.experiments.deaths.lives import HIDDEN, lives
from helpers.experiments.deaths.states import dead


@dataclass(frozen=True)
class Remedy:
    """One change: to the start, the training, the function, or (centred) the inputs.

    own: the parameters of the activation.
    """

    start: Mapping = field(default_factory=dict)
    training: Mapping = field(default_factory=dict)
    activation: str = "relu"
    own: Mapping = field(default_factory=dict)
    centred: bool = False


REMEDIES = {
    "nothing": {"": Remedy()},
    "Glorot scale": {"": Remedy({"scheme": "glorot"})},
    "positive bias": {f"{b:g}": Remedy({"bias": b}) for b in (0.03, 0.1, 0.3)},
    "asymmetric": {"": Remedy({"scheme": "rai"})},
    "warm-up": {f"{n} steps": Remedy(training={"warm_up": n}) for n in (10, 30, 60)},
    "clipping": {f"norm {c:g}": Remedy(training={"clip_norm": c}) for c in (0.1, 0.5, 2)},
    "batch norm": {"": Remedy({"batch_norm": True})},
    "centred inputs": {"": Remedy(centred=True)},
    "Leaky ReLU": {f"slope {a:g}": Remedy(activation="leaky_relu", own={"negative_slope": a})
                   for a in (0.01, 0.03, 0.1)},
    "PReLU": {"": Remedy(activation="prelu")},
    "ELU": {"": Remedy(activation="elu")},
    "GELU": {"": Remedy(activation="gelu")},
}
"""Name -> strength -> Remedy. PReLU has its starting slope 0.25, which is not learned here."""


@dataclass(frozen=True, eq=False)
class Trial:
    """Settings (A,) against seeds: dead, right and test are (A, S), of the hidden layers.

    A setting is a strength with a learning rate: strengths, a tuple (A,), and learning_rates (A,).
    dead: the share of dead neurons after training; right, test: the share of training and of test
    examples classified correctly. NaN for a network that diverged; `choice` counts it as 0.
    """

    strengths: tuple
    learning_rates: np.ndarray
    dead: np.ndarray
    right: np.ndarray
    test: np.ndarray

    @property
    def choice(self):
        """The index of the setting with the best mean on the training examples."""
        return int(np.argmax(np.nan_to_num(self.right).mean(axis=1)))


def trial(data, strengths, *, learning_rates, seeds, steps=200, optimiser="momentum"):
    """The Trial of one remedy on the digits, 64-32-32-32-10, batches of 64.

    strengths: name -> `Remedy`, each of which meets every learning rate. Equal seeds give equal
    batches under every remedy, and equal starting weights where the remedy does not change them.
    """
    found = [_outcome(data, remedy, learning_rates, seeds, steps=steps, optimiser=optimiser)
             for remedy in strengths.values()]
    return Trial(tuple(name for name in strengths for _ in learning_rates),
                 np.tile(np.asarray(learning_rates, float), len(strengths)),
                 *(np.concatenate(column) for column in zip(*found, strict=True)))


def _outcome(data, remedy, learning_rates, seeds, **how):
    """Shares of the dead, of training and of test examples that are right, (rates, seeds) each."""
    x, x_test = data.x_train, data.x_test
    if remedy.centred:
        x, x_test = x - data.x_train.mean(axis=0), x_test - data.x_train.mean(axis=0)
    rate, seed = (axis.ravel() for axis in np.meshgrid(learning_rates, seeds, indexing="ij"))
    start = networks.initialise((x.shape[1], *HIDDEN, 10), ensemble=len(seed), seed=seed.tolist(),
                                **remedy.start)
    run = lives(start, x, data.y_train, (x_test, data.y_test), activation=remedy.activation,
                activation_parameters=remedy.own, learning_rate=rate, batch_size=64,
                seed=seed.tolist(), **how, **remedy.training)
    return tuple(array.reshape(len(learning_rates), len(seeds)) for array in (
        run.share[-1].mean(axis=1), run.right[-1], run.test))


@dataclass(frozen=True, eq=False)
class Slopes:
    """Leaky ReLU networks after training, each array (slopes, rates, seeds), hidden neurons only.

    dead: the share whose slope is 0 on every training example; one_sided: the share whose
    pre-activation is never above 0; test: share of test examples classified correctly, NaN if
    the network diverged.
    """

    slopes: np.ndarray
    learning_rates: np.ndarray
    dead: np.ndarray
    one_sided: np.ndarray
    test: np.ndarray


def leaky_slopes(data, slopes, *, learning_rates, seeds, steps=150, optimiser="momentum"):
    """The Slopes of Leaky ReLU on the digits: every slope, learning rate and seed in one ensemble.

    Equal seeds give equal starting weights and equal batches.
    """
    slope, rate, seed = (axis.ravel() for axis in np.meshgrid(slopes, learning_rates, seeds,
                                                              indexing="ij"))
    function = {"activation": "leaky_relu", "negative_slope": slope}
    start = networks.initialise((data.x_train.shape[1], *HIDDEN, 10), ensemble=len(seed),
                                seed=seed.tolist())
    end = networks.train(start, data.x_train, data.y_train, steps=steps, learning_rate=rate,
                         optimiser=optimiser, batch_size=64, seed=seed.tolist(),
                         record_every=steps, **function).parameters
    pre = np.stack(networks.forward(end, data.x_train, **function).pre[:-1], axis=1)
    gone = np.stack([dead(pre[:, layer], **function) for layer in range(len(HIDDEN))], axis=1)
    below = np.all(pre <= 0, axis=2)                                    # (E, layers, n)
    test = networks.accuracy(networks.forward(end, data.x_test, **function).output, data.y_test)
    shape = (len(slopes), len(learning_rates), len(seeds))
    return Slopes(np.asarray(slopes, float), np.asarray(learning_rates, float),
                  gone.mean(axis=(1, 2)).reshape(shape), below.mean(axis=(1, 2)).reshape(shape),
                  test.reshape(shape))
