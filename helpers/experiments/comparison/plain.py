"""A few activations as one writes them at a keyboard: the formula and nothing else.

The records of `helpers.activations` look after tails, dtypes and parameters, which costs time. A
cost per element should not include that care, and a tuned comparison of thousands of trainings
need not pay for it. For |x| < 30 plain and careful values differ by less than 1e-12.

PLAIN   name -> `Activation` with the same name, title and formula, and a bare f and df
"""
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from helpers.activations import ACTIVATIONS

SELU = ACTIVATIONS["selu"].parameters
STEEP = np.sqrt(2 / np.pi)


def elu(x, alpha=1.0, scale=1.0):
    """scale * x where x > 0, scale * alpha * (exp(x) - 1) elsewhere."""
    return scale * (np.maximum(x, 0) + alpha * (np.exp(np.minimum(x, 0)) - 1))


def elu_derivative(x, alpha=1.0, scale=1.0):
    """scale where x > 0, scale * alpha * exp(x) elsewhere."""
    return scale * np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0)))


def sigmoid(x):
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    """s * (1 - s)."""
    s = sigmoid(x)
    return s * (1 - s)


def silu_derivative(x):
    """s + x * s * (1 - s)."""
    s = sigmoid(x)
    return s * (1 + x * (1 - s))


def bend(x):
    """The inner function of GELU's form with tanh."""
    return STEEP * (x + 0.044715 * x * x * x)


def gelu_tanh(x):
    """x * (1 + tanh(bend)) / 2."""
    return 0.5 * x * (1 + np.tanh(bend(x)))


def gelu_tanh_derivative(x):
    """The product rule on `gelu_tanh`."""
    t = np.tanh(bend(x))
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * STEEP * (1 + 3 * 0.044715 * x * x)


FORMULAS = {
    "identity": (lambda x: x.copy(), np.ones_like),
    "relu": (lambda x: np.maximum(x, 0), lambda x: x > 0),
    "leaky_relu": (lambda x: np.maximum(x, 0.01 * x), lambda x: np.where(x > 0, 1, 0.01)),
    "elu": (elu, elu_derivative),
    "selu": (lambda x: elu(x, **SELU), lambda x: elu_derivative(x, **SELU)),
    "silu": (lambda x: x * sigmoid(x), silu_derivative),
    "gelu_tanh": (gelu_tanh, gelu_tanh_derivative),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "sigmoid": (sigmoid, sigmoid_derivative),
    "softplus": (lambda x: np.logaddexp(x, 0), sigmoid),
    "sin": (np.sin, np.cos),
}

PLAIN = MappingProxyType({
    name: replace(ACTIVATIONS[name], f=f, df=df, parameters=MappingProxyType({}),
                  allowed=MappingProxyType({}))
    for name, (f, df) in FORMULAS.items()})
