"""Notebook 03's checks: wrong answers get the hint that fits, right ones of any form pass."""
import numpy as np
import pytest

from helpers.exercises import gradients
from helpers.exercises.core import NOT_ATTEMPTED


def relu(x):
    return (np.asarray(x) + np.abs(x)) / 2


def always(*values):
    """A function that gives the values, whatever it is asked."""
    return lambda *_: values if len(values) > 1 else values[0]


def relu_subgradients(x):
    return (0, 1) if x == 0 else (np.sign(x), np.sign(x))


WRONG = [
    ("check_slope", relu, "That is ReLU itself"),
    ("check_slope", np.sign, "At x = -3 you gave -1"),
    ("check_slope", lambda x: np.where(x == 0, 2, x > 0), "Any slope from 0 to 1"),
    ("check_slope", lambda x: np.where(x == 0, -0.1, x > 0), "Any slope from 0 to 1"),
    ("check_slope", always(1.0), "array of shape ()"),
    ("check_slope", lambda x: 1.0 if x > 0 else 0.0, "raised ValueError"),
    ("check_slope", lambda x: x < 0, "At x = -3 you gave 1"),
    ("check_subgradients", always(-1, 1), "one slope only"),
    ("check_subgradients", relu_subgradients, "ReLU's interval"),
    ("check_subgradients", lambda x: (1, -1) if x == 0 else (np.sign(x),) * 2, "goes first"),
    ("check_subgradients", lambda x: (0, 0) if x == 0 else (np.sign(x),) * 2, "Which lines"),
    ("check_subgradients", np.sign, "raised TypeError"),
    ("check_safe_step", lambda x: x, "has to be positive"),
    ("check_safe_step", lambda x: 2 * abs(x), "What lies between"),
    ("check_safe_step", lambda x: abs(x) / 2, "can grow further"),
    ("check_input_gradient", lambda x, W, b, v: W @ v, "let every neuron through"),
    ("check_input_gradient", lambda x, W, b, v: W @ ((x @ W > 0) * v), "forget the bias"),
    ("check_input_gradient", lambda x, W, b, v: W @ (relu(x @ W + b) * v), "the gate is the slope"),
    ("check_input_gradient", lambda x, W, b, v: (x @ W + b > 0) * v, "sum over the hidden"),
    ("check_input_gradient", lambda x, W, b, v: W @ ((x @ W + b < 0) * v), "disagrees"),
    ("check_leaky_gain", lambda slope: 2 / (1 + slope ** 2), "square root"),
    ("check_leaky_gain", always(1.0), "What makes up for it"),
    ("check_leaky_gain", always(np.sqrt(2)), "the left half of the signal"),
    ("check_leaky_gain", lambda slope: np.sqrt(2 - 0.9 * slope ** 2), "the left half"),
    ("check_schedule", lambda k: 0.06, "They have to be shorter by then"),
    ("check_schedule", lambda k: 1.0, "They have to be shorter by then"),
    ("check_schedule", lambda k: 1 / k, "too short to arrive"),
    ("check_schedule", lambda k: 0.5 ** k, "too short to arrive"),
    ("check_schedule", lambda k: float("inf"), "leaves the number line"),
]

RIGHT = [
    ("check_slope", lambda x: x > 0),
    ("check_slope", lambda x: x >= 0),
    ("check_slope", lambda x: np.heaviside(x, 0.5)),
    ("check_slope", lambda x: [0, 0, 0.25, 1, 1]),
    ("check_subgradients", lambda x: [-1, 1] if x == 0 else [np.sign(x), np.sign(x)]),
    ("check_safe_step", abs),
    ("check_safe_step", lambda x: np.sqrt(x ** 2)),
    ("check_input_gradient", lambda x, W, b, v: (W * (x @ W + b >= 0)) @ v),
    ("check_input_gradient", lambda x, W, b, v: list(W @ np.where(x @ W + b > 0, v, 0))),
    ("check_leaky_gain", lambda slope: np.sqrt(2 / (1 + slope ** 2))),
    ("check_leaky_gain", lambda slope: round((2 / (1 + slope ** 2)) ** 0.5, 3)),
    ("check_schedule", lambda k: 1 / np.sqrt(k)),
    ("check_schedule", lambda k: 5 / k),
    ("check_schedule", lambda k: 2 * k ** -0.7),
]


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_wrong_answers_get_a_hint(check, answer, hint):
    verdict = getattr(gradients, check)(answer)
    assert verdict.correct is False
    assert hint in verdict.text, verdict.text


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_right_answers_pass_in_any_form(check, answer):
    verdict = getattr(gradients, check)(answer)
    assert verdict.correct is True, verdict.text
    assert verdict.text.startswith("Correct, because")


@pytest.mark.parametrize("check", sorted({name for name, *_ in WRONG}))
def test_a_stub_is_not_attempted(check):
    assert getattr(gradients, check)(lambda *_: ...).text == NOT_ATTEMPTED
