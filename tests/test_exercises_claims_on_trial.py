"""Wrong answers to the exercises of notebook 07, each with a piece of the hint that it gets."""
from types import SimpleNamespace

import numpy as np
import pytest

from helpers.exercises import claims_on_trial as check


def sides(deviation, factor=3):
    """An answer to exercise 1 with another idea of the margin."""
    def side(values, threshold):
        away = np.mean(values) - threshold
        if abs(away) <= factor * deviation(values):
            return "too close"
        return "holds" if away > 0 else "fails"

    return side


def own(measure, **changes):
    claim = {"sentence": "Half of it passes here.", "falsifier": "More than half of it passes.",
             "threshold": 0.6, "holds": "below", "measure": measure}
    return SimpleNamespace(**claim | changes)


def honest(seeds):
    return {"a": np.array([np.random.default_rng(seed).uniform() for seed in seeds])}


def shared(seeds):
    return {"a": np.random.default_rng(0).uniform(size=len(seeds))}


WRONG = [
    (check.check_side, (sides(lambda v: np.std(v, ddof=1)),), "Did you divide?"),
    (check.check_side, (sides(lambda v: np.std(v) / np.sqrt(len(v))),), "ddof=1"),
    (check.check_side, (sides(lambda v: 0),), "three standard errors"),
    (check.check_side, (lambda values, threshold: True,), "it has to be one of"),
    (check.check_side, (lambda values, threshold: "fails",), "it is “holds”"),
    (check.check_counterexample, ([1], [0], [1]), "turns a hinge over"),
    (check.check_counterexample, ([1], [20], [-1]), "Where is the kink"),
    (check.check_counterexample, ([1, 2], [0], [-1]), "one number a neuron"),
    (check.check_refutes, (lambda pre: np.any(pre <= 0),), "say nothing against"),
    (check.check_refutes, (lambda pre: np.any(pre <= 0) and np.any(pre > 0),), "say nothing"),
    (check.check_refutes, (lambda pre: False,), "off for one input and on for another"),
    (check.check_unfair, ("BCD",), "Look again at E"),
    (check.check_unfair, ("ABCDE",), "A is as fair"),
    (check.check_unfair, (["b", "f"],), "no comparison F"),
    (check.check_seeds_needed, (lambda d, s: 9 * (s / d) ** 2,), "parts of a seed"),
    (check.check_seeds_needed, (lambda d, s: np.ceil(9 * (s / d) ** 2),), "That is not below"),
    (check.check_seeds_needed, (lambda d, s: 1000,), "Fewer would do"),
    (check.check_own_claim, (own(shared),), "when other seeds take part"),
    (check.check_own_claim, (own(lambda seeds: {"a": 0.5}),), "one number a seed"),
    (check.check_own_claim, (own(honest, falsifier="no"),), "falsifier should be a sentence"),
    (check.check_own_claim, (own(lambda seeds: {"a": np.full(len(seeds), np.nan)}),), "not finite"),
]


@pytest.mark.parametrize(("verify", "answers", "hint"), WRONG)
def test_a_wrong_answer_gets_its_hint(verify, answers, hint):
    verdict = verify(*answers)
    assert verdict.correct is False and hint in verdict.text, verdict.text


RIGHT = [
    (check.check_side, (sides(lambda v: np.std(v, ddof=1) / len(v) ** 0.5),), "its own noise"),
    (check.check_counterexample, (1, 0, -1), "x = 0.00"),
    (check.check_counterexample, ([1, 1], [0, -2], [1, -3]), "x = 2.00"),
    (check.check_unfair, ({"B", "C", "D", "E"},), "one seed has no spread"),
    (check.check_unfair, ("b, c, d, e",), "one seed has no spread"),
    (check.check_seeds_needed, (lambda d, s: int(9 * (s / d) ** 2) + 1,), "four times as many"),
    (check.check_own_claim, (own(honest, threshold=0.99),), "holds in 1 of 1 cases"),
]


@pytest.mark.parametrize(("verify", "answers", "reason"), RIGHT)
def test_other_right_answers_are_accepted(verify, answers, reason):
    verdict = verify(*answers)
    assert verdict.correct and reason in verdict.text, verdict.text
