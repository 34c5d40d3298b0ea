"""Arithmetic that is counted: how many operations a function of one number takes.

    count        the number of operations of f at x
    Counted      a number that counts what is done with it
    relu, tanh   of such numbers; tanh from additions and multiplications, to double precision

Libraries compute tanh in more clever ways and several numbers at once; the count is that of a plain
method (the exponential by its series after a reduction of the range), not the least possible.
"""
from math import log

TERMS = 13
"""Terms of the series of e^r, |r| <= ln(2) / 2: the next one is below 1e-17."""


class Counted:
    """A number that adds 1 to `done` for each addition, multiplication, division or comparison."""

    def __init__(self, value, done):
        self.value, self.done = value, done

    def _answer(self, value):
        self.done.append(1)
        return Counted(value, self.done)

    def __add__(self, other):
        return self._answer(self.value + plain(other))

    def __sub__(self, other):
        return self._answer(self.value - plain(other))

    def __mul__(self, other):
        return self._answer(self.value * plain(other))

    def __truediv__(self, other):
        return self._answer(self.value / plain(other))

    def __gt__(self, other):
        self.done.append(1)
        return self.value > plain(other)

    def __round__(self):
        return self._answer(round(self.value))


def plain(number):
    """The value of a Counted; other numbers as they are."""
    return number.value if isinstance(number, Counted) else number


def count(f, x):
    """The number of operations of f, a function of one Counted, at the number x."""
    done = []
    f(Counted(float(x), done))
    return len(done)


def relu(x):
    """max(0, x): one comparison."""
    return x if x > 0 else 0.0


def exp(x):
    """e^x = 2^k e^r with k whole and r small, e^r by its series in Horner's form."""
    k = round(x * (1 / log(2)))
    r = x - k * log(2)
    series = r * (1 / TERMS) + 1
    for term in range(TERMS - 1, 0, -1):
        series = series * r * (1 / term) + 1
    return series * 2.0 ** plain(k)


def tanh(x):
    """(e^2x - 1) / (e^2x + 1)."""
    e = exp(x * 2)
    return (e - 1) / (e + 1)
