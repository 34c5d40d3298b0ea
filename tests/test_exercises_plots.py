"""Wrong answers to the exercises of notebook 02, and other right ones; its own solutions are
tested from the notebook."""
from math import ceil, comb, pi, sqrt

import numpy as np
import pytest

from helpers.activations import relu
from helpers.exercises import plots as check


def square(x, layers, factor=4.0, last=0):
    total, teeth = x, x
    for k in range(1, layers + 1 + last):
        teeth = 2 * relu(teeth) - 4 * relu(teeth - 0.5)
        total = total - teeth / factor**k
    return total


def opens_right_only(kink, slope, side):
    return 1, -kink, slope


WRONG = [
    (check.check_drawn_error, (lambda step, share: step / 4,), "The chord starts at"),
    (check.check_drawn_error, (lambda step, share: share * (1 - share),), "The chord starts at"),
    (check.check_drawn_error, (lambda step, share: 0,), "the line is at 0.125"),
    (check.check_drawn_error, (lambda step, share: np.nan,), "one finite number"),
    (check.check_neuron, (opens_right_only,), "Which sign of w opens to the left"),
    (check.check_neuron, (lambda kink, slope, side: (1, kink, slope),), "Where is w x + b equal"),
    (check.check_neuron, (lambda kink, slope, side: (0, 1, slope),), "no kink because w is 0"),
    (check.check_neuron, (lambda kink, slope, side: (2, -2 * kink, slope),), "Which a gives"),
    (check.check_neuron, (lambda kink, slope, side: 3,), "raised TypeError"),
    (check.check_bump, ([1, 2, 4], [2, -1, 0]), "by how much must the slope"),
    (check.check_bump, ([1, 2], [2, -3]), "At x = 4.05 the sum is -0.05"),
    (check.check_bump, ([1, 2, 4], [2, -3]), "as many changes as positions"),
    (check.check_hinges_needed, (lambda error: pi / sqrt(2 * error),), "Round up"),
    (check.check_hinges_needed, (lambda error: 5,), "leave an error of"),
    (check.check_hinges_needed, (lambda error: 1000,), "more than needed"),
    (check.check_regions, (lambda lines, parallel: 2**lines,), "what does each crossing add"),
    (check.check_regions, (lambda lines, parallel: 1 + lines + comb(lines, 2),),
     "have 2 crossings"),
    (check.check_regions, (lambda lines, parallel: 1 + lines,), "For 3 lines, 0 of them"),
    (check.check_square, (lambda x, layers: x,), "Start from x and subtract"),
    (check.check_square, (lambda x, layers: square(x, layers, factor=2.0),), "divided by 4^k"),
    (check.check_square, (lambda x, layers: square(x, layers, last=-1),), "the worst error is"),
    (check.check_square, (lambda x, layers: 0.5,), "an array of the shape of x"),
]


@pytest.mark.parametrize("exercise, answers, hint", WRONG)
def test_a_wrong_answer_gets_its_hint(exercise, answers, hint):
    verdict = exercise(*answers)
    assert verdict.correct is False and verdict.text.startswith("Not yet. ")
    assert hint in verdict.text


RIGHT = [
    (check.check_drawn_error, (lambda step, share: np.array([step * (share - share**2)]),)),
    (check.check_neuron, (lambda kink, slope, side: (
        (3, -3 * kink, slope / 3) if side == "right" else (-0.5, 0.5 * kink, -2 * slope)),)),
    (check.check_bump, (np.array([4.0, 1.0, 2.0]), (1, 2, -3))),
    (check.check_hinges_needed, (lambda error: float(ceil(pi / sqrt(2 * error))) + 1,)),
    (check.check_regions, (lambda lines, parallel: np.float64(
        1 + lines + comb(lines, 2) - comb(parallel, 2)),)),
    (check.check_square, (square,)),
]


@pytest.mark.parametrize("exercise, answers", RIGHT)
def test_other_right_answers_pass(exercise, answers):
    verdict = exercise(*answers)
    assert verdict.correct is True, verdict.text
    assert verdict.text.startswith("Correct, because ")


@pytest.mark.parametrize("exercise", sorted({case[0] for case in RIGHT}, key=lambda f: f.__name__))
def test_a_stub_is_not_attempted(exercise):
    answers = (..., ...) if exercise is check.check_bump else (lambda *values: None,)
    assert exercise(*answers).correct is None
