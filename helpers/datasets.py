"""Data: the handwritten digits that ship inside scikit-learn, and a toy problem.

Nothing is downloaded.
"""

import importlib.util
import operator
from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass(frozen=True, eq=False)
class Digits:
    """1,797 handwritten digits of 8 x 8 pixels, ink from 0 (paper) to 1, and a split of them.

    x_train (train, 64) and x_test (test, 64): float64 rows of pixels; y_train, y_test: the digits
    0 .. 9 as whole numbers; images (1797, 8, 8) and labels (1797,): all of them in file order.
    Source: Alpaydin & Kaynak 1998, UCI Machine Learning Repository, test part.
    """

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray
    images: np.ndarray
    labels: np.ndarray


def digits(seed=0, test_size=360) -> Digits:
    """The digits, `test_size` of them (1 .. 1796) drawn with `seed` for testing, the rest to train.

    Reads the file in scikit-learn's folder without importing scikit-learn, whose import would cost
    every notebook more than a second. ModuleNotFoundError or FileNotFoundError if it is missing.
    """
    rows = np.loadtxt(_digits_file(), delimiter=",")
    pixels, labels = rows[:, :-1] / 16, rows[:, -1].astype(int)
    order = np.random.default_rng(_whole("seed", seed, 0)).permutation(len(rows))
    test, train = np.split(order, [_whole("test_size", test_size, 1, len(rows) - 1)])
    images = pixels.reshape(-1, 8, 8)
    return Digits(pixels[train], labels[train], pixels[test], labels[test], images, labels)


def xor():
    """The four points of exclusive or: x (4, 2) and y (4, 1), float64 zeros and ones."""
    x = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return x, np.array([[0.0], [1.0], [1.0], [0.0]])


def _digits_file():
    """The path of digits.csv.gz, the copy that ships inside scikit-learn."""
    package = importlib.util.find_spec("sklearn")
    if package is None:
        raise ModuleNotFoundError(
            "scikit-learn, which holds the digit images, is not installed: run `make setup`"
        )
    file = Path(package.submodule_search_locations[0], "datasets", "data", "digits.csv.gz")
    if not file.is_file():
        raise FileNotFoundError(
            f"{file} is missing: scikit-learn no longer keeps the digit images there;"
            " install the version in requirements.txt"
        )
    return file


def _whole(name, value, least, most=None):
    """`value` as an int from `least` to `most`; TypeError or ValueError otherwise."""
    try:
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, got {value!r}") from None
    if number < least or (most is not None and number > most):
        allowed = f"at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be {allowed}, got {number}")
    return number
