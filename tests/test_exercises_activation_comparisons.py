"""Notebook 05's checks: wrong answers get the hint that fits, right ones of any form pass."""
import numpy as np
import pytest

from helpers.exercises import activation_comparisons as exercises
from helpers.exercises.core import NOT_ATTEMPTED

MEAN = 1 / np.sqrt(2 * np.pi)


def convex(tolerance=1e-9, reach=8):
    grid = np.linspace(-reach, reach, 4001)
    return lambda f: np.all(np.diff(f(grid), 2) >= -tolerance)


def second(c):
    return 0.5 - 2 * c * MEAN + c ** 2


def first_hit(steps, errors, target):
    hits = [step for step, error in zip(steps, errors, strict=True) if error <= target]
    return hits[0] if hits else float("inf")


def share(differences, sided=2, least=0):
    d = np.asarray(differences)
    signs = 1 - 2 * (np.arange(2 ** d.size)[:, None] >> np.arange(d.size) & 1)
    sums = signs @ d
    sums = np.abs(sums) if sided == 2 else sums * np.sign(d.sum())
    return np.mean(sums >= abs(d.sum()) - 1e-9) - least / 2 ** d.size


WRONG = [
    ("check_beta", lambda gap: gap / 0.2785, "A larger beta makes the gap smaller"),
    ("check_beta", lambda gap: 1.0, "how does its largest gap change"),
    ("check_beta", lambda gap: -1, "has to be positive"),
    ("check_convex", lambda f: True, "above the chord"),
    ("check_convex", convex(tolerance=0), "small tolerance"),
    ("check_convex", lambda f: f(np.array([0.0]))[0] == 0, "made your test fail"),
    ("check_convex", convex(reach=5), "is your grid wide enough"),
    ("check_convex", lambda f: convex()(f) or abs(f(np.array([-40.0]))[0] + 1.758) < 0.01,
     "compare the slopes on the two sides"),
    ("check_shifted_gain", lambda c: 1 / second(c), "what is missing"),
    ("check_shifted_gain", lambda c: np.sqrt(2), "what does the shift do"),
    ("check_shifted_gain", lambda c: 1.0, "which gain did notebook 3 find"),
    ("check_shifted_gain", lambda c: 1 / np.sqrt(0.5 + c ** 2), "Expand the square"),
    ("check_steps_to", lambda s, e, t: s[np.argmax(e <= t)], "never arrives"),
    ("check_steps_to", lambda s, e, t: int(np.argmax(e <= t)), "which step does it stand for"),
    ("check_steps_to", lambda s, e, t: s[np.argmin(e)], "first error that is not above"),
    ("check_p_value", lambda d: share(d, sided=1), "You counted one side"),
    ("check_p_value", lambda d: share(d, least=1), "count it"),
    ("check_p_value", lambda d: 1.0, "the 2^n ways"),
    ("check_own", lambda x: x, "straight line"),
    ("check_own", lambda x: np.maximum(x, 0) - MEAN, "slope jumps by 1.00"),
    ("check_own", np.tanh, "grow without bound"),
    ("check_own", lambda x: x / (1 + np.exp(-x)), "It falls near"),
    ("check_own", lambda x: np.logaddexp(x, 0), "mean is 0.806"),
    ("check_own", lambda x: 0.0, "array of shape ()"),
]

RIGHT = [
    ("check_beta", lambda gap: 0.278 / gap),
    ("check_convex", convex()),
    ("check_shifted_gain", lambda c: np.float32(second(c) ** -0.5)),
    ("check_steps_to", first_hit),
    ("check_p_value", share),
    ("check_own", lambda x: np.logaddexp(x, 0) - 0.806),
    ("check_own", lambda x: np.where(x > 0, x, np.expm1(np.minimum(x, 0))) - 0.1605),
    ("check_own", lambda x: x + 0.5 * np.tanh(x)),
    ("check_own", lambda x: x ** 3),
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
