"""Activations made of straight (or, squared ReLU and hard swish, parabolic) pieces.

At a corner df is one number between the slopes of the two sides; each record says which.
"""

import numpy as np

from helpers.activations.parts import between, keep_nan, scaled, step
from helpers.activations.record import Number, define


def leaky(x, slope):
    """x, times the slope where x < 0."""
    return np.maximum(x, 0.0) + scaled(slope, np.minimum(x, 0.0))


def leaky_derivative(x, slope):
    """1 where x > 0, the slope elsewhere."""
    return keep_nan(x, (x > 0) + slope * (x <= 0))


def mean_slope(lower, upper):
    """The mean of U(lower, upper): RReLU draws its slope in training and takes the mean afterwards.

    So do libraries. The paper divides x by U(3, 8) and afterwards by 5.5, a slope of .18, not .23.
    E f(z)**2 in training is larger than here: by (upper - lower)**2 / 24 for standard normal z.
    """
    if np.any(lower > upper):
        low, high = (v[lower > upper][0] for v in np.broadcast_arrays(lower, upper))
        raise ValueError(f"lower must be at most upper, got lower={low:g} and upper={high:g}")
    return (lower + upper) / 2


def hard_sigmoid(x):
    """x / 6 + 1/2 cut off at 0 and 1; x + 3 first, because it is exact near x = -3."""
    return np.clip(x + 3, 0, 6) / 6


def hard_swish_derivative(x):
    """The slope of x * hard_sigmoid(x)."""
    return (x >= 3) + (x > -3) * (x < 3) * (np.clip(x, -3, 3) / 3 + 0.5)


PIECEWISE = (
    define(
        "identity",
        "Identity",
        f=lambda x: x.copy(),
        df=lambda x: keep_nan(x, np.ones(x.shape)),
        formula=r"x",
        source="no paper: the linear unit, for comparison",
    ),
    define(
        "relu",
        "ReLU",
        f=lambda x, slope_at_zero: np.maximum(x, 0.0),
        df=lambda x, slope_at_zero: step(x, slope_at_zero),
        formula=r"\max(0, x)",
        source="Householder 1941; Fukushima 1969; Nair & Hinton 2010; Glorot, Bordes & Bengio 2011",
        kink="at 0, where df is slope_at_zero: 0 unless given, as in PyTorch, TensorFlow and JAX",
        slope_at_zero=Number(0.0),  # any: the course asks what an absurd one would do
    ),
    define(
        "leaky_relu",
        "Leaky ReLU",
        f=lambda x, negative_slope: leaky(x, negative_slope),
        df=lambda x, negative_slope: leaky_derivative(x, negative_slope),
        formula=r"\max(0, x) + a \min(0, x)",
        source="Maas, Hannun & Ng 2013",
        kink="at 0, where df is negative_slope, as in PyTorch",
        negative_slope=Number(0.01, low=0, high=1),
    ),
    define(
        "prelu",
        "PReLU",
        f=lambda x, negative_slope: leaky(x, negative_slope),
        df=lambda x, negative_slope: leaky_derivative(x, negative_slope),
        formula=r"\max(0, x) + a \min(0, x)",
        source="He, Zhang, Ren & Sun 2015 (arXiv 1502.01852)",
        kink="at 0, where df is negative_slope, as in PyTorch",
        negative_slope=Number(0.25),  # learned, so any
    ),
    define(
        "rrelu",
        "RReLU (evaluation)",
        f=lambda x, lower, upper: leaky(x, mean_slope(lower, upper)),
        df=lambda x, lower, upper: leaky_derivative(x, mean_slope(lower, upper)),
        formula=r"\max(0, x) + \frac{l + u}{2} \min(0, x)",
        source="Xu, Wang, Chen & Li 2015 (arXiv 1505.00853)",
        kink="at 0, where df is the slope for negative x, as in PyTorch",
        lower=Number(1 / 8, low=0, high=1),
        upper=Number(1 / 3, low=0, high=1),
    ),
    define(
        "relu6",
        "ReLU6",
        f=lambda x: np.clip(x, 0, 6),
        df=lambda x: between(x, 0, 6),
        formula=r"\min(\max(0, x), 6)",
        source="Krizhevsky 2010",
        kink="at 0 and 6, where df is 0, as in PyTorch",
    ),
    define(
        "squared_relu",
        "Squared ReLU",
        f=lambda x: np.square(np.maximum(x, 0.0)),
        df=lambda x: 2 * np.maximum(x, 0.0),
        formula=r"\max(0, x)^2",
        source="So et al. 2021 (arXiv 2109.08668)",
        kink="smooth: both slopes at 0 are 0, only the second derivative jumps",
    ),
    define(
        "threshold",
        "Thresholded ReLU",
        f=lambda x, theta: np.where(x <= theta, 0.0, x),
        df=lambda x, theta: step(x - theta),
        formula=r"x \;\; \mathrm{if} \; x > \theta, \; \mathrm{else} \; 0",
        source="Konda, Memisevic & Krueger 2015 (arXiv 1402.3337)",
        kink="a jump at theta, where f and df are 0; df says nothing of the jump",
        theta=Number(1.0, low=0),
    ),
    define(
        "hard_tanh",
        "Hard tanh",
        f=lambda x: np.clip(x, -1, 1),
        df=lambda x: between(x, -1, 1),
        formula=r"\max(-1, \min(x, 1))",
        source="Collobert 2004",
        kink="at -1 and 1, where df is 0, as in PyTorch",
    ),
    define(
        "hard_sigmoid",
        "Hard sigmoid",
        f=hard_sigmoid,
        df=lambda x: between(x, -3, 3) / 6,
        formula=r"\min(\max(0, x + 3), 6) / 6",
        source="Howard et al. 2019 (arXiv 1905.02244)",
        kink="at -3 and 3, where df is 0, as in PyTorch",
    ),
    define(
        "hard_swish",
        "Hard swish",
        f=lambda x: np.maximum(x, -3.0) * hard_sigmoid(x),
        df=hard_swish_derivative,
        formula=r"x \min(\max(0, x + 3), 6) / 6",
        source="Howard et al. 2019 (arXiv 1905.02244)",
        kink="at -3 and 3, where df is the slope of the outer side, 0 and 1; PyTorch 2.6: inner",
    ),
)
