"""What a hidden neuron can be, by its slope f'(z) on each example, for every activation.

off       on one example: the slope there is exactly 0, so no gradient passes
dead      on a set of data: off on every example, so no loss whatever moves its own parameters
cut off   not dead, but a later layer is dead as a whole, so no gradient arrives
"""
import numpy as np

from helpers.networks import checks


def off(pre, activation="relu", **activation_parameters):
    """Where the slope at pre-activations (E, B, n) is exactly 0; NaN is not off.

    activation, activation_parameters: as in `networks.forward`. Slopes that underflow to 0, such
    as ELU's below -745, count: no gradient passes there either.
    """
    pre = np.asarray(pre)
    _, slope = checks.activation_functions(activation, activation_parameters, len(pre))
    return slope(pre) == 0


def share_on(pre, activation="relu", **activation_parameters):
    """Each neuron's share of examples with a slope other than 0, (E, n); NaN if it diverged."""
    share = 1 - off(pre, activation, **activation_parameters).mean(axis=1)
    return np.where(np.isnan(pre).any(axis=1), np.nan, share)


def dead(pre, activation="relu", **activation_parameters):
    """Which neurons are off on every example, (E, n), for pre-activations (E, B, n)."""
    return off(pre, activation, **activation_parameters).all(axis=1)


def cut_off(dead_by_layer):
    """Which neurons are not dead but have a wholly dead layer after them: shape of the argument.

    dead_by_layer: (..., layers, n), from the first hidden layer to the last.
    """
    whole = dead_by_layer.all(axis=-1)                                  # (..., layers)
    later = np.logical_or.accumulate(whole[..., ::-1], axis=-1)[..., ::-1]
    return later[..., None] & ~dead_by_layer           # of a dead layer itself nobody is left
