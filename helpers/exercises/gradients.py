"""The exercises of notebook 03: slopes, subgradients, steps, gradients, gains, schedules."""
import numpy as np

from helpers.exercises.core import Wrong, exercise


@exercise
def check_slope(slope):
    """`slope(x)`: the derivative of ReLU for an array x; any value in [0, 1] at 0."""
    x = np.array([-3.0, -1e-9, 0.0, 1e-9, 3.0])
    got = np.asarray(slope(x), float)
    if got.shape != x.shape:
        raise Wrong(f"For 5 numbers you gave an array of shape {got.shape}. Compare the whole "
                    "array with 0 instead of asking `if`.")
    if np.allclose(got, np.maximum(x, 0)):
        raise Wrong("That is ReLU itself: at x = 3 it gives 3. How steep is it there?")
    for value, answer, true in zip(x, got, x > 0, strict=True):
        if value != 0 and not np.isclose(answer, true):
            raise Wrong(f"At x = {value:g} you gave {answer:g}. How much does relu(x) change when "
                        "x grows a little?")
    if not 0 <= got[2] <= 1:
        raise Wrong(f"At x = 0 you gave {got[2]:g}. Any slope from 0 to 1 will do.")
    return ("because ReLU is flat on the left and rises by 1 on the right; at 0 you chose "
            f"{got[2]:g}.")


@exercise
def check_subgradients(subgradients):
    """`subgradients(x)`: the smallest and the largest subgradient of |x| at a number x."""
    for x in (-2.0, 3.0, 0.0):
        low, high = (float(part) for part in subgradients(x))
        want = (-1.0, 1.0) if x == 0 else (np.sign(x),) * 2
        if low > high:
            raise Wrong(f"At x = {x:g} you gave ({low:g}, {high:g}): the smaller one goes first.")
        if (low, high) != want:
            raise Wrong(f"At x = {x:g} you gave ({low:g}, {high:g}). "
                        + _subgradient_hint(x, low, high))
    return "because at the kink every slope between those of the two sides, -1 and 1, fits."


def _subgradient_hint(x, low, high):
    if x != 0:
        return "Away from the kink there is one slope only: which one has |x| here?"
    if (low, high) == (0, 1):
        return "That is ReLU's interval. Which slope has |x| left of 0?"
    return "Which lines through the origin never rise above |x|?"


@exercise
def check_safe_step(safe_step):
    """`safe_step(x)`: the largest h for which ReLU's central difference at x is exact."""
    for x in (2.0, 0.03, -0.5):
        got = float(safe_step(x))
        if not np.isclose(got, abs(x)):
            raise Wrong(f"For x = {x:g} you gave {got:g}; " + _step_hint(x, got))
    return "because the secant sees no kink as long as x - h and x + h lie on the same side of 0."


def _step_hint(x, got):
    if got <= 0:
        return "a step has to be positive, on both sides of the kink."
    if got > abs(x):
        return f"then the secant reaches from {x - got:g} to {x + got:g}. What lies between?"
    return "the secant can grow further. When does one of its ends reach the kink?"


@exercise
def check_input_gradient(input_gradient):
    """`input_gradient(x, W, b, v)`: dy/dx of y = relu(x @ W + b) @ v, the shape of x."""
    rng = np.random.default_rng(19)     # some gates open, some shut, some by the bias
    for n_in, n_hidden in ((2, 3), (5, 4)):
        x, b = rng.normal(size=n_in), rng.normal(size=n_hidden)
        W, v = rng.normal(size=(n_in, n_hidden)), rng.normal(size=n_hidden)
        got = np.asarray(input_gradient(x, W, b, v), float)
        if got.shape != x.shape:
            raise Wrong(f"x has shape {x.shape}, your gradient {got.shape}. Each input needs one "
                        "number: sum over the hidden neurons.")
        if not np.allclose(got, W @ ((x @ W + b > 0) * v)):
            raise Wrong(_gradient_hint(got, x, W, b, v))
    return "because each hidden neuron adds its two weights' product, if its gate is open."


def _gradient_hint(got, x, W, b, v):
    if np.allclose(got, W @ v):
        return "You let every neuron through. Which ones are off for this x?"
    if np.allclose(got, W @ ((x @ W > 0) * v)):
        return "Your gates forget the bias: a neuron is on when x @ W + b > 0."
    if np.allclose(got, W @ (np.maximum(x @ W + b, 0) * v)):
        return "You multiplied by the activation; the gate is the slope, 0 or 1."
    return f"For one x you gave {np.round(got, 3)}; a central difference disagrees."


@exercise
def check_leaky_gain(leaky_gain):
    """`leaky_gain(slope)`: the gain that keeps the second moment through Leaky ReLU."""
    for slope in (0.0, 0.01, 0.25, 1.0):
        got, want = float(leaky_gain(slope)), np.sqrt(2 / (1 + slope ** 2))
        if not np.isclose(got, want, rtol=1e-3):
            raise Wrong(f"For slope {slope:g} you gave {got:.4g}; " + _gain_hint(slope, got, want))
    return "because half of the signal keeps its square and the other half keeps slope² of it."


def _gain_hint(slope, got, want):
    if np.isclose(got, want ** 2):
        return "that is the factor on the second moment. Weights need its square root."
    if slope == 0:
        return "slope 0 is ReLU, which keeps half of the second moment. What makes up for it?"
    if slope == 1:
        return "slope 1 is the identity, which loses nothing."
    return "the left half of the signal is multiplied by the slope, its square by slope²."


@exercise
def check_schedule(schedule):
    """`schedule(k)`: the size of step k = 1, 2, 3, ... that walks |x| down to its kink."""
    for start in (20.0, -13.0):
        x = start
        for k in range(1, 20001):
            x -= float(schedule(k)) * ((x > 0) - (x < 0))
            if k in (400, 20000):
                _judge(start, k, x, abs(float(schedule(k))))
    return ("because your steps became short enough, and together they were long enough for "
            "the whole way.")


def _judge(start, k, x, step):
    allowed = 0.1 if k == 400 else 0.02
    if not np.isfinite(x):
        raise Wrong(f"From {start:g} the walk leaves the number line by step {k}.")
    if abs(x) <= allowed and step <= allowed:
        return
    where = f"From {start:g} you stand at {x:.3f} after {k} steps, of size {step:.2g} by now"
    if step > allowed:
        raise Wrong(f"{where}: steps that long can jump past 0 by more than {allowed:g}. "
                    "They have to be shorter by then.")
    raise Wrong(f"{where}: too short to arrive in time. Begin with longer ones, or let them "
                "shrink more slowly.")
