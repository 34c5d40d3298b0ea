"""GELU, exact and with tanh: both are max(0, x) less an even bump, |x| * tail(|x|).

The tail is Phi(-|x|), Phi the normal distribution function, or its stand-in with tanh. To be
right far out, where the exponent is large, the exponent may not be rounded: |x| = near + rest,
`near` a short number, so that its square and cube (times a short constant) are exact.
"""

import numpy as np

from helpers.activations.record import define

FAR = 40.0  # both tails at FAR are below the smallest float64


def near_and_rest(x):
    """x rounded to a multiple of 1/64, and what is left."""
    near = np.round(64 * x) / 64
    return near, x - near


def times_gauss(y, x):
    """y * exp(-x**2 / 2) for 0 <= x <= FAR; in halves because of underflow, as `times_exp`."""
    near, rest = near_and_rest(x)
    half = np.exp(-near * near / 4)
    return y * np.exp(-rest * (x + near) / 2) * half * half


def times_gauss_tanh(y, x):
    """y * exp(-v), v = 2 sqrt(2 / pi) (x + 0.044715 x**3), for 0 <= x <= FAR."""
    a, a_rest = 1.595768928527832, 1.930778986805098e-07  # 2 sqrt(2 / pi): short + rest
    b, b_rest = 0.07135486602783203, -4.975523178247366e-08  # 0.044715 times that
    near, rest = near_and_rest(x)
    cube = near * near * near
    small = a_rest * x + b_rest * x * x * x + rest * (a + b * (x * x + x * near + near * near))
    half = np.exp(-b * cube / 2)
    return y * np.exp(-a * near) * np.exp(-small) * half * half


def tail_over_gauss(x):
    """Phi(-x) * exp(x**2 / 2) for x >= 0, to the precision of float64."""
    from scipy.special import erfcx

    return erfcx((x / np.sqrt(2.0)).astype(np.float64)) / 2


def gelu(x):
    """x * Phi(x) = max(0, x) - |x| * Phi(-|x|)."""
    size = np.minimum(np.abs(x), FAR)
    return np.maximum(x, 0.0) - times_gauss(size * tail_over_gauss(size), size)


def gelu_derivative(x):
    """Phi(x) + x * exp(-x**2 / 2) / sqrt(2 pi); the values at x and -x add up to 1."""
    size = np.minimum(np.abs(x), FAR)
    left = times_gauss(tail_over_gauss(size) - size / np.sqrt(2 * np.pi), size)
    return np.where(x < 0, left, 1 - left)


def gelu_tanh(x):
    """x * sigmoid(v) = max(0, x) - |x| * sigmoid(-|v|), with v as in `times_gauss_tanh`."""
    size = np.minimum(np.abs(x), FAR)
    tail = times_gauss_tanh(size, size) / (1 + times_gauss_tanh(1.0, size))
    return np.maximum(x, 0.0) - tail


def gelu_tanh_derivative(x):
    """sigmoid(v) + x * v' * sigmoid(v) * sigmoid(-v); the values at x and -x add up to 1."""
    size = np.minimum(np.abs(x), FAR)
    slope = 2 * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * size * size)
    below = 1 + times_gauss_tanh(1.0, size)
    left = times_gauss_tanh(1 - size * slope / below, size) / below
    return np.where(x < 0, left, 1 - left)


GAUSSIAN = (
    define(
        "gelu",
        "GELU",
        f=gelu,
        df=gelu_derivative,
        formula=r"\frac{x}{2} \left(1 + \mathrm{erf}(x / \sqrt{2})\right)",
        source="Hendrycks & Gimpel 2016 (arXiv 1606.08415)",
    ),
    define(
        "gelu_tanh",
        "GELU (tanh)",
        f=gelu_tanh,
        df=gelu_tanh_derivative,
        formula=r"\frac{x}{2} \left(1 + \tanh(\sqrt{2 / \pi} (x + 0.044715 x^3))\right)",
        source="Hendrycks & Gimpel 2016 (arXiv 1606.08415)",
    ),
)
