"""Notebook 01's checks: wrong answers get the hint that fits, right ones of any form pass."""
from statistics import NormalDist

import numpy as np
import pytest

from helpers.exercises import definition
from helpers.exercises.core import NOT_ATTEMPTED


def relu(x):
    return (np.asarray(x) + np.abs(x)) / 2


def flipped_in_place(x):
    x[x < 0] = 0
    return x


def rename_minus_zero(x):
    return np.where(x < 0, 0, x)


WRONG = [
    ("check_income_and_expenses", lambda m: relu(m), "Return two things"),
    ("check_income_and_expenses", lambda m: (relu(m), -relu(-m)), "below 0"),
    ("check_income_and_expenses", lambda m: (relu(m), relu(m)), "turn the sign round"),
    ("check_income_and_expenses", lambda m: (m[m > 0], -m[m < 0]), "Keep a 0"),
    ("check_income_and_expenses", lambda m: (relu(-m), relu(m)), "What does relu keep"),
    ("check_income_and_expenses", lambda m: ("a", "b"), "should be numbers"),
    ("check_relu_where", lambda x: np.where(x > 0, x, 0), "NaN came out as 0.0"),
    ("check_relu_where", rename_minus_zero, "-0.0 came out"),
    ("check_relu_where", lambda x: np.where(x <= 0, x, 0), "Which branch"),
    ("check_relu_where", lambda x: x * ~(x <= 0), "product with 0"),
    ("check_relu_where", flipped_in_place, "changed its input"),
    ("check_relu_where", lambda x: np.array([2, 0, 0, np.inf, 0, np.nan]), "empty array"),
    ("check_larger", lambda a, b: a + relu(a - b), "larger is 4"),
    ("check_larger", lambda a, b: b + relu(b - a), "larger is"),
    ("check_larger", lambda a, b: relu(a) + relu(b - a), "larger is -3"),
    ("check_larger", lambda a, b: a + max(0, b - a), "raised ValueError"),
    ("check_larger", lambda a, b: a + np.maximum(np.max(b - a), 0), "arrays are not"),
    ("check_heater", lambda: (0.5, -9), "positive or negative"),
    ("check_heater", lambda: (-0.5, 18), "At 18 °C"),
    ("check_heater", lambda: (-1, 18), "should give 1"),
    ("check_heater", lambda: -0.5, "Return two things"),
    ("check_heater", lambda: ([-0.5, 1], [9, 1]), "one number each"),
    ("check_parity", lambda: ([0, 1], [1, -2]), "When 3 of the bits"),
    ("check_parity", lambda: ([0, 1, 2], [1, -2, 1]), "should be 1"),
    ("check_parity", lambda: ([0, 1, 2], [1, -2]), "each hinge has one of each"),
    ("check_parity", lambda: ([0, 1, 2, 3], [1, -2, 2, -2]), "three are enough"),
    ("check_bias_for", lambda share, mu, sigma: sigma * NormalDist().inv_cdf(share), "adds to mu"),
    ("check_bias_for", lambda share, mu, sigma: -NormalDist().inv_cdf(share), "sigma = 3"),
    ("check_bias_for", lambda share, mu, sigma: -sigma * NormalDist().inv_cdf(share), "mu = 0.7"),
    ("check_bias_for", lambda share, mu, sigma: [0, 1], "one number"),
]

RIGHT = [
    ("check_income_and_expenses", lambda m: (np.clip(m, 0, None), np.clip(-m, 0, None))),
    ("check_income_and_expenses", lambda m: [[max(0, x) for x in m], [max(0, -x) for x in m]]),
    ("check_relu_where", lambda x: np.where(x <= 0, 0, x)),
    ("check_relu_where", lambda x: np.where(np.greater(x, 0) | np.isnan(x), x, 0)),
    ("check_larger", lambda a, b: b + relu(a - b)),
    ("check_larger", lambda a, b: a + relu(b - a)),
    ("check_heater", lambda: (-0.5, 9)),
    ("check_heater", lambda: [-1 / 2, 9.0]),
    ("check_heater", lambda: np.array([-0.5, 9])),
    ("check_parity", lambda: ([0, 1, 2], [1, -2, 2])),
    ("check_parity", lambda: (np.array([2, 0, 1]), (2, 1, -2))),
    ("check_bias_for", lambda share, mu, sigma: -mu - sigma * NormalDist().inv_cdf(share)),
    ("check_bias_for", lambda share, mu, sigma: NormalDist(-mu, sigma).inv_cdf(1 - share)),
    ("check_bias_for", lambda p, mu, sigma: round(NormalDist(-mu, sigma).inv_cdf(1 - p), 3)),
]

CHECKS = sorted({name for name, *_ in RIGHT})


@pytest.mark.parametrize("check, answer, hint", WRONG)
def test_a_wrong_answer_gets_its_hint(check, answer, hint):
    verdict = getattr(definition, check)(answer)
    assert verdict.correct is False, verdict
    assert hint in verdict.text


@pytest.mark.parametrize("check, answer", RIGHT)
def test_a_right_answer_passes_whatever_its_form(check, answer):
    verdict = getattr(definition, check)(answer)
    assert verdict.correct, verdict
    assert verdict.text.startswith("Correct, because")


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("stub", [lambda *_: None, lambda *_: ..., lambda *_: (..., ...)])
def test_a_stub_counts_as_not_attempted(check, stub):
    assert getattr(definition, check)(stub).text == NOT_ATTEMPTED
