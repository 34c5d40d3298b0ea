"""The three verdicts that every check can give, whatever a reader hands in."""
import pytest

from helpers.exercises.core import NOT_ATTEMPTED, Wrong, exercise


@exercise
def check_double(double):
    if double(3) != 6:
        raise Wrong(f"double(3) should be 6, you gave {double(3)}.")
    return "because adding a number to itself doubles it."


@exercise
def check_pair(first, second):
    if (first, second) != (1, 2):
        raise Wrong("They should be 1 and 2.")
    return "because they are."


def test_a_right_answer_is_praised_with_the_reason():
    verdict = check_double(lambda x: 2 * x)
    assert verdict.correct is True
    assert repr(verdict) == "Correct, because adding a number to itself doubles it."


def test_a_wrong_answer_gets_its_hint():
    verdict = check_double(lambda x: x + 2)
    assert verdict.correct is False
    assert repr(verdict) == "Not yet. double(3) should be 6, you gave 5."


@pytest.mark.parametrize("answer", [lambda x: None, lambda x: ..., lambda x: (1, ...), None, ...])
def test_a_stub_is_not_attempted_yet(answer):
    verdict = check_double(answer)
    assert verdict.correct is None and repr(verdict) == NOT_ATTEMPTED


@pytest.mark.parametrize("answers", [(1, ...), (..., 2), (None, None), ([1, ...], 2)])
def test_one_missing_answer_is_enough(answers):
    assert check_pair(*answers).correct is None


def test_an_error_in_the_answer_is_named_with_its_line():
    def broken(x):
        return undefined_name + x  # noqa: F821

    text = repr(check_double(broken))
    assert text.startswith("Not yet. Your answer raised NameError: ")
    assert "`return undefined_name + x" in text


def test_zero_false_and_empty_are_answers():
    assert check_double(lambda x: 0).correct is False
    assert check_pair(0, "").correct is False
