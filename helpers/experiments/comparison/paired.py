"""Whether a difference between two methods survives the spread over seeds.

    sign_flip_p   the exact paired test of Fisher (1935): under the hypothesis that the methods
                  are the same, each pair could as well have come out the other way round
    holm          p-values of several such tests together (Holm 1979)
"""
import numpy as np


def sign_flip_p(differences):
    """The share of all 2^n signings of n differences whose mean is as far from 0, two-sided.

    differences: (n,), one for each pair, 2 <= n <= 16. Ties within rounding count as as far.
    """
    d = np.asarray(differences, float)
    if d.ndim != 1 or not 2 <= d.size <= 16:
        raise ValueError(f"differences must be one-dimensional, 2 to 16 of them, got {d.shape}")
    if not np.isfinite(d).all():
        raise ValueError("differences must be finite, got NaN or inf among them")
    signs = 1 - 2 * (np.arange(2 ** d.size)[:, None] >> np.arange(d.size) & 1)
    means = np.abs(signs @ d)
    return float(np.mean(means >= abs(d.sum()) - 1e-12 * np.abs(d).sum()))


def holm(p_values):
    """p-values adjusted for testing all of them: (n,) in the same order, at most 1."""
    p = np.asarray(p_values, float)
    order = np.argsort(p)
    raised = np.maximum.accumulate(p[order] * np.arange(p.size, 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(raised, 1)
    return adjusted
