"""The checks of `helpers.networks`: each returns its argument ready for use, or says what is wrong.

Messages name the argument, what was given and what is allowed.
"""

import operator

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


def per_member(name, value, ensemble, dtype, least=-np.inf):
    """A finite scalar or (E,) `value` of at least `least`, as (1, 1, 1) or (E, 1, 1)."""
    array = finite(name, numbers(name, value, dtype))
    if array.shape not in ((), (ensemble,)):
        raise ValueError(
            f"{name} must be a number or have shape ({ensemble},), one value a network;"
            f" got shape {array.shape}"
        )
    if np.any(array < least):
        raise ValueError(f"{name} must be at least {least}, got {array.min()}")
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


def activation_record(activation, parameters):
    """The `Activation` record of a name, or the record itself; `parameters` must be its own."""
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
    return record


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
