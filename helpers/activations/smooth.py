"""Activations built from exp, tanh and sin, written so that no step on the way underflows
before the result does: relative accuracy holds in the tails.

Where f' crosses 0 the error of df is a few ulp of the terms that cancel there. The products
beta * x and x / alpha are rounded before the exponential: for a beta or alpha that is not a
power of 2 the tail is off by up to |beta * x| or |x / alpha| ulp.
"""

import numpy as np

from helpers.activations.parts import scaled, times_exp, times_sigmoid
from helpers.activations.record import Number, define


def elu(x, alpha, scale=1.0):
    """scale * x, and scale * alpha * (exp(x) - 1) where x <= 0."""
    return scale * (np.maximum(x, 0.0) + alpha * np.expm1(np.minimum(x, 0.0)))


def elu_derivative(x, alpha, scale=1.0):
    """scale, and scale * alpha * exp(x) where x <= 0."""
    return scale * ((x > 0) + alpha * (x <= 0) * np.exp(np.minimum(x, 0.0)))


def celu(x, alpha):
    """x, and alpha * (exp(x / alpha) - 1) where x <= 0."""
    return np.maximum(x, 0.0) + alpha * np.expm1(np.minimum(x, 0.0) / alpha)


def celu_derivative(x, alpha):
    """1, and exp(x / alpha) where x <= 0."""
    return np.exp(np.minimum(x, 0.0) / alpha)


def sigmoid(x):
    """1 / (1 + exp(-x)), both parts divided by the larger of 1 and exp(-x)."""
    return np.exp(np.minimum(x, 0.0)) / (1 + np.exp(-np.abs(x)))


def sigmoid_derivative(x):
    """sigmoid(x) * sigmoid(-x)."""
    small = np.exp(-np.abs(x))
    return small / np.square(1 + small)


def silu_derivative(x):
    """sigmoid(x) * (1 + x * sigmoid(-x))."""
    return times_sigmoid(1 + times_sigmoid(x, -x), x)


def softplus(x, beta):
    """log(1 + exp(beta * x)) / beta = max(0, x) + log(1 + exp(-|beta * x|)) / beta."""
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(beta * x))) / beta


def mish_parts(x):
    """p, q, d with p / q = exp(x) and tanh(softplus(x)) = p * (p + 2 * q) / d."""
    p, q = np.exp(np.minimum(x, 0.0)), np.exp(-np.maximum(x, 0.0))
    return p, q, p * p + 2 * p * q + 2 * q * q


def mish(x):
    """x * tanh(softplus(x)), where tanh(log(u)) = (u**2 - 1) / (u**2 + 1), u = 1 + exp(x)."""
    p, q, d = mish_parts(x)
    return times_exp(x * ((p + 2 * q) / d), np.minimum(x, 0.0))


def mish_derivative(x):
    """tanh(s) + x * sech(s)**2 * sigmoid(x) with s = softplus(x)."""
    p, q, d = mish_parts(x)
    rise = times_exp(4 * x * (p + q), -2 * np.maximum(x, 0.0)) / np.square(d)
    return times_exp((p + 2 * q) / d + rise, np.minimum(x, 0.0))


def softsign(x):
    """x / (1 + |x|); beyond 1e30 it is 1 in every float type."""
    x = np.clip(x, -1e30, 1e30)
    return x / (1 + np.abs(x))


def sin(x):
    """sin x, NaN at -inf and inf, where there is no limit."""
    with np.errstate(invalid="ignore"):
        return np.sin(x)


def cos(x):
    """cos x, NaN at -inf and inf, where there is no limit."""
    with np.errstate(invalid="ignore"):
        return np.cos(x)


SMOOTH = (
    define(
        "elu",
        "ELU",
        f=elu,
        df=elu_derivative,
        formula=r"\max(0, x) + \alpha \min(0, e^x - 1)",
        source="Clevert, Unterthiner & Hochreiter 2016 (arXiv 1511.07289)",
        kink="smooth for alpha = 1, else at 0, where df is alpha, as in PyTorch",
        alpha=Number(1.0, above=0),
    ),
    define(
        "selu",
        "SELU",
        f=elu,
        df=elu_derivative,
        formula=r"\lambda \max(0, x) + \lambda \alpha \min(0, e^x - 1)",
        source="Klambauer, Unterthiner, Mayr & Hochreiter 2017 (arXiv 1706.02515)",
        kink="at 0, where df is scale * alpha, as in PyTorch",
        alpha=Number(1.6732632423543772, above=0),
        scale=Number(1.0507009873554805, above=0),
    ),
    define(
        "celu",
        "CELU",
        f=celu,
        df=celu_derivative,
        formula=r"\max(0, x) + \alpha \min(0, e^{x / \alpha} - 1)",
        source="Barron 2017 (arXiv 1704.07483)",
        alpha=Number(1.0, above=0),
    ),
    define(
        "sigmoid",
        "Sigmoid",
        f=sigmoid,
        df=sigmoid_derivative,
        formula=r"\frac{1}{1 + e^{-x}}",
        source="Rumelhart, Hinton & Williams 1986",
    ),
    define(
        "silu",
        "SiLU",
        f=lambda x: times_sigmoid(x, x),
        df=silu_derivative,
        formula=r"\frac{x}{1 + e^{-x}}",
        source="Elfwing, Uchibe & Doya 2018 (arXiv 1702.03118)",
    ),
    define(
        "swish",
        "Swish",
        f=lambda x, beta: times_sigmoid(x, scaled(beta, x)),
        df=lambda x, beta: silu_derivative(scaled(beta, x)),
        formula=r"\frac{x}{1 + e^{-\beta x}}",
        source="Ramachandran, Zoph & Le 2017 (arXiv 1710.05941)",
        beta=Number(1.0, low=0),
    ),
    define(
        "mish",
        "Mish",
        f=mish,
        df=mish_derivative,
        formula=r"x \tanh(\ln(1 + e^x))",
        source="Misra 2019 (arXiv 1908.08681)",
    ),
    define(
        "softplus",
        "Softplus",
        f=softplus,
        df=lambda x, beta: sigmoid(beta * x),
        formula=r"\frac{1}{\beta} \ln(1 + e^{\beta x})",
        source="Dugas, Bengio, Belisle, Nadeau & Garcia 2000",
        beta=Number(1.0, above=0),
    ),
    define(
        "softsign",
        "Softsign",
        f=softsign,
        df=lambda x: np.square(1 / (1 + np.abs(x))),
        formula=r"\frac{x}{1 + |x|}",
        source="Bergstra et al. 2009; Glorot & Bengio 2010",
    ),
    define(
        "tanh",
        "Tanh",
        f=np.tanh,
        df=lambda x: np.square(1 / np.cosh(x)),
        formula=r"\tanh x",
        source="LeCun, Bottou, Orr & Mueller 1998, stretched: 1.7159 tanh(2x/3)",
    ),
    define(
        "sin",
        "Sine",
        f=sin,
        df=cos,
        formula=r"\sin x",
        source="Sitzmann et al. 2020 (arXiv 2006.09661)",
    ),
)
