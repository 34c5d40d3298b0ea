"""Data: the handwritten digits that ship inside scikit-learn, English that ships inside NumPy, and
a toy problem.

Nothing is downloaded.
"""

import ast
import importlib.util
import operator
import re
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


ALPHABET = " '(),-.abcdefghijklmnopqrstuvwxyz"
"""The 33 characters that are left of a text; a character's code is its place here."""
READ, HELD_OUT = ("_core", "lib", "ma"), ("linalg", "fft")


@dataclass(frozen=True, eq=False)
class English:
    """Two texts as codes 0 .. 32 of the characters in ALPHABET: train (N,), held_out (M,)."""

    train: np.ndarray
    held_out: np.ndarray


def english() -> English:
    """The prose of NumPy's own documentation strings, written by many people over twenty years.

    train: the folders numpy/_core, lib and ma; held_out: numpy/linalg and fft, without paragraphs
    that also stand in train. Lower case; whatever is not in ALPHABET has become a space.

    The text is read from NumPy's source files because these are pinned with their hashes, so that
    every machine sees the same characters. The texts inside Python itself (the licence, the help
    topics of pydoc_data) change with its patch versions, which nobody pins.
    """
    train = _paragraphs(READ)
    return English(_codes(train), _codes([p for p in _paragraphs(HELD_OUT) if p not in train]))


def decoded(codes):
    """The string that codes (n,) of ALPHABET stand for."""
    return "".join(ALPHABET[code] for code in codes)


def encoded(text):
    """The codes of a text, (n,): lower case, one space for a run of other characters."""
    plain = re.sub(" +", " ", re.sub(r"[^a-z.,'()\- ]", " ", text.lower()))
    return np.array([ALPHABET.index(character) for character in plain])


def _codes(paragraphs):
    return encoded(" ".join(paragraphs))


def _paragraphs(folders):
    """Paragraphs of prose in the documentation strings of numpy's folders, each once, as a dict."""
    found = {}
    for folder in folders:
        files = (Path(np.__file__).parent / folder).glob("*.py")
        for file in sorted(files, key=lambda f: f.name):
            for text in _documentation(file):
                paragraphs = (" ".join(p.split()) for p in re.split(r"\n\s*\n", text))
                found.update((p, None) for p in paragraphs if _is_prose(p))
    return found


def _documentation(file):
    """The documentation strings of a source file, which is read and not run."""
    kinds = (ast.Module, ast.FunctionDef, ast.ClassDef)
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, kinds)]


def _is_prose(paragraph):
    """Whether a paragraph is made of sentences: no example, no table, no list of parameters."""
    sentences = re.match("[A-Z]", paragraph) and paragraph.endswith(".") and len(paragraph) > 60
    return bool(sentences) and not re.search(r">>>|---|===|\|\|", paragraph)


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
