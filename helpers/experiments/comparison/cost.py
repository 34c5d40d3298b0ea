"""What a function costs, as ratios to ReLU on the machine at hand; plain formulas of PLAIN.

    element_costs   one element, forward f(z) and backward g * f'(z)
    layer_costs     a whole layer: matrix product and activation
"""
from time import perf_counter

import numpy as np

from helpers.experiments.comparison.plain import PLAIN

NAMES = ("relu", "leaky_relu", "tanh", "elu", "selu", "sigmoid", "silu", "gelu_tanh")


def median_seconds(tasks, rounds=9):
    """Median time of each task (a mapping name -> function without arguments), in seconds.

    The tasks take turns, so that a slow moment of the machine hits all of them.
    """
    seconds = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            began = perf_counter()
            task()
            seconds[name].append(perf_counter() - began)
    return {name: float(np.median(taken)) for name, taken in seconds.items()}


def ratios(tasks, rounds=9):
    """Median times as ratios to the task named relu."""
    seconds = median_seconds(tasks, rounds)
    return {name: taken / seconds["relu"] for name, taken in seconds.items()}


def element_costs(names=NAMES, size=50_000, seed=0):
    """(forward, backward): two mappings name -> ratio to ReLU."""
    z, g = np.random.default_rng(seed).normal(size=(2, size))
    forward = {name: lambda f=PLAIN[name].f: f(z) for name in names}
    backward = {name: lambda df=PLAIN[name].df: g * df(z) for name in names}
    return ratios(forward), ratios(backward)


def layer_costs(names=NAMES, width=256, batch=128, seed=0):
    """Name -> time of h @ w and f of it, as a ratio to the same layer with ReLU."""
    rng = np.random.default_rng(seed)
    h, w = rng.normal(size=(batch, width)), rng.normal(size=(width, width)) / np.sqrt(width)
    return ratios({name: lambda f=PLAIN[name].f: f(h @ w) for name in names})
