"""The checks of `helpers.networks`: each returns its argument ready for use, or says what is wrong.

Messages name the argument, what was given and what is allowed.
"""

import operator
from functools import partial

import numpy as np

from helpers.activations import ACTIVATIONS, Activation


def whole_number(name, value, least):
    """`value` as an int of at least `least`; TypeError or ValueError otherwise."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {value!r}") from None
    if number < least:
        raise ValueError(f"{name} must be at least {least}, got {number}")
    return number


def one_of(name, value, allowed):
    """`value`, which is one of the names in `allowed`; ValueError otherwise."""
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, got {value!r}")
    return value


def true_or_false(name, value):
    """`value`, which is True or False; TypeError otherwise."""
    if not isinstance(value, bool | np.bool_):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return bool(value)


def numbers(name, value, dtype):
    """`value` as an array of the floating `dtype`, not empty; NaN and inf pass."""
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must hold real numbers, got dtype {array.dtype}")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}")
    with np.errstate(over="ignore"):
        return array.astype(dtype, copy=False)


def finite(name, array):
    """`array`, which holds no NaN and no inf; ValueError otherwise."""
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite, got NaN or inf among its values")
    return array


def stacked(name, array, shape):
    """`array` of shape `shape` (E, ...) or `shape[1:]`, broadcast to (E, ...) without a copy."""
    if array.shape not in (shape, shape[1:]):
        raise ValueError(f"{name} must have shape {shape[1:]} or {shape}, got {array.shape}")
    return np.broadcast_to(array, shape)


def per_member(name, value, ensemble, dtype, least=-np.inf, below=np.inf):
    """A finite scalar or (E,) `value`, least <= value < below, as (1, 1, 1) or (E, 1, 1)."""
    array = finite(name, numbers(name, value, dtype))
    if array.shape not in ((), (ensemble,)):
        raise ValueError(
            f"{name} must be a number or have shape ({ensemble},), one value a network;"
            f" got shape {array.shape}"
        )
    if np.any(array < least):
        raise ValueError(f"{name} must be at least {least}, got {array.min()}")
    if np.any(array >= below):
        raise ValueError(f"{name} must be below {below}, got {array.max()}")
    return array.reshape(-1, 1, 1)


def norm_limit(name, value, ensemble, dtype):
    """A scalar or (E,) `value` above 0, inf for no limit, as (1, 1, 1) or (E, 1, 1)."""
    array = numbers(name, value, dtype)
    limits = per_member(name, np.where(np.isposinf(array), 1, array), ensemble, dtype)
    if np.any(limits <= 0):
        raise ValueError(f"{name} must be above 0 (inf: no limit), got {limits.min()}")
    return array.reshape(-1, 1, 1)


def class_labels(name, value, shape, classes):
    """Whole-number labels in 0 .. classes - 1, as `shape` (E, B)."""
    array = np.asarray(value)
    if array.dtype.kind not in "iu":
        raise TypeError(f"{name} must hold whole numbers, got dtype {array.dtype}")
    if array.size == 0:
        raise ValueError(f"{name} must not be empty, got shape {array.shape}")
    low, high = array.min(), array.max()
    if low < 0 or high >= classes:
        raise ValueError(f"{name} must lie in 0 .. {classes - 1}, got {low} .. {high}")
    return stacked(name, array, shape)


def activation_functions(activation, parameters, ensemble):
    """f and df of `activation` (a name or an `Activation`) with its parameters filled in.

    parameters: name -> a number, or an array (E,), one value a network.
    """
    if isinstance(activation, Activation):
        record = activation
    elif not isinstance(activation, str):
        raise TypeError(f"activation must be a name or an Activation, got {activation!r}")
    else:
        record = ACTIVATIONS[one_of("activation", activation, ACTIVATIONS)]
    for name in parameters:
        if name not in record.parameters:
            allowed = ", ".join(record.parameters) or "none"
            raise TypeError(f"{record.name} has no parameter {name!r}; it takes: {allowed}")
    values = {name: _each_member(name, value, ensemble) for name, value in parameters.items()}
    return partial(record.f, **values), partial(record.df, **values)


def _each_member(name, value, ensemble):
    """A parameter of an activation: a single value as it is, a sequence (E,) as (E, 1, 1)."""
    if np.ndim(value) == 0:
        return value
    return np.broadcast_to(per_member(name, value, ensemble, float), (ensemble, 1, 1))


def generators(seed, ensemble, stream):
    """One random generator a member, whatever the size of the ensemble.

    A whole-number `seed` gives member e a generator that depends on (seed, e) alone; a sequence of
    E seeds gives member e what a network alone would get from `seed[e]`. `stream` keeps purposes
    apart: 0 draws weights, 1 draws minibatches.
    """
    if np.ndim(seed) == 0:
        keys = [(whole_number("seed", seed, 0), member) for member in range(ensemble)]
    elif len(seed) == ensemble:
        keys = [(whole_number("seed", each, 0), 0) for each in seed]
    else:
        raise ValueError(f"seed must be one number or {ensemble} numbers, got {len(seed)}")
    sequences = (np.random.SeedSequence(s, spawn_key=(member, stream)) for s, member in keys)
    return [np.random.default_rng(sequence) for sequence in sequences]
