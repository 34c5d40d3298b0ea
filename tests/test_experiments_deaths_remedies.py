"""What notebook 04 states of remedies, with margin, on seeds that the notebook does not use.

Limits lie outside what 24 further seeds (300 to 323, in groups of eight) gave.
"""
import numpy as np
import pytest

from helpers.datasets import digits
from helpers.experiments import deaths

SEEDS = [20, 21, 22, 23]


@pytest.fixture(scope="module")
def data():
    return digits()


@pytest.fixture(scope="module")
def trials(data):
    seeds = {"seeds": list(range(40, 48))}
    return ({name: deaths.trial(data, remedy, learning_rates=[0.3], steps=100, **seeds)
             for name, remedy in deaths.REMEDIES.items()},
            {name: deaths.trial(data, remedy, learning_rates=[0.01, 0.03, 0.1], steps=150, **seeds)
             for name, remedy in deaths.REMEDIES.items()})


HELPING = ("clipping", "batch norm", "centred inputs")


def test_three_remedies_help_at_a_learning_rate_that_kills(trials):
    high, _ = trials
    for name, trial in high.items():
        test, gone = np.nan_to_num(trial.test).mean(axis=1), trial.dead.mean(axis=1)
        if name in HELPING:
            assert gone[trial.choice] < 0.15 and test[trial.choice] > 0.86, name
        else:
            assert test.max() < 0.75, name                       # in any strength
    for name in ("nothing", "Glorot scale", "positive bias", "asymmetric", "warm-up"):
        assert high[name].dead[high[name].choice].mean() > 0.35, name


def test_functions_that_cannot_die_do_not_learn_either_at_that_rate(trials):
    high, _ = trials
    leaky, gelu, elu = (high[name] for name in ("Leaky ReLU", "GELU", "ELU"))
    assert np.nanmax(leaky.dead) == 0 and np.nanmean(gelu.dead) < 0.3
    assert np.nanmean(elu.dead) > 0.3 and np.nanmean(elu.test) < 0.2
    assert np.isnan(high["PReLU"].test).mean() >= 0.75


def test_tuned_no_remedy_against_death_alone_stands_out(trials):
    _, tuned = trials
    best = {name: trial.test[trial.choice].mean() for name, trial in tuned.items()}
    plain = best["nothing"]
    assert plain > 0.93 and 0.02 < tuned["nothing"].dead[tuned["nothing"].choice].mean() < 0.15
    for name in HELPING[1:]:
        assert best[name] > plain + 0.01, name
    assert best["ELU"] > plain - 0.005
    for name in set(best) - set(HELPING[1:]):
        assert abs(best[name] - plain) < 0.03, name


@pytest.fixture(scope="module")
def leaky(data):
    return deaths.leaky_slopes(data, [0, 0.01, 0.3, 0.6, 1], learning_rates=[0.03, 0.2],
                               seeds=SEEDS, steps=80)


def test_a_slope_ends_death_by_definition_and_changes_little_else(leaky):
    dead, below, test = (array[:, 0].mean(axis=1) for array in
                         (leaky.dead, leaky.one_sided, leaky.test))
    assert 0.03 < dead[0] < 0.17 and np.all(dead[1:] == 0)
    assert abs(below[1] - below[0]) < 0.04 and below[2] < below[0] and below[3] < 0.03
    assert abs(test[1] - test[0]) < 0.03


def test_steep_slopes_diverge_where_relu_dies(leaky):
    diverged = np.isnan(leaky.test[:, 1]).sum(axis=1)
    assert diverged[0] == 0 and np.all(diverged[3:] >= 3)
    assert leaky.dead[0, 1].mean() > 0.1


def test_the_digits_cannot_show_what_a_kink_is_worth(data):
    longer = deaths.leaky_slopes(data, [0, 0.01, 1], learning_rates=[0.03], seeds=SEEDS[:3],
                                 steps=600).test.mean(axis=(1, 2))
    assert longer.min() > 0.94 and np.ptp(longer) < 0.03
