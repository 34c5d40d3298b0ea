"""The exercises of notebook 05: shape, convexity, gains, races, a paired test, an own function."""
import numpy as np

from helpers.activations import ACTIVATIONS
from helpers.exercises.core import Wrong, exercise

SILU_DEPTH = 0.27846454276107374
"""How far SiLU, Swish with beta 1, lies below ReLU at most: -W(1/e), at |x| = 1.278."""


@exercise
def check_beta(beta_for):
    """`beta_for(gap)`: the smallest beta for which Swish is nowhere further than gap from ReLU."""
    for gap in (0.1, 0.02, 0.5):
        beta = float(beta_for(gap))
        if not np.isfinite(beta) or beta <= 0:
            raise Wrong(f"For a gap of {gap:g} you gave {beta:g}; beta has to be positive.")
        if not np.isclose(beta, SILU_DEPTH / gap, rtol=0.01):
            raise Wrong(f"For a gap of {gap:g} you gave {beta:.3f}; then Swish strays from ReLU "
                        f"by {SILU_DEPTH / beta:.3f}. " + _beta_hint(beta, gap))
    return "because Swish with beta is SiLU drawn beta times smaller, and its gap shrinks with it."


def _beta_hint(beta, gap):
    if np.isclose(beta, gap / SILU_DEPTH, rtol=0.02):
        return "A larger beta makes the gap smaller, not larger."
    return "Swish(x) with beta is SiLU(beta x) / beta: how does its largest gap change with beta?"


CONVEX = {"relu": True, "softplus": True, "prelu": True, "elu": True, "identity": True,
          "squared_relu": True, "tanh": False, "silu": False, "gelu": False, "selu": False,
          "relu6": False, "sigmoid": False}


@exercise
def check_convex(is_convex):
    """`is_convex(f)`: whether a function of arrays is convex between -8 and 8."""
    for name, want in CONVEX.items():
        got = bool(is_convex(ACTIVATIONS[name].f))
        if got != want:
            raise Wrong(f"For {ACTIVATIONS[name].title} you gave {got}. " + _convex_hint(name))
    return "because on a grid a curve is convex when no second difference is negative."


def _convex_hint(name):
    if name in ("identity", "relu", "prelu"):
        return ("Straight pieces give second differences of 0, or 1e-16 below it by rounding: "
                "allow for a small tolerance.")
    if name == "selu":
        return "Its kink bends down: compare the slopes on the two sides of 0."
    if CONVEX[name]:
        return "Every chord of this curve lies above it: what made your test fail?"
    return "There are three points whose middle one lies above the chord: is your grid wide enough?"


@exercise
def check_shifted_gain(shifted_gain):
    """`shifted_gain(c)`: the gain that keeps the second moment of z ~ N(0, 1) for relu(z) - c."""
    for c in (0.0, 0.2, 1 / np.sqrt(2 * np.pi), 1.0):
        got = float(shifted_gain(c))
        second = 0.5 - 2 * c / np.sqrt(2 * np.pi) + c ** 2
        if not np.isclose(got, 1 / np.sqrt(second), rtol=2e-3):
            raise Wrong(f"For c = {c:.3f} you gave {got:.3f}; it leaves a second moment of "
                        f"{got ** 2 * second:.3f} instead of 1. " + _gain_hint(c, got, second))
    return "because E (f - c)² = E f² - 2c E f + c², and E f is 0.3989, E f² one half."


def _gain_hint(c, got, second):
    if np.isclose(got, 1 / second, rtol=1e-2):
        return "The gain multiplies weights, the second moment is a square: what is missing?"
    if c == 0:
        return "Without a shift this is ReLU: which gain did notebook 3 find?"
    if np.isclose(got, np.sqrt(2), rtol=1e-2):
        return "That is ReLU's own: what does the shift do to the mean square?"
    return "Expand the square of relu(z) - c and take the mean of each term."


@exercise
def check_steps_to(steps_to):
    """`steps_to(steps, errors, target)`: the first step with an error at the target or below."""
    steps = np.array([0, 5, 10, 15, 20])
    cases = (([0.9, 0.5, 0.2, 0.1, 0.05], 0.2, 10), ([0.9, 0.3, 0.4, 0.3, 0.3], 0.35, 5),
             ([0.9, 0.1, 0.5, 0.1, 0.1], 0.1, 5), ([0.9, 0.8, 0.7, 0.6, 0.5], 0.2, np.inf))
    for errors, target, want in cases:
        got = float(steps_to(steps, np.array(errors), target))
        if got != want:
            raise Wrong(f"Errors {errors} at steps {steps.tolist()}, target {target:g}: you gave "
                        f"{got:g}. " + _steps_hint(want, got, steps))
    return "because the first hit counts, and a run that never arrives takes for ever, not 0 steps."


def _steps_hint(want, got, steps):
    if want == np.inf:
        return "This run never arrives. `argmax` of an array without True gives 0."
    if got in range(len(steps)) and steps[int(got)] == want:
        return "That is the position in the list: which step does it stand for?"
    return "Look for the first error that is not above the target."


@exercise
def check_p_value(p_value):
    """`p_value(differences)`: the share of all signings whose mean is at least as far from 0."""
    cases = (([1.0, -1.0, 0.5, 2.0], None), ([1.0, 2.0, 3.0], 2 / 8), ([-1.0, -2.0, -3.0], 2 / 8),
             ([0.3, 0.1, 0.2, 0.4, 0.6, 0.5], 2 / 64))
    for differences, want in cases:
        d = np.array(differences)
        want = _exact_p(d) if want is None else want
        got = float(p_value(d))
        if not np.isclose(got, want):
            raise Wrong(f"For {differences} you gave {got:.4f}, the share is {want:.4f}. "
                        + _p_hint(got, want))
    return "because without a real difference every sign could as well have been the other one."


def _exact_p(d):
    signs = 1 - 2 * (np.arange(2 ** d.size)[:, None] >> np.arange(d.size) & 1)
    return float(np.mean(np.abs(signs @ d) >= abs(d.sum()) - 1e-9))


def _p_hint(got, want):
    if np.isclose(got, want / 2):
        return "You counted one side: a mean as far below 0 is as surprising as one above it."
    if got < want:
        return "The signing that was observed belongs to those at least as far; count it."
    return "For each of the 2^n ways to set signs: is |mean| at least the observed |mean|?"


@exercise
def check_own(my_activation):
    """`my_activation(x)`: smooth, never falling, unbounded above, with E f(z) = 0 for N(0, 1)."""
    grid = np.arange(-8 * 512, 8 * 512 + 1) / 512
    y = np.asarray(my_activation(grid), float)
    if y.shape != grid.shape or not np.isfinite(y).all():
        raise Wrong(f"For {grid.size} numbers from -8 to 8 you gave an array of shape {y.shape}, "
                    "or numbers that are not finite. Each x needs one finite f(x).")
    slope = np.diff(y) * 512
    if slope.min() < -1e-6:
        place = grid[np.argmin(slope)]
        raise Wrong(f"It falls near x = {place:.2f}, with slope {slope.min():.3f}.")
    bend = np.abs(np.diff(slope))
    if np.any(bend > 0.05 * np.maximum(1, slope[1:])):
        raise Wrong(f"Its slope jumps by {bend.max():.2f} near x = {grid[np.argmax(bend)]:.2f}. "
                    "What rounds a corner off?")
    _check_far_and_mean(my_activation, grid, y)
    variance = _mean((y - _mean(y, grid)) ** 2, grid)
    return f"because all four hold; its variance for N(0, 1) is {variance:.3f}."


def _check_far_and_mean(f, grid, y):
    far = np.asarray(f(np.array([100.0, 1000.0])), float)
    if not far[1] > 2 * far[0] > 2:
        raise Wrong(f"f(100) is {far[0]:.2f} and f(1000) is {far[1]:.2f}: it has to grow "
                    "without bound to the right.")
    if np.ptp(np.diff(y)) < 1e-9:
        raise Wrong("It is a straight line: a network of these is one matrix.")
    mean = _mean(y, grid)
    if abs(mean) > 0.002:
        raise Wrong(f"For z ~ N(0, 1) its mean is {mean:.4f}. What can you take off it?")


def _mean(y, grid):
    weights = np.exp(-grid ** 2 / 2)
    return float(weights @ y / weights.sum())
