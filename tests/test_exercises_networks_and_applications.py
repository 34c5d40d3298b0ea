"""Notebook 06's checks: wrong answers get the hint that fits, right ones of any form pass."""
import numpy as np
import pytest

from helpers.exercises import networks_and_applications as exercises
from helpers.exercises.core import NOT_ATTEMPTED

WRONG = [
    ("check_bias_for", lambda v, s: np.quantile(v, 1 - s), "brings the threshold to 0"),
    ("check_bias_for", lambda v, s: -np.quantile(v, s), "lets the other share through"),
    ("check_bias_for", lambda v, s: 0.0, "Sort the values"),
]

RIGHT = [
    ("check_bias_for", lambda v, s: -np.quantile(v, 1 - s)),
]


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_a_wrong_answer_gets_its_hint(check, answer, hint):
    verdict = getattr(exercises, check)(answer)
    assert verdict.correct is False and hint in verdict.text, verdict.text


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_a_right_answer_passes(check, answer):
    verdict = getattr(exercises, check)(answer)
    assert verdict.correct is True and verdict.text.startswith("Correct, because"), verdict.text


@pytest.mark.parametrize("check", sorted({check for check, *_ in WRONG}))
def test_a_stub_is_not_attempted(check):
    verdict = getattr(exercises, check)(lambda *_: ...)
    assert verdict.correct is None and verdict.text == NOT_ATTEMPTED
