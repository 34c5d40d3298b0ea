"""The checks of notebook 01: income and expenses, NaN kept, larger of two, heater, parity, bias.

Each check receives the reader's function, runs it on inputs that tell right from nearly right,
and returns the reason, or raises `Wrong` with what was seen and a question that leads on.
"""
from statistics import NormalDist

import numpy as np

from helpers.activations import relu
from helpers.exercises.core import Wrong, exercise


def numbers(answer, what):
    """A reader's numbers, in any form, as a float array; `Wrong` when they are none."""
    try:
        return np.asarray(answer, dtype=float)
    except (TypeError, ValueError):
        raise Wrong(f"{what} should be numbers, you gave {answer!r}.") from None


def pair(answer, what):
    """The two parts of an answer that should have two, each as a float array."""
    if not isinstance(answer, (tuple, list, np.ndarray)) or len(answer) != 2:
        raise Wrong(f"Return two things, {what}, separated by a comma; you gave {answer!r}.")
    return tuple(numbers(part, what) for part in answer)


@exercise
def check_income_and_expenses(income_and_expenses):
    """Two non-negative arrays from one: what came in and what went out."""
    for movements in ([1200, -850, 0, -40.5, 15], [-3.0], [0.0, 0.0]):
        given = np.array(movements, dtype=float)
        income, expenses = pair(income_and_expenses(given.copy()), "income and expenses")
        for name, part in (("income", income), ("expenses", expenses)):
            if part.shape != given.shape:
                raise Wrong(f"{movements} has {given.size} entries, your {name} {part.size}. "
                            "Keep a 0 where nothing came in or went out.")
            if np.any(part < 0):
                raise Wrong(f"For {movements} your {name} are {part}, with a number below 0. "
                            "Which sign must the input of relu have for money that goes out?")
        if not np.allclose(income, relu(given)):
            raise Wrong(f"For {movements} your income is {income}. What does relu keep?")
        if not np.allclose(income - expenses, given):
            raise Wrong(f"For {movements} income - expenses gives {income - expenses}, not the "
                        "movements. What does relu keep when you turn the sign round first?")
    return "because relu(x) keeps what came in and relu(-x) what went out: no number is lost."


@exercise
def check_relu_where(relu_where):
    """ReLU by `np.where` that keeps NaN, has no -0.0, and leaves its input as it was."""
    given = np.array([2.0, -3.0, -np.inf, np.inf, -0.0, np.nan])
    kept = given.copy()
    got = numbers(relu_where(given), "The result")
    if not np.array_equal(given, kept, equal_nan=True):
        raise Wrong("Your function changed its input. Return a new array instead.")
    if got.shape != given.shape or not np.array_equal(got[:2], [2, 0]):
        raise Wrong(f"[2, -3] should give [2, 0], you gave {got[:2]}. Which branch is which?")
    if not np.isnan(got[5]):
        raise Wrong(f"NaN came out as {got[5]}: the missing value is hidden. NaN fails every "
                    "comparison, so it takes the second branch: what should stand there?")
    if not np.array_equal(got[2:4], [0, np.inf]):
        raise Wrong(f"[-inf, inf] should give [0, inf], you gave {got[2:4]}. "
                    "Is there a product with 0 in it?")
    if np.signbit(got[4]):
        raise Wrong("-0.0 came out as -0.0. It is not less than 0; is it less than or equal?")
    if numbers(relu_where(np.array([])), "The result").size:
        raise Wrong("An empty array should give an empty array.")
    return "because NaN fails `x <= 0` and so reaches the branch that returns x itself."


@exercise
def check_larger(larger):
    """The larger of two numbers with one ReLU."""
    for a, b in ((1, 4), (4, 1), (-3, -5), (-2.5, 2.5), (7, 7)):
        got = numbers(larger(a, b), "The larger number")
        if got.shape != () or not np.isclose(got, max(a, b)):
            raise Wrong(f"For {a} and {b} you gave {got}, the larger is {max(a, b)}. "
                        "Start from a: how much must be added when b is larger, and when not?")
    a, b = np.random.default_rng(5).normal(size=(2, 100))
    if not np.allclose(larger(a, b), np.maximum(a, b)):
        raise Wrong("Single numbers are right, arrays are not. Does every step work on arrays?")
    return "because relu(b - a) is what b has more than a, and 0 when it has not."


@exercise
def check_heater(heater):
    """Weight and bias of a heater: half a kilowatt for each degree below 18 °C."""
    w, b = pair(heater(), "the weight and the bias")
    if w.shape != () or b.shape != ():
        raise Wrong("The weight and the bias should be one number each.")
    for degrees, power in ((18, 0), (25, 0), (16, 1), (10, 4), (-2, 10)):
        got = relu(w * degrees + b)
        if not np.isclose(got, power, atol=1e-6):
            raise Wrong(f"At {degrees} °C your heater gives {got:.3g} kW, it should give {power}. "
                        "Is the weight positive or negative when warmth means less power? "
                        "And for which bias is the kink, -b/w, at 18?")
    return "because the weight -0.5 makes it a falling hinge and -b/w = 18 is its kink."


@exercise
def check_parity(parity_hinges):
    """Thresholds and weights of at most three hinges on the sum of three bits."""
    thresholds, weights = pair(parity_hinges(), "the thresholds and the weights")
    thresholds, weights = np.atleast_1d(thresholds), np.atleast_1d(weights)
    if thresholds.shape != weights.shape or thresholds.ndim != 1:
        raise Wrong(f"{thresholds.size} thresholds and {weights.size} weights: "
                    "each hinge has one of each.")
    for total in range(4):
        got = relu(total - thresholds) @ weights
        if not np.isclose(got, total % 2, atol=1e-6):
            raise Wrong(f"When {total} of the bits are 1 your sum is {got:.3g}, it should be "
                        f"{total % 2}. Draw the zigzag 0, 1, 0, 1 over the sums 0 to 3: by how "
                        "much does its slope change, and where?")
    if thresholds.size > 3:
        raise Wrong(f"All four sums are right, with {thresholds.size} hinges; three are enough.")
    return "because the zigzag has slope 1, -1, 1: the changes of slope are 1, -2 and 2."


@exercise
def check_bias_for(bias_for):
    """The bias that makes a wanted share of a neuron's outputs exactly zero."""
    for share, mu, sigma in ((0.5, 0, 1), (0.9, 0, 1), (0.9, 0, 3), (0.834, 0.7, 1.3),
                             (0.1, -2, 0.5)):
        bias = numbers(bias_for(share, mu, sigma), "The bias")
        if bias.shape != ():
            raise Wrong(f"The bias should be one number, you gave {bias}.")
        reached = NormalDist(mu + float(bias), sigma).cdf(0)
        if not abs(reached - share) < 1e-3:
            raise Wrong(f"For a share of {share} with mu = {mu} and sigma = {sigma} you gave "
                        f"{bias:.3f}; that makes {reached:.3f} of the outputs zero. The bias adds "
                        "to mu: for which mean is Phi(-mean / sigma) the share that you want?")
    return "because Phi(-(mu + b) / sigma) = share, solved for b."
