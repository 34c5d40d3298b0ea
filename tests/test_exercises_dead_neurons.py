"""Notebook 04's checks: wrong answers get the hint that fits, right ones of any form pass."""
import numpy as np
import pytest

from helpers.exercises import dead_neurons
from helpers.exercises.core import NOT_ATTEMPTED


def always(value):
    """A function that gives the value, whatever it is asked."""
    return lambda *_: value


def answers(**changed):
    """The right answers to exercise 4, some changed by the first words of their situation."""
    right = {"layer 1, SGD, same images": False, "layer 2, SGD, layer 1 still learns": True,
             "all of layer 2 is dead, SGD": False, "layer 1, SGD, new images": True,
             "layer 1, negative bias, decay of weights and bias alike": False,
             "layer 1, negative bias, decay of the bias alone": True}
    for part, value in changed.items():
        name, = (key for key in right if part.replace("_", " ") in key)
        right[name] = value
    return right


def needed(layers, risk):
    return int(np.ceil(-np.log2(1 - (1 - risk) ** (1 / (layers - 1)))))


def lifted(pre, b, by=0.5):
    peak = pre.max(axis=0)
    return b + np.where(peak <= 0, by - peak, 0)


WRONG = [
    ("check_dead_neurons", lambda s: np.all(s <= 0, axis=0), "small or negative"),
    ("check_dead_neurons", lambda s: np.any(s == 0, axis=0), "not off for all"),
    ("check_dead_neurons", lambda s: np.all(s == 0, axis=1), "Along which axis"),
    ("check_dead_neurons", lambda s: np.all(s == 0), "yours has shape ()"),
    ("check_dead_neurons", lambda s: np.zeros(s.shape[1], bool), "Which example would move it"),
    ("check_dead_neurons", lambda s: np.all(s < 0.2, axis=0), "small or negative"),
    ("check_killing_rate", lambda z, fall: np.min(z / fall), "off for every example"),
    ("check_killing_rate", lambda z, fall: 2 * np.max(z / fall), "a smaller one"),
    ("check_killing_rate", lambda z, fall: np.max(z[fall != 0] / fall[fall != 0]), "does not fall"),
    ("check_killing_rate", lambda z, fall: -np.max(z / fall), "a positive number"),
    ("check_killing_rate", always(np.inf), "a positive number"),
    ("check_coasting", lambda v, r, m: r * v * m / (1 - m), "which way"),
    ("check_coasting", lambda v, r, m: -v * m / (1 - m), "multiplies by the learning rate"),
    ("check_coasting", lambda v, r, m: -r * v / (1 - m), "one by one"),
    ("check_coasting", lambda v, r, m: -r * v * m / (1 - m) - (m == 0), "nothing moves"),
    ("check_comes_back", answers(same_images=True), "What could still change"),
    ("check_comes_back", answers(still_learns=False), "do its inputs"),
    ("check_comes_back", answers(all_of_layer_2=True), "could layer 1 get a gradient"),
    ("check_comes_back", answers(new_images=False), "one set of data"),
    ("check_comes_back", answers(alike=True), "change its sign"),
    ("check_comes_back", answers(alone=False), "Without its bias"),
    ("check_comes_back", {}, "is missing"),
    ("check_width_needed", always(3), "How many hidden layers"),
    ("check_width_needed", lambda n, r: needed(n, r) + 1, "narrower"),
    ("check_width_needed", lambda n, r: needed(n, r) - 0.5, "whole number"),
    ("check_width_needed", lambda n, r: max(needed(n + 1, r), needed(n, r) + (n == 2)), "narrower"),
    ("check_revived", lambda pre, b: b + 1, "Leave those as they are"),
    ("check_revived", lambda pre, b: np.where(pre.max(axis=0) <= 0, 0, b), "has to be above 0"),
    ("check_revived", lambda pre, b: lifted(pre, b, 0.0), "has to be above 0"),
    ("check_revived", lambda pre, b: lifted(pre, b)[:, None], "need"),
    ("check_revived", lambda pre, b: b, "is now -"),
]

RIGHT = [
    ("check_dead_neurons", lambda s: [not any(column) for column in s.T]),
    ("check_dead_neurons", lambda s: np.abs(s).sum(axis=0) == 0),
    ("check_killing_rate", lambda z, fall: max(a / f if f > 0 else np.inf
                                               for a, f in zip(z, fall, strict=True))),
    ("check_coasting", lambda v, r, m: -r * v * m / (1 - m)),
    ("check_coasting", lambda v, r, m: -sum(r * v * m ** k for k in range(1, 300))),
    ("check_comes_back", answers()),
    ("check_comes_back", {key: int(value) for key, value in answers().items()}),
    ("check_width_needed", needed),
    ("check_width_needed", lambda n, r: float(needed(n, r))),
    ("check_revived", lifted),
    ("check_revived", lambda pre, b: list(lifted(pre, b, 9.0))),
]


@pytest.mark.parametrize(("check", "answer", "hint"), WRONG)
def test_wrong_answers_get_a_hint(check, answer, hint):
    with np.errstate(divide="ignore"):
        verdict = getattr(dead_neurons, check)(answer)
    assert verdict.correct is False
    assert hint in verdict.text, verdict.text


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_right_answers_pass_in_any_form(check, answer):
    verdict = getattr(dead_neurons, check)(answer)
    assert verdict.correct is True, verdict.text
    assert verdict.text.startswith("Correct, because")


@pytest.mark.parametrize("check", sorted({name for name, *_ in WRONG}))
def test_a_stub_is_not_attempted(check):
    stub = dict.fromkeys(answers(), ...) if check == "check_comes_back" else lambda *_: ...
    assert getattr(dead_neurons, check)(stub).text == NOT_ATTEMPTED
