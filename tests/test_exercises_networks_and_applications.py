"""Notebook 06's checks: wrong answers get the hint that fits, right ones of any form pass."""
import numpy as np
import pytest

from helpers.exercises import networks_and_applications as exercises
from helpers.exercises.core import NOT_ATTEMPTED


def inverse(x, y, bend=1, sign=1, inside=False):
    """Angles by the two cosine rules of the triangle 1, 0.8, distance."""
    d = np.hypot(x, y)
    outside = np.arccos((d ** 2 - 1 - 0.64) / (2 * 0.8))
    at_shoulder = np.arccos((d ** 2 + 1 - 0.64) / (2 * d))
    return np.arctan2(y, x) - sign * bend * at_shoulder, bend * (np.pi * inside + outside * (
        -1 if inside else 1))


WRONG = [
    ("check_bias_for", lambda v, s: np.quantile(v, 1 - s), "brings the threshold to 0"),
    ("check_bias_for", lambda v, s: -np.quantile(v, s), "lets the other share through"),
    ("check_bias_for", lambda v, s: 0.0, "Sort the values"),
    ("check_octave", lambda a: a / 2, "the tone itself"),
    ("check_octave", lambda a: 0.212, "Is ReLU homogeneous"),
    ("check_octave", lambda a: 0.212 * a ** 2, "Is ReLU homogeneous"),
    ("check_octave", lambda a: 0.1, "what the explorer says"),
    ("check_inverse", lambda x, y: inverse(x, y, inside=True), "angle inside the triangle"),
    ("check_inverse", lambda x, y: inverse(x, y, sign=-1), "of which sign"),
    ("check_inverse", lambda x, y: np.degrees(inverse(x, y)), "in radians"),
    ("check_inverse", lambda x, y: (np.nan, 0.0), "not a number"),
    ("check_inverse", lambda x, y: (0.0, 0.1), "one side of a triangle"),
    ("check_bits", lambda p: np.log2(p).mean(), "what makes it a cost"),
    ("check_bits", lambda p: -np.log(p).mean(), "a bit is a factor of 2"),
    ("check_bits", lambda p: -np.log2(p).sum(), "for one character"),
    ("check_bits", lambda p: -np.log2(p.mean()), "should cost a lot"),
    ("check_bits", lambda p: 1 - p.mean(), "of probability one quarter"),
    ("check_memory", lambda scale, share: np.log(share) / np.log(scale), "whole numbers"),
    ("check_memory", lambda scale, share: np.ceil(np.log(share) / np.log(scale)), "below the"),
    ("check_memory", lambda scale, share: int((1 - share) / (1 - scale)), "solve that for k"),
    ("check_share_for", lambda rows, batch: rows, "where it is not zero"),
    ("check_share_for", lambda rows, batch: 1 - rows, "have to agree"),
    ("check_share_for", lambda rows, batch: 1 - rows / batch, "a power: of what"),
    ("check_share_for", lambda rows, batch: 1.5, "where it is not zero"),
]

RIGHT = [
    ("check_bias_for", lambda v, s: -np.quantile(v, 1 - s)),
    ("check_bias_for", lambda v, s: -np.sort(np.ravel(v))[round((1 - s) * v.size) - 1]),
    ("check_octave", lambda a: 2 * a / (3 * np.pi)),
    ("check_octave", lambda a: 0.212 * a),
    ("check_inverse", lambda x, y: inverse(x, y)),
    ("check_inverse", lambda x, y: inverse(x, y, bend=-1)),
    ("check_bits", lambda p: sum(np.log2(1 / each) for each in p) / len(p)),
    ("check_memory", lambda scale, share: int(np.log(share) / np.log(scale))),
    ("check_memory", lambda scale, share: max(k for k in range(999) if scale ** k >= share)),
    ("check_share_for", lambda rows, batch: (1 - rows) ** (1 / batch)),
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
