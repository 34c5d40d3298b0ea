"""The record of one activation, and the care that all activations share.

`Activation`  what the course knows about one function
`Number`      the default of a parameter and the values that it may take
`define`      the record made from two bare formulas, f and f', on float arrays
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf, isfinite
from numbers import Real
from types import MappingProxyType

import numpy as np

ANY_INPUT = (
    "x: a real number or an array of any shape, left as it is. Float dtypes are kept, integers",
    "and booleans count as float64; other dtypes raise TypeError. NaN stays NaN, masked arrays",
    "keep their mask, other subclasses become plain arrays, a 0-d result is a NumPy scalar.",
    "Parameters: numbers, or arrays of floats with as many axes as x, which stretch to x's shape.",
)


@dataclass(frozen=True, eq=False)
class Activation:
    """One activation function: all that tests, tables, plots and menus need.

    f, df       the function and its derivative, called as f(x, **parameters)
    formula     f(x) in LaTeX, without dollar signs
    source      where it comes from, with the year
    kink        where f has a corner or a jump and what df returns there, or "smooth"
    parameters  the default of each parameter
    allowed     the values that each parameter may take (a `Number`)
    """

    name: str
    title: str
    f: Callable
    df: Callable
    formula: str
    source: str
    kink: str
    parameters: Mapping[str, float]
    allowed: Mapping[str, "Number"]


@dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high`, and strictly above `above`."""

    default: float
    low: float = -inf
    high: float = inf
    above: float = -inf

    def __contains__(self, value):
        """Whether the value, or every value of an array, is allowed."""
        inside = (self.low <= value) & (value <= self.high) & (value > self.above)
        return bool(np.all(inside & np.isfinite(value)))

    def __str__(self):
        if isfinite(self.high):
            return f"a number from {self.low:g} to {self.high:g}"
        if isfinite(self.low):
            return f"a finite number, {self.low:g} or more"
        if isfinite(self.above):
            return f"a finite number above {self.above:g}"
        return "a finite number"


def define(name, title, *, f, df, formula, source, kink="smooth", **allowed):
    """The `Activation` made from formulas on float64 (or wider) arrays; `allowed`: `Number`s."""
    about = f"{title}: {source}. Kink: {kink}."
    return Activation(
        name=name,
        title=title,
        f=_careful(f, name, about, allowed),
        df=_careful(df, f"{name}_derivative", f"The derivative of {about}", allowed),
        formula=formula,
        source=source,
        kink=kink,
        parameters=MappingProxyType(_defaults(allowed)),
        allowed=MappingProxyType(allowed),
    )


def _careful(formula, name, about, allowed):
    """The formula for any input: dtype kept, input untouched, parameters checked, no warnings."""
    defaults = _defaults(allowed)

    def function(x, **parameters):
        if isinstance(x, np.ma.MaskedArray):
            return np.ma.array(function(x.data, **parameters), mask=np.copy(x.mask))
        x = _floats(x)
        values = _checked(parameters, name, allowed, x.shape) if parameters else defaults
        wide = x.astype(np.float64) if x.dtype.itemsize < 8 else x
        with np.errstate(over="ignore", under="ignore"):
            return formula(wide, **values).astype(x.dtype, copy=False)[()]

    function.__name__ = function.__qualname__ = name
    function.__doc__ = _documentation(about, allowed)
    function.__signature__ = _signature(defaults)
    return function


def _defaults(allowed):
    """The default of each parameter."""
    return {key: number.default for key, number in allowed.items()}


def _floats(x):
    """x as an array of floats: float dtypes are kept, integers and booleans become float64."""
    try:
        array = np.asarray(x)
    except ValueError as error:
        raise ValueError(f"x must be a number or a regular array of numbers: {error}") from None
    if array.dtype.kind == "f":
        return array
    if array.dtype.kind in "biu":
        return array.astype(np.float64)
    raise TypeError(
        f"x must be a real number or an array of real numbers, got {x!r:.60} (dtype {array.dtype})"
    )


def _checked(parameters, name, allowed, shape):
    """All parameters as floats or arrays: those given, checked, and the others' defaults."""
    values = _defaults(allowed)
    for key, value in parameters.items():
        if key not in allowed:
            known = ", ".join(allowed) or "none"
            raise TypeError(f"{name}() has no parameter {key!r}; its parameters: {known}")
        values[key] = _floats_or_none(value, shape)
        if values[key] is None:
            raise TypeError(_complaint(key, name, allowed, value))
        if values[key] not in allowed[key]:
            raise ValueError(_complaint(key, name, allowed, value))
    return values


def _complaint(key, name, allowed, value):
    """What is wrong with the value of a parameter."""
    return f"{key} of {name}() must be {allowed[key]}, got {value!r:.60}"


def _floats_or_none(value, shape):
    """A real number as a float, an array of floats that stretches to `shape`; or None."""
    if isinstance(value, np.ndarray):
        fits = value.dtype.kind == "f" and value.ndim == len(shape) > 0
        stretches = fits and all(n in (1, m) for n, m in zip(value.shape, shape, strict=True))
        return value if stretches else None
    if not isinstance(value, Real) or isinstance(value, bool):
        return None
    try:
        return float(value)
    except OverflowError:  # an integer too large for a float
        return inf


def _documentation(about, allowed):
    """The help text of one function."""
    rows = [f"{key}: {number}; {number.default:g} unless given." for key, number in allowed.items()]
    return "\n".join([about, "", *ANY_INPUT, *rows])


def _signature(defaults):
    """(x, *, parameter=default, ...), for help and completion."""
    x = inspect.Parameter("x", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    keywords = [
        inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=value)
        for key, value in defaults.items()
    ]
    return inspect.Signature([x, *keywords])
