"""Every public function of `helpers.networks` refuses bad input and names the argument."""

import numpy as np
import pytest

from helpers.networks import (
    Parameters,
    accuracy,
    backward,
    forward,
    initialise,
    softmax_cross_entropy,
    squared_error,
    train,
)

TWO = initialise((3, 4, 2), ensemble=2)
X = np.ones((5, 3))
LABELS = np.array([0, 1, 1, 0, 1])
TRACE = forward(TWO, X)
LOGITS = np.zeros((2, 5, 2))
W, B = np.ones((2, 3, 4)), np.ones((2, 1, 4))


@pytest.mark.parametrize(
    ("sizes", "options", "error", "message"),
    [
        ((3, 0, 2), {}, ValueError, "sizes must be at least 1, got 0"),
        ((3, -4, 2), {}, ValueError, "sizes must be at least 1, got -4"),
        ((3, 4.5, 2), {}, TypeError, "sizes must be a whole number, got 4.5"),
        ((3,), {}, ValueError, "sizes must give at least inputs and outputs"),
        ((), {}, ValueError, "sizes must give at least inputs and outputs"),
        (3, {}, TypeError, "sizes must be a sequence"),
        ((3, 2), {"scheme": "kaiming"}, ValueError, "scheme must be one of he, .*'kaiming'"),
        ((3, 2), {"scheme": ["he"]}, ValueError, "scheme must be one of"),
        ((3, 2), {"ensemble": 0}, ValueError, "ensemble must be at least 1, got 0"),
        ((3, 2), {"ensemble": 1.5}, TypeError, "ensemble must be a whole number, got 1.5"),
        ((3, 2), {"bias": np.nan}, ValueError, "bias must be finite"),
        ((3, 2), {"bias": "a"}, TypeError, "bias must hold real numbers"),
        ((3, 2), {"bias": [1.0, 2.0]}, ValueError, r"bias .*shape \(1,\).*got shape \(2,\)"),
        ((3, 2), {"gain": -1}, ValueError, "gain must be at least 0, got -1"),
        ((3, 2), {"gain": np.inf}, ValueError, "gain must be finite"),
        ((3, 2), {"gain": []}, ValueError, "gain must not be empty"),
        ((3, 2), {"seed": -1}, ValueError, "seed must be at least 0, got -1"),
        ((3, 2), {"seed": None}, TypeError, "seed must be a whole number, got None"),
        ((3, 2), {"seed": [1, 2]}, ValueError, "seed must be one number or 1 numbers, got 2"),
        ((3, 2), {"dtype": int}, TypeError, "dtype must be a floating-point type, got int64"),
    ],
)
def test_initialise(sizes, options, error, message):
    with pytest.raises(error, match=message):
        initialise(sizes, **options)


@pytest.mark.parametrize(
    ("weights", "biases", "error", "message"),
    [
        ((), (), ValueError, "one array a layer, got 0 and 0"),
        ((W,), (B, B), ValueError, "one array a layer, got 1 and 2"),
        ((W[0],), (B,), ValueError, r"weights must have shape \(2?3?, n, n\).*got \(3, 4\)"),
        ((W,), (B[:1],), ValueError, r"biases must have shape \(2, 1, 4\) here, got \(1, 1, 4\)"),
        ((W,), (B[..., :3],), ValueError, r"biases .*\(2, 1, 4\) here, got \(2, 1, 3\)"),
        ((W, W), (B, B), ValueError, r"weights must have shape \(2, 4, n\) here, got \(2, 3, 4\)"),
        ((W[:0],), (B[:0],), ValueError, "weights must have shape"),
        ((W[..., :0],), (B[..., :0],), ValueError, "weights must have shape"),
        ((W.astype(int),), (B,), TypeError, "weights must hold .*floating-point.*, got int64"),
        ((W.tolist(),), (B,), TypeError, "weights must hold .*floating-point.*, got list"),
    ],
)
def test_parameters(weights, biases, error, message):
    with pytest.raises(error, match=message):
        Parameters(weights, biases)


def test_members_outside_the_ensemble():
    with pytest.raises(IndexError):
        TWO.member(2)


@pytest.mark.parametrize(
    ("x", "options", "error", "message"),
    [
        (X[:, :2], {}, ValueError, r"x must have shape \(batch, 3\).*got \(5, 2\)"),
        (X[0], {}, ValueError, r"x must have shape .*got \(3,\)"),
        (np.ones((3, 5, 3)), {}, ValueError, r"x must have shape .*got \(3, 5, 3\)"),
        (X[:0], {}, ValueError, r"x must not be empty, got shape \(0, 3\)"),
        ([["a", "b", "c"]], {}, TypeError, "x must hold real numbers"),
        (X * 1j, {}, TypeError, "x must hold real numbers, got dtype complex128"),
        (X, {"activation": "rleu"}, ValueError, "activation must be one of .*relu.*got 'rleu'"),
        (X, {"activation": np.tanh}, TypeError, "activation must be a name or an Activation"),
        (X, {"activation": "tanh", "alpha": 1}, TypeError, "tanh has no parameter 'alpha'"),
        (X, {"activation": "elu", "alpha": -1}, ValueError, "alpha"),
    ],
)
def test_forward(x, options, error, message):
    with pytest.raises(error, match=message):
        forward(TWO, x, **options)


@pytest.mark.parametrize(
    ("gradient", "options", "error", "message"),
    [
        (LOGITS[0], {}, ValueError, r"output_gradient .* \(2, 5, 2\), got \(5, 2\)"),
        (LOGITS[..., :1], {}, ValueError, "output_gradient must have the output's shape"),
        (LOGITS.astype(str), {}, TypeError, "output_gradient must hold"),
        (LOGITS, {"activation": "rleu"}, ValueError, "activation must be one of"),
        (LOGITS, {"slope": 1}, TypeError, "relu has no parameter 'slope'; it takes: slope_at_zero"),
    ],
)
def test_backward(gradient, options, error, message):
    with pytest.raises(error, match=message):
        backward(TWO, TRACE, gradient, **options)


@pytest.mark.parametrize("function", [softmax_cross_entropy, accuracy])
@pytest.mark.parametrize(
    ("logits", "labels", "error", "message"),
    [
        (LOGITS, LABELS + 1, ValueError, r"labels must lie in 0 .. 1, got 1 .. 2"),
        (LOGITS, LABELS - 1, ValueError, r"labels must lie in 0 .. 1, got -1 .. 0"),
        (LOGITS, LABELS * 1.0, TypeError, "labels must hold whole numbers, got dtype float64"),
        (LOGITS, LABELS[:4], ValueError, r"labels must have shape \(5,\) or \(2, 5\), got \(4,\)"),
        (LOGITS, LABELS[:0], ValueError, "labels must not be empty"),
        (LOGITS[0], LABELS, ValueError, r"logits must have shape .*got \(5, 2\)"),
        (LOGITS[:, :0], LABELS, ValueError, "logits must not be empty"),
        (LOGITS.astype(str), LABELS, TypeError, "logits must hold real numbers"),
    ],
)
def test_losses_of_labels(function, logits, labels, error, message):
    with pytest.raises(error, match=message):
        function(logits, labels)


@pytest.mark.parametrize(
    ("output", "target", "error", "message"),
    [
        (LOGITS, LOGITS[:, :4], ValueError, r"target must have shape \(5, 2\) or \(2, 5, 2\)"),
        (LOGITS, LABELS, ValueError, r"target must have shape .*got \(5,\)"),
        (LOGITS, [], ValueError, "target must not be empty"),
        (LOGITS[0], LOGITS[0], ValueError, "output must have shape"),
    ],
)
def test_squared_error(output, target, error, message):
    with pytest.raises(error, match=message):
        squared_error(output, target)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"learning_rate": -0.1}, ValueError, "learning_rate must be at least 0, got -0.1"),
        ({"learning_rate": np.nan}, ValueError, "learning_rate must be finite"),
        ({"learning_rate": [0.1] * 3}, ValueError, r"learning_rate .*\(2,\).*got shape \(3,\)"),
        ({"learning_rate": "fast"}, TypeError, "learning_rate must hold real numbers"),
        ({"steps": -1}, ValueError, "steps must be at least 0, got -1"),
        ({"steps": 1.5}, TypeError, "steps must be a whole number, got 1.5"),
        ({"batch_size": 0}, ValueError, "batch_size must be at least 1, got 0"),
        ({"batch_size": 6}, ValueError, "batch_size must be at most 5 examples, got 6"),
        ({"batch_size": 2.0}, TypeError, "batch_size must be a whole number, got 2.0"),
        ({"record_every": 0}, ValueError, "record_every must be at least 1, got 0"),
        ({"optimiser": "adamw"}, ValueError, "optimiser must be one of sgd, momentum, adam, got"),
        ({"loss": "hinge"}, ValueError, "loss must be one of cross_entropy, squared_error, got"),
        ({"activation": "rleu"}, ValueError, "activation must be one of"),
        ({"learning_rat": 0.1}, TypeError, "relu has no parameter 'learning_rat'"),
        ({"seed": [1, 2, 3]}, ValueError, "seed must be one number or 2 numbers, got 3"),
        ({"seed": 0.5}, TypeError, "seed must be a whole number, got 0.5"),
        ({"x": X * np.nan}, ValueError, "x must be finite, got NaN or inf"),
        ({"x": X * np.inf}, ValueError, "x must be finite, got NaN or inf"),
        ({"x": X[:0]}, ValueError, "x must not be empty"),
        ({"x": X[:4]}, ValueError, r"y must have shape \(4,\) or \(2, 4\), got \(5,\)"),
        ({"y": LABELS[:0]}, ValueError, "y must not be empty"),
        ({"y": LABELS + 1}, ValueError, "y must lie in 0 .. 1, got 1 .. 2"),
        ({"y": LABELS / 2}, TypeError, "y must hold whole numbers"),
        ({"y": X[:, :2] * np.nan, "loss": "squared_error"}, ValueError, "y must be finite"),
        ({"y": LABELS, "loss": "squared_error"}, ValueError, "y must have shape"),
    ],
)
def test_train(options, error, message):
    with pytest.raises(error, match=message):
        train(TWO, **{"x": X, "y": LABELS, **options})


def test_data_that_overflow_the_dtype_of_the_parameters():
    half = initialise((3, 2), dtype=np.float16)
    with pytest.raises(ValueError, match="x must be finite"):
        train(half, 1e5 * X, LABELS)
