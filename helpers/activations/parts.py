"""What several formulas are made of. x and y are float arrays of the same shape."""

import numpy as np


def keep_nan(x, values):
    """The values as a new array of x's dtype, NaN where x is NaN."""
    result = np.array(values, dtype=x.dtype)
    result[np.isnan(x)] = np.nan
    return result


def step(x, at_zero=0.0):
    """1 where x > 0, 0 where x < 0, and at_zero between."""
    result = keep_nan(x, x > 0)
    np.copyto(result, at_zero, where=x == 0, casting="same_kind")
    return result


def between(x, low, high):
    """1 where low < x < high, 0 elsewhere: the derivative of clip(x, low, high)."""
    return keep_nan(x, (low < x) & (x < high))


def scaled(factor, x):
    """factor * x, which is 0 for factor 0 even where x is infinite."""
    if np.all(factor):
        return factor * x
    zero = keep_nan(x, np.zeros(x.shape))
    return np.multiply(factor, x, out=zero, where=np.not_equal(factor, 0), casting="same_kind")


def times_exp(y, x):
    """y * exp(x) for x <= 0, and 0 at x = -inf whatever y is.

    exp(x) is taken in two halves: as a whole it can underflow where the product does not.
    """
    half = np.exp(x / 2)
    return np.where(half == 0, 0.0, y) * half * half


def times_sigmoid(y, x):
    """y / (1 + exp(-x)), and 0 at x = -inf; both parts divided by the larger of 1, exp(-x)."""
    return times_exp(y, np.minimum(x, 0.0)) / (1 + np.exp(-np.abs(x)))
