"""The table of activations: its records, and each function against its definition.

`PIECES` repeats the definition of the piecewise functions in Python's own exact fractions; the
other functions are held against a table of values in test_activations_accuracy.py.
"""

import dataclasses
import inspect
import subprocess
import sys
import timeit
from fractions import Fraction
from math import inf

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser

from helpers import activations
from helpers.activations import ACTIVATIONS, activation, relu

NAMES = tuple(ACTIVATIONS)
HALF, SIX = Fraction(1, 2), Fraction(6)


def leaky(slope):
    return lambda x: x if x >= 0 else slope * x


PIECES = {
    "identity": lambda x: x,
    "relu": lambda x: x if x > 0 else 0,
    "leaky_relu": leaky(Fraction(0.01)),
    "prelu": leaky(Fraction(1, 4)),
    "rrelu": leaky((Fraction(1 / 8) + Fraction(1 / 3)) / 2),
    "relu6": lambda x: sorted((0, x, 6))[1],
    "squared_relu": lambda x: x * x if x > 0 else 0,
    "threshold": lambda x: x if x > 1 else 0,
    "hard_tanh": lambda x: sorted((-1, x, 1))[1],
    "hard_sigmoid": lambda x: sorted((Fraction(0), x / SIX + HALF, Fraction(1)))[1],
    "hard_swish": lambda x: x * sorted((Fraction(0), x / SIX + HALF, Fraction(1)))[1],
}

KINKS = {  # where the slopes of the two sides differ, and what df is there
    "relu": {0: 0.0},
    "leaky_relu": {0: 0.01},
    "prelu": {0: 0.25},
    "rrelu": {0: 11 / 48},
    "relu6": {0: 0.0, 6: 0.0},
    "threshold": {1: 0.0},
    "hard_tanh": {-1: 0.0, 1: 0.0},
    "hard_sigmoid": {-3: 0.0, 3: 0.0},
    "hard_swish": {-3: 0.0, 3: 1.0},
    "selu": {0: 1.6732632423543772 * 1.0507009873554805},
}

LIMITS = {  # f(-inf), f(inf), df(-inf), df(inf)
    "identity": (-inf, inf, 1, 1),
    "relu": (0, inf, 0, 1),
    "leaky_relu": (-inf, inf, 0.01, 1),
    "prelu": (-inf, inf, 0.25, 1),
    "rrelu": (-inf, inf, 11 / 48, 1),
    "relu6": (0, 6, 0, 0),
    "squared_relu": (0, inf, 0, inf),
    "threshold": (0, inf, 0, 1),
    "hard_tanh": (-1, 1, 0, 0),
    "hard_sigmoid": (0, 1, 0, 0),
    "hard_swish": (0, inf, 0, 1),
    "elu": (-1, inf, 0, 1),
    "selu": (-1.0507009873554805 * 1.6732632423543772, inf, 0, 1.0507009873554805),
    "celu": (-1, inf, 0, 1),
    "sigmoid": (0, 1, 0, 0),
    "silu": (0, inf, 0, 1),
    "swish": (0, inf, 0, 1),
    "mish": (0, inf, 0, 1),
    "softplus": (0, inf, 0, 1),
    "softsign": (-1, 1, 0, 0),
    "tanh": (-1, 1, 0, 0),
    "sin": (np.nan, np.nan, np.nan, np.nan),
    "gelu": (0, inf, 0, 1),
    "gelu_tanh": (0, inf, 0, 1),
}

NO_LINE_FAR_OUT = ("sin", "softsign", "squared_relu")  # neither a constant nor a straight line

MINIMA = {  # where f is least, and its least value: roots of f' in high precision
    "silu": (-1.278464542761074, -0.278464542761074),
    "gelu": (-0.7517915246935645, -0.1699712074799036),
    "mish": (-1.1924312145154955, -0.3088434130172504),
    "hard_swish": (-1.5, -0.375),
}


def test_the_table_is_ordered_read_only_and_long_enough():
    assert NAMES[:3] == ("identity", "relu", "leaky_relu") and len(NAMES) >= 22
    assert set(LIMITS) == set(NAMES)
    with pytest.raises(TypeError):
        ACTIVATIONS["mine"] = ACTIVATIONS["relu"]


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_complete_and_frozen(name):
    record = ACTIVATIONS[name]
    assert record.name == name
    for text in (record.title, record.formula, record.source, record.kink):
        assert text == text.strip() and text
    assert record.f.__name__ == name and record.df.__name__ == f"{name}_derivative"
    assert record.source in record.f.__doc__ and record.kink in record.df.__doc__
    assert list(record.parameters) == list(record.allowed)
    assert all(record.parameters[key] in record.allowed[key] for key in record.parameters)
    with pytest.raises(dataclasses.FrozenInstanceError):
        record.name = "other"
    with pytest.raises(TypeError):
        record.parameters["alpha"] = 2.0


def test_titles_are_unique():
    assert len({record.title for record in ACTIVATIONS.values()}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_formula_can_be_drawn_by_matplotlib(name):
    formula = ACTIVATIONS[name].formula
    assert "$" not in formula
    MathTextParser("path").parse(f"${formula}$")


@pytest.mark.parametrize("name", NAMES)
def test_the_signature_shows_the_parameters(name):
    for function in (ACTIVATIONS[name].f, ACTIVATIONS[name].df):
        first, *others = inspect.signature(function).parameters.values()
        assert first.name == "x"
        assert {p.name: p.default for p in others} == dict(ACTIVATIONS[name].parameters)
        assert all(p.kind is p.KEYWORD_ONLY for p in others)


def test_functions_are_found_by_name():
    assert relu is ACTIVATIONS["relu"].f
    assert all(getattr(activations, name) is ACTIVATIONS[name].f for name in NAMES)
    assert activation("gelu") is ACTIVATIONS["gelu"]
    with pytest.raises(ValueError, match="one of identity, relu, .*got 'rellu'"):
        activation("rellu")
    with pytest.raises(ValueError, match=r"got \['relu'\]"):
        activation(["relu"])
    with pytest.raises(AttributeError, match="rellu"):
        _ = activations.rellu


def test_relu_of_the_first_page():
    assert relu([-1, 2, -3, 4, 0]).tolist() == [0, 2, 0, 4, 0]


@pytest.mark.parametrize("name", PIECES)
def test_piecewise_functions_equal_their_definition_in_fractions(name):
    rng = np.random.default_rng(1)
    corners = np.array([-6.0, -3, -1, 0, 1, 3, 6])
    near = [np.nextafter(corners, side) for side in (-inf, inf)]
    far = rng.choice([-1, 1], 200) * 10.0 ** rng.uniform(-300, 150, 200)
    x = np.concatenate([corners, *near, rng.normal(scale=4, size=200), far])
    exact = np.array([float(PIECES[name](Fraction(value))) for value in x])
    assert np.all(np.abs(ACTIVATIONS[name].f(x) - exact) <= 2 * np.spacing(np.abs(exact)))


@pytest.mark.parametrize("name", NAMES)
def test_the_derivative_is_that_of_f(name):
    f, df = ACTIVATIONS[name].f, ACTIVATIONS[name].df
    x = np.random.default_rng(2).uniform(-8, 8, 500)
    x = x[np.min(np.abs(x[:, None] - np.arange(-8, 9)), axis=1) > 1e-3]  # no kink in between
    h = 2.0**-17
    assert np.max(np.abs((f(x + h) - f(x - h)) / (2 * h) - df(x))) < 1e-9


@pytest.mark.parametrize("name", NAMES)
def test_the_kink_is_where_the_record_says(name):
    f, df, h = ACTIVATIONS[name].f, ACTIVATIONS[name].df, 2.0**-20
    kinks = KINKS.get(name, {})
    assert ACTIVATIONS[name].kink.startswith("smooth") == (not kinks)
    for x in np.union1d(np.arange(-8.0, 9.0), list(kinks)):
        left, right = (f(x) - f(x - h)) / h, (f(x + h) - f(x)) / h
        assert (abs(right - left) > 1e-3) == (x in kinks)
        assert df(x) == pytest.approx(kinks[x]) if x in kinks else abs(df(x) - left) < 1e-5
    for x in kinks:
        assert f"{x}" in ACTIVATIONS[name].kink or name == "threshold"


@pytest.mark.parametrize("name", NAMES)
def test_limits_at_infinity(name):
    f, df = ACTIVATIONS[name].f, ACTIVATIONS[name].df
    ends = np.array([-inf, inf])
    with np.errstate(all="raise"):
        np.testing.assert_array_equal([*f(ends), *df(ends)], LIMITS[name])


@pytest.mark.parametrize("name", [n for n in NAMES if n not in NO_LINE_FAR_OUT])
def test_far_out_the_values_are_the_limits(name):
    f, df = ACTIVATIONS[name].f, ACTIVATIONS[name].df
    low, high, low_slope, high_slope = LIMITS[name]
    for far in (1e4, 1e100, 1.7e308):
        with np.errstate(all="raise"):
            assert df([-far, far]).tolist() == [low_slope, high_slope]
            got = f([-far, far])
        expected = (
            low_slope * -far if abs(low) == inf else low,
            high_slope * far if high == inf else high,
        )
        np.testing.assert_allclose(got, expected, rtol=3e-16)


@pytest.mark.parametrize("name", MINIMA)
def test_minima(name):
    place, value = MINIMA[name]
    assert ACTIVATIONS[name].f(place) == pytest.approx(value, rel=1e-15, abs=0)
    assert abs(ACTIVATIONS[name].df(place)) < 1e-15


def test_softsign_far_out():
    assert ACTIVATIONS["softsign"].f([-1e200, 1e20]).tolist() == [-1, 1]
    assert ACTIVATIONS["softsign"].df(-1e155) == pytest.approx(1e-310, rel=1e-12, abs=0)


def test_sine_of_a_large_number():
    assert ACTIVATIONS["sin"].f(1e22) == -0.8522008497671888  # a known hard case
    assert ACTIVATIONS["sin"].df(1e22) == pytest.approx(0.5232147853951389, rel=1e-15, abs=0)


def test_overflow_is_infinite_without_a_warning():
    assert ACTIVATIONS["squared_relu"].f(np.float16(300)) == inf
    assert ACTIVATIONS["squared_relu"].f(1e200) == inf
    assert ACTIVATIONS["selu"].f(1.79e308) == inf


def test_scipy_is_not_imported_before_it_is_needed():
    code = "import sys, helpers.activations as a; a.mish(1); assert 'scipy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_relu_costs_little_more_than_maximum():
    x = np.random.default_rng(3).normal(size=10**6)
    ours, bare = (
        min(timeit.repeat(call, number=1, repeat=15))
        for call in (lambda: relu(x), lambda: np.maximum(x, 0))
    )
    assert ours < 3 * bare
