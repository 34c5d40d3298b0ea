"""The data are the published ones, the split is what it says, and nothing heavy is imported."""

import importlib.util
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.datasets import digits, xor


def test_digits_are_those_of_scikit_learn():
    load_digits = pytest.importorskip("sklearn.datasets").load_digits
    ours, theirs = digits(), load_digits()
    np.testing.assert_array_equal(ours.images * 16, theirs.images)
    np.testing.assert_array_equal(ours.labels, theirs.target)


def test_reading_the_digits_leaves_scikit_learn_and_scipy_alone():
    code = (
        "import sys; from helpers.datasets import digits; digits();"
        "sys.exit('sklearn' in sys.modules or 'scipy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_shapes_types_and_range_of_the_digits():
    data = digits()
    assert (data.x_train.shape, data.y_train.shape) == ((1437, 64), (1437,))
    assert (data.x_test.shape, data.y_test.shape) == ((360, 64), (360,))
    assert (data.images.shape, data.labels.shape) == ((1797, 8, 8), (1797,))
    assert data.x_train.dtype == data.x_test.dtype == data.images.dtype == np.float64
    assert data.y_train.dtype.kind == data.y_test.dtype.kind == "i"
    assert data.images.min() == 0 and data.images.max() == 1
    assert set(data.labels) == set(range(10))


@pytest.mark.parametrize("test_size", [1, 360, 1796])
def test_the_split_holds_every_image_once_with_its_label(test_size):
    data = digits(seed=3, test_size=test_size)
    assert len(data.x_test) == test_size
    x = np.concatenate([data.x_train, data.x_test])
    y = np.concatenate([data.y_train, data.y_test])
    split = np.column_stack([x, y])
    whole = np.column_stack([data.images.reshape(-1, 64), data.labels])
    np.testing.assert_array_equal(split[np.lexsort(split.T)], whole[np.lexsort(whole.T)])


def test_the_seed_decides_the_split():
    one, again, other = digits(seed=1), digits(seed=1), digits(seed=2)
    np.testing.assert_array_equal(one.x_test, again.x_test)
    np.testing.assert_array_equal(one.y_train, again.y_train)
    assert not np.array_equal(one.y_test, other.y_test)
    assert not np.array_equal(one.y_test, one.labels[:360])


def test_every_class_is_well_represented_in_the_default_test_part():
    assert np.bincount(digits().y_test, minlength=10).min() >= 25


def test_xor_is_one_where_exactly_one_input_is():
    x, y = xor()
    assert x.shape == (4, 2) and y.shape == (4, 1)
    assert x.dtype == y.dtype == np.float64
    np.testing.assert_array_equal(y[:, 0], x[:, 0] != x[:, 1])
    assert len({tuple(point) for point in x}) == 4


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"test_size": 0}, ValueError, "test_size must be from 1 to 1796, got 0"),
        ({"test_size": 1797}, ValueError, "test_size must be from 1 to 1796, got 1797"),
        ({"test_size": 0.2}, TypeError, "test_size must be a whole number, got 0.2"),
        ({"seed": -1}, ValueError, "seed must be at least 0, got -1"),
        ({"seed": "a"}, TypeError, "seed must be a whole number, got 'a'"),
    ],
)
def test_bad_arguments_are_named(arguments, error, message):
    with pytest.raises(error, match=message):
        digits(**arguments)


def test_without_scikit_learn_the_error_says_what_to_do(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match="scikit-learn.*not installed.*make setup"):
        digits()


def test_without_the_file_the_error_names_it(monkeypatch, tmp_path):
    package = SimpleNamespace(submodule_search_locations=[str(tmp_path)])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: package)
    with pytest.raises(FileNotFoundError, match="digits.csv.gz is missing"):
        digits()
