"""helpers.experiments.claims: the record, the decision, the table; each verdict on other seeds."""
import re
from dataclasses import replace
from math import tanh
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

from helpers import networks
from helpers.experiments import claims
from helpers.experiments.claims import counting, death, function, record, report, training, zeros
from helpers.experiments.comparison import tuning
from tests import notebook_rules

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
OTHER_SEEDS = tuple(range(300, 310))
NAMES = list(claims.CLAIMS)

HOLDS = {
    "non-linear": [True], "cheap": [True, False], "saturates": [False],
    "scale-invariant": [True, False, False], "biological": [True, False], "kink": [False, False],
    "vanishing": [False, True], "exploding": [False, False, True], "He": [False, True],
    "pieces": [True, False, False], "recurrent": [False, True], "sparse": [False, True],
    "compute": [True, True, False, False], "memory": [False, False, True],
    "overfitting": [False, False, False], "information": [True, False], "dying": [False, True],
    "come back": [True, False], "Leaky cures": [True, False], "Leaky wins": [False, False],
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


def test_counted_arithmetic():
    for x in np.linspace(-8, 8, 101):
        assert abs(counting.plain(counting.tanh(counting.Counted(x, []))) - tanh(x)) < 1e-14
        assert counting.plain(counting.relu(counting.Counted(x, []))) == max(0, x)
        assert counting.count(counting.relu, x) == 1
    assert counting.count(lambda x: x * x + 1, 3) == 2
    assert counting.count(lambda x: (x - 1) / x, 3) == 2
    # doubled; reduced by 4; series 2 + 12 * 4 - ... counted by its own formula
    assert counting.count(counting.tanh, 0.3) == 1 + 4 + 2 + 3 * 12 + 1 + 3


def test_the_spikes_of_a_model_neuron():
    """Against a simulation: tau v' = current - v, a spike at v = 1, then a rest."""
    tau, rest, step = 0.02, 0.002, 1e-5
    for current in (0.9, 1.5, 4.0):
        v, wait, spikes = 0.0, 0.0, 0
        for _ in range(int(1 / step)):
            wait -= step
            v += step / tau * (current - v) if wait <= 0 else 0
            if v >= 1:
                v, wait, spikes = 0.0, rest, spikes + 1
        assert abs(function.spike_rate(np.array(current), tau, rest) - spikes) <= 1.5


def test_the_best_fit_is_the_best_multiple():
    shapes = np.array([[1.0, 2, 3], [1, 1, 1]])
    assert function.best_fit(shapes, 2.5 * shapes[0]) < 1e-12
    assert np.isclose(function.best_fit(shapes[1:], np.array([0.0, 3, 3])), np.sqrt(2))


def test_work_is_skipped_by_whole_rows(monkeypatch):
    h = np.ones((1, 360, 64))
    h[0, :, 0], h[0, ::2, 1] = 0, 0
    monkeypatch.setattr(zeros, "last_hidden", lambda price, seeds: h)
    found = zeros.skippable_work((0,))
    assert np.isclose(found["one input"][0], 1.5 / 64)
    assert np.isclose(found["batch of 64"][0], 1 / 64)
    assert np.isclose(zeros.memory((0,))["compressed, as trained"][0], 2 * 62.5 / 64)


def swept(losses):
    """A stand-in for training.swept: losses and errors by name, the same for both seeds."""
    return lambda name, *others, **more: SimpleNamespace(tuned_loss=np.full(2, losses[name]),
                                                 tuned_error=np.full(2, losses[name]))


def test_a_difference_counts_for_the_side_that_the_claim_names(monkeypatch):
    monkeypatch.setattr(training, "swept", swept({"relu": 0.1, "rounded": 1, "gelu_tanh": 0.01,
                                                  "silu": 0.3, "tanh": 0.2, "sigmoid": 10}))
    expected = ((training.smooth_twins, {"a rounded corner": 1, "GELU": -1}),
                (training.error_points, {"GELU": 9, "SiLU": -20}),
                (training.deep_losses, {"against sigmoid": 2, "against tanh": np.log10(2)}))
    for measure, numbers in expected:
        for case, values in measure((0, 1)).items():
            np.testing.assert_allclose(values, numbers[case])
    errors = {("relu", 0.0): 7, ("relu", 0.003): 4, ("leaky_relu", 0.0): 9}
    monkeypatch.setattr(zeros, "memorised", lambda name, price, *others: errors[name, price])
    assert zeros.overfitting((0, 1)) == {"its own zeros": 2, "bought zeros": 3,
                                         "bought, wrong labels": 3}


def test_leaky_is_ahead_by_test_accuracy(monkeypatch):
    monkeypatch.setattr(death.tuning, "sweep", swept({"relu": 0.1, "leaky_relu": 0.06}))
    right = {"nothing": 0.9, "Leaky ReLU": 0.95}
    monkeypatch.setattr(death, "trial", lambda remedy, *others: SimpleNamespace(
        test=np.full((1, 2), right[remedy])))
    found = death.leaky_points((0, 1))
    np.testing.assert_allclose(found["1 hidden layer"], 4)
    np.testing.assert_allclose(found["3 hidden layers"], 5)


def test_steps_are_counted_against_those_of_relu(monkeypatch):
    def race(name, rates, seeds, steps):
        taken = {"relu": 50, "tanh": 25, "sigmoid": np.inf}[name]
        return SimpleNamespace(steps_to=lambda target: np.full((len(rates), 2), taken))

    monkeypatch.setattr(training.race, "race", race)
    found = training.speeds((0, 1))
    np.testing.assert_allclose(found["against sigmoid"], 4)             # 200, the last, over 50
    np.testing.assert_allclose(found["against tanh"], 0.5)


def test_150_digits_are_learned_by_heart():
    """What the claim on overfitting rests on: no training error, with and without a price."""
    task, seeds = tuning.centred_digits(), (300, 301)
    x, y = task.x[:zeros.MEMORISED], task.y[:zeros.MEMORISED]
    net = networks.initialise(tuning.sizes(2), ensemble=2, seed=list(seeds))
    after = networks.train(net, x, y, learning_rate=zeros.RATE, steps=300).parameters
    assert np.all(networks.accuracy(networks.forward(after, x).output, y) == 1)
    error = 1 - networks.accuracy(networks.forward(after, task.x_test).output, task.y_test)
    np.testing.assert_allclose(zeros.memorised("relu", 0.0, y, seeds), 100 * error, atol=0.3)
    np.testing.assert_allclose(zeros.memorised("relu", 1e-12, y, seeds), 100 * error, atol=0.3)
