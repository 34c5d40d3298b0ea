"""What kind of function f is, found by computing: each property is a function of f, or f and df.

    extent      (low, high): the values that f takes, infinite if it grows without bound
    monotone    f never falls
    convex      no chord lies below the curve
    jump        the largest sudden change of a function: of f, or of df (a kink of f)
    steepest    the largest |df|
    dip         where f has its lowest value, if that is a valley and not an end
    properties  all of them with the moments for N(0, 1), as one `Properties`

Method: values on GRID (steps of 1/64 from -64 to 64) and, for what happens far out, at FAR;
jumps and slopes on FINE (steps of 1/4096 from -8 to 8). A change below TOLERANCE is rounding. A
property that fails only in narrower places than these steps would be missed.
"""
from dataclasses import dataclass

import numpy as np

from helpers.activations import ACTIVATIONS
from helpers.experiments import signals

GRID = np.arange(-64 * 64, 64 * 64 + 1) / 64
FINE = np.arange(-8 * 4096, 8 * 4096 + 1) / 4096
FAR = np.array([-1e8, 1e8])
ENDLESS = 1e5
TOLERANCE = 1e-9
SUDDEN = 0.01
"""A change of f or df over 1/4096 that counts as a jump; smooth ones change by less than 0.001."""


@dataclass(frozen=True)
class Properties:
    """What kind of function f is; dip_at and dip are NaN where f has no valley."""

    low: float
    high: float
    monotone: bool
    convex: bool
    kink: float             # the largest jump of df
    gap: float              # the largest jump of f
    steepest: float
    dip_at: float
    dip: float
    moments: signals.Moments

    @property
    def centred(self):
        """Whether E f(z) = 0 for z ~ N(0, 1)."""
        return abs(self.moments.mean) < TOLERANCE

    @property
    def smooth(self):
        """Whether neither f nor df jumps (continuously differentiable)."""
        return self.kink == 0 and self.gap == 0


def extent(f):
    """(low, high): smallest and largest value of f, to 6 digits; infinite beyond ENDLESS."""
    values = np.concatenate([f(FINE), f(GRID), f(FAR)])
    low, high = values.min(), values.max()
    return (-np.inf if low < -ENDLESS else round(float(low), 6) + 0.0,
            np.inf if high > ENDLESS else round(float(high), 6) + 0.0)


def monotone(f):
    """Whether f never falls from one point of GRID to the next."""
    return bool(np.all(np.diff(f(GRID)) >= -TOLERANCE))


def convex(f):
    """Whether the middle of three neighbouring points of GRID is never above their chord."""
    return bool(np.all(np.diff(f(GRID), 2) >= -TOLERANCE))


def jump(function):
    """The largest change of a function over one step of FINE, 0 if that is less than SUDDEN."""
    change = float(np.abs(np.diff(function(FINE))).max())
    return round(change, 3) if change > SUDDEN else 0.0


def steepest(df):
    """The largest |df|, inf if it grows without bound."""
    slope = float(max(np.abs(df(FINE)).max(), np.abs(df(FAR)).max()))
    return np.inf if slope > ENDLESS else slope


def dip(f, df):
    """(x, f(x)) at the lowest value of f if it is a valley within 8 of 0, else (NaN, NaN).

    A valley: f is higher by TOLERANCE at both ends of FINE and df changes sign there; the place
    is found by halving.
    """
    y = f(FINE)
    lowest = int(np.argmin(np.where(y <= y.min() + TOLERANCE, np.abs(FINE), np.inf)))
    if min(y[0], y[-1]) <= y[lowest] + TOLERANCE:
        return np.nan, np.nan
    left, right = FINE[lowest - 1], FINE[lowest + 1]
    for _ in range(60):
        middle = (left + right) / 2
        left, right = (middle, right) if df(middle) < 0 else (left, middle)
    return float(middle), float(f(middle))


def properties(f, df):
    """The Properties of f, whose derivative is df; both take and give arrays."""
    low, high = extent(f)
    dip_at, lowest = dip(f, df)
    return Properties(low, high, monotone(f), convex(f), kink=jump(df), gap=jump(f),
                      steepest=steepest(df), dip_at=dip_at, dip=lowest,
                      moments=signals.moments(f, df))


def property_table(names=None):
    """Properties by name, for the named activations or for all of them."""
    return {name: properties(ACTIVATIONS[name].f, ACTIVATIONS[name].df)
            for name in (ACTIVATIONS if names is None else names)}
