"""helpers.experiments.claims: the record, the decision, the table; each verdict on other seeds."""
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pytest

from helpers.experiments import claims
from helpers.experiments.claims import record, report
from tests import notebook_rules

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
OTHER_SEEDS = tuple(range(300, 310))
NAMES = list(claims.CLAIMS)

HOLDS = {
    "non-linear": [True], "cheap": [True, False], "saturates": [False],
    "scale-invariant": [True, True, False], "biological": [True, False], "kink": [False, False],
    "vanishing": [False, True], "exploding": [False, False, True], "He": [False, True],
    "pieces": [True, False, False], "recurrent": [False, True], "sparse": [False, True],
    "compute": [True, True, False, False], "memory": [False, False, True, True],
    "overfitting": [False, False, False], "information": [True, False], "dying": [False, True],
    "come back": [True, False], "Leaky cures": [True], "Leaky wins": [False, False],
    "batch norm": [True, False], "faster": [True, False], "deep": [True, False],
    "bias shift": [True, True], "zig-zag": [True, False], "easy": [False, False],
    "GELU wins": [False, False],
}
"""In which cases each claim holds, as the notebook says."""
SLOW = ("He", "overfitting", "faster", "deep", "easy")
"""Claims that use the same functions as others and take longer."""


@pytest.fixture(scope="module")
def trials():
    return {name: claims.put_on_trial(name, OTHER_SEEDS) for name in NAMES}


def made(values, threshold=1.0, holds="above", pattern=(True,), keep="kept {0}"):
    """The Trial of a made-up claim: values {case: numbers}."""
    claim = claims.Claim("made", "All is well.", "It is not.", "a.ipynb#b", "a", "number",
                         threshold, lambda seeds: values, pattern, keep, holds)
    values = {case: np.asarray(numbers, float) for case, numbers in values.items()}
    return claims.Trial(claim, tuple(range(len(next(iter(values.values()))))), values)


def test_there_are_27_claims_in_5_sections():
    assert NAMES == list(HOLDS) and len(NAMES) == 27
    assert [name for names in claims.SECTIONS.values() for name in names] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_verdict_is_the_same_on_other_seeds(trials, name):
    assert list(trials[name].counted().values()) == HOLDS[name]
    assert tuple(HOLDS[name]) == claims.CLAIMS[name].pattern


@pytest.mark.parametrize("name", NAMES)
def test_a_verdict_turns_when_the_numbers_turn(trials, name):
    trial = trials[name]
    side = 1 if trial.claim.holds == "above" else -1
    good = trial.claim.threshold + side * np.linspace(1, 2, 10)
    bad = trial.claim.threshold - side * np.linspace(1, 2, 10)
    for numbers, kind in ((good, "true"), (bad, "false"), (np.r_[good[:5], bad[:5]], "undecided")):
        doctored = replace(trial, values={case: numbers for case in trial.values})
        assert doctored.kind() == kind
        if tuple(doctored.counted().values()) != trial.claim.pattern:
            assert "has turned" in doctored.keep()
            assert claims.row(doctored)[2].startswith(f"**{kind}")
            assert not claims.row(trial)[2].startswith((f"**{kind}*", f"**{kind}: "))
        else:
            assert doctored.kind() == trial.kind()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SLOW])
def test_a_seed_does_not_depend_on_the_others(trials, name):
    alone = claims.CLAIMS[name].measure((OTHER_SEEDS[4], OTHER_SEEDS[2]))
    for case, numbers in trials[name].values.items():
        np.testing.assert_allclose(alone[case], numbers[[4, 2]], rtol=1e-6, atol=1e-9)


def test_the_table_is_the_records(trials):
    lines = claims.table(trials.values()).splitlines()
    assert len(lines) == 2 + len(NAMES)
    for line, trial in zip(lines[2:], trials.values(), strict=True):
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        assert len(cells) == 4
        for part in (trial.claim.sentence, trial.claim.falsifier, trial.claim.notebook):
            assert part in cells[0]
        for case, values in trial.values.items():
            assert f"{case}: {trial.claim.written(np.mean(values))}" in cells[1]
        assert cells[1].startswith(f"{trial.claim.rule}<br>") and trial.claim.limit in cells[1]
        assert cells[2] == f"**{trial.verdict()}**" and cells[3] == trial.keep()
        assert "turned" not in cells[3] and "|" not in "".join(cells)


def test_texts_fit_into_the_pictures(trials):
    for trial in trials.values():
        assert len(trial.claim.sentence) <= 64 and len(trial.claim.falsifier) <= 92
        assert max(map(len, trial.values)) <= 30 and 2 <= len(trial.values) <= 4


@pytest.mark.parametrize("name", NAMES)
def test_a_claim_is_linked_to_a_heading_that_exists(name):
    file, _, anchor = claims.CLAIMS[name].notebook.partition("#")
    assert anchor in notebook_rules.anchors(nbformat.read(NOTEBOOKS / file, as_version=4))


def test_the_lines_of_a_claim():
    trial = made({"a": [2, 2.2, 2.1], "b": [0, 0.1, -0.1], "control: c": [5, 5, 5]})
    text = claims.lines(trial)
    assert "holds above 1" in text and text.endswith("VERDICT  true when: a")
    assert re.search(r"a +2\.10 \(2\.00 to 2\.20\) +holds\n", text)
    assert re.search(r"b +0\.00 \(−0\.10 to 0\.10\) +fails\n", text)
    assert re.search(r"control: c +5\.00\n", text)
    assert report.charges(trial.claim) == "MADE: All is well.\n    False if: It is not."


def test_the_decision():
    assert claims.decided([2, 2.1, 1.9], 1) is True
    assert claims.decided([2, 2.1, 1.9], 1, "below") is False
    assert claims.decided([2, 2.1, 1.9], 3) is False
    assert claims.decided([1.1, 1.3, 0.9], 1) is None
    assert claims.decided([1.0, 1.0], 1) is None and claims.decided([1.01, 1.01], 1) is True
    assert claims.decided([2, np.nan, 2], 1) is None
    # mean 2.5, standard error 1.29 / 2: three of them are 1.936
    assert claims.decided([1, 2, 3, 4], 0.55) is True and claims.decided([1, 2, 3, 4], 0.58) is None
    assert claims.decided([1, 2, 3, 4], 0.58, errors=2.9) is True


def test_the_kinds():
    high, low, mixed = [2, 2.1, 2.2], [0, 0.1, 0.2], [0, 2, 1]
    for values, kind in (({"a": high}, "true"), ({"a": low}, "false"),
                         ({"a": high, "b": low}, "true when"), ({"a": high, "b": mixed},
                         "undecided"), ({"a": high, "control: b": low}, "true"),
                         ({"a": low, "control: b": mixed}, "false")):
        assert made(values).kind() == kind
        assert made(values).verdict() == {"true when": "true when: a",
                                          "undecided": "undecided: b"}.get(kind, kind)
    assert made({"a": high}, holds="below").kind() == "false"
    assert made({"a": [2, 2, 0, 0]}).kind(errors=0, seeds=2) == "true"


def test_the_sentence_to_keep():
    assert made({"a": [2, 2, 2.3]}).keep() == "kept 2.10"
    turned = made({"a": [0, 0, 0.3]})
    assert turned.keep() == "The verdict has turned to “false”. number: a 0.10."


def test_errors_are_clear():
    with pytest.raises(ValueError, match="name must be one of non-linear.*got 'nonsense'"):
        claims.put_on_trial("nonsense")
    with pytest.raises(ValueError, match="got 'more nonsense'"):
        claims.charges("cheap", "more nonsense")
    for seeds in ((1, 2), (1, 2, 2), (1, 2, -3), (1, 2, 3.0), (1, 2, True), "abc"):
        with pytest.raises(ValueError, match="seeds must be at least 3 different whole numbers"):
            claims.put_on_trial("cheap", seeds)
    with pytest.raises(ValueError, match=r"values of 'a' must have shape \(3,\).*got \(2,\)"):
        claims.Trial(claims.CLAIMS["cheap"], (0, 1, 2), {"a": np.ones(2)})
    with pytest.raises(ValueError, match="holds must be 'above' or 'below', got 'over'"):
        replace(claims.CLAIMS["cheap"], holds="over")
    with pytest.raises(ValueError, match="at least 2 of them"):
        record.decided([1.0], 0)


def test_clearance():
    trial = made({"a": [2, 4], "b": [0, 0], "control: c": [1, 2]}, threshold=1.5)
    assert trial.clearance() == {"a": 1.5, "b": np.inf}                 # 3 away, error 1
