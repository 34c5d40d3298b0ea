"""helpers.pictures.claims_on_trial: dots on the right side, bars, marks and captions."""
import numpy as np
import pytest

from helpers import plots
from helpers.experiments.claims import Claim, Trial
from helpers.pictures import claims_on_trial as pictures
from tests.artists import built

SEEDS = tuple(range(4))


def trial(values, threshold, holds, name="made"):
    claim = Claim(name, f"The claim {name}.", "If not.", "a.ipynb#b", "a", "number", threshold,
                  lambda seeds: values, (True,), "kept", holds)
    return Trial(claim, SEEDS, {case: np.asarray(v, float) for case, v in values.items()})


@pytest.fixture
def trials():
    return {
        "up": trial({"good": [5, 6, 7, 6], "bad": [1, 1, 2, 2], "control: c": [0, 9, 0, 9]}, 3,
                    "above", "up"),
        "down": trial({"good": [1, 1, 1, 1.5], "close": [1, 5, 3, 4]}, 3, "below", "down"),
    }


def dots(ax):
    """(colour, marker, x) of each row of dots, from top to bottom of the axes' data."""
    rows = [line for line in ax.lines if line.get_linestyle() == "None" and line.get_visible()]
    return [(one.get_color(), one.get_marker(), np.asarray(one.get_xdata(), float)) for one in rows]


def test_session_shows_every_case_on_its_side(trials):
    (ax,), caption = built(pictures.session(trials))
    (c1, m1, good), (c2, m2, bad), (c3, m3, control), (c4, _, low), (c5, m5, close) = dots(ax)
    assert (c1, m1, c2, m2) == (plots.BLUE, "o", plots.VERMILLION, "D")
    assert (c3, m3, c4, c5, m5) == (plots.GREY, "X", plots.BLUE, plots.PURPLE, "s")
    np.testing.assert_allclose(good, [2 / 6, 3 / 6, 4 / 6, 3 / 6])      # from 3, in sixths
    np.testing.assert_allclose(bad, [-2 / 6, -2 / 6, -1 / 6, -1 / 6])
    np.testing.assert_allclose(control, [-0.5, 1, -0.5, 1])
    np.testing.assert_allclose(low, [1, 1, 1, 0.75])                    # below: to the right
    np.testing.assert_allclose(close, [1, -1, 0, -0.5])
    names = [text.get_text() for text in ax.get_yticklabels()]
    assert names == ["good", "bad", "control: c", "good", "close"]
    written = [text.get_text() for text in ax.texts]
    assert written == ["The claim up.", "The claim down."]
    assert "2 claims: 1 true when, 1 undecided" in caption


def visible(ax):
    return [text.get_text() for text in ax.texts if text.get_visible()]


def test_replay_picks_one_seed_out(trials):
    (ax,), update = built(pictures.replay(trials))
    caption = update(claim="up", seed=2)
    assert caption == ("Seed 2: good 7.00; bad 2.00 (holds above 3). All 4 seeds: "
                       "true when: good.")
    marks = [one for one in ax.lines if one.get_markersize() == 11 and one.get_visible()]
    np.testing.assert_allclose([one.get_xdata()[0] for one in marks], [4 / 6, -1 / 6, -0.5])
    assert [one.get_color() for one in marks] == [plots.BLUE, plots.VERMILLION, plots.GREY]
    assert visible(ax) == ["The claim up.", "number: holds above 3", "good: 7.00", "bad: 2.00",
                           "control: c: 0.00"]
    assert update(claim="down", seed=0).startswith("Seed 0: good 1.00; close 1.00 (holds below 3)")
    assert visible(ax)[2:] == ["good: 1.00", "close: 1.00"]


@pytest.mark.parametrize(("seed", "colour", "marker"), [
    (0, plots.BLUE, "o"), (1, plots.VERMILLION, "D"), (2, plots.PURPLE, "s")])
def test_a_picked_seed_is_marked_by_its_own_side(trials, seed, colour, marker):
    (ax,), update = built(pictures.replay(trials))
    update(claim="down", seed=seed)
    one = [mark for mark in ax.lines if mark.get_markersize() == 11 and mark.get_visible()][1]
    assert (one.get_color(), one.get_marker()) == (colour, marker)      # 1, 5, 3; below 3 holds
    marks = [look[:2] for look in dots(ax)]                             # of each case: four, one
    assert marks[2:] == [(plots.PURPLE, "s"), (colour, marker)]         # all four: too close


def test_every_row_lies_within_the_frame(trials):
    (ax,), update = built(pictures.replay(trials))
    update(claim="up", seed=0)
    bars = [one for one in ax.lines if one.get_marker() == "|"]
    assert len(bars) == pictures.ROWS
    assert min(np.min(one.get_ydata()) for one in bars) > ax.get_ylim()[0] + 0.1


def test_jury_judges_with_fewer_seeds_and_other_margins(trials):
    (ax,), update = built(pictures.jury(trials))
    assert update(claim="up", seeds=4, errors=3.0).endswith("threshold: true when: good.")
    bars = [one for one in ax.lines if one.get_marker() == "|" and one.get_visible()]
    mean, error = 3 / 6, np.std([2 / 6, 3 / 6, 4 / 6, 3 / 6], ddof=1) / 2
    np.testing.assert_allclose(bars[0].get_xdata(), [mean - 3 * error, mean, mean + 3 * error])
    assert "threshold: undecided: good; bad." in update(claim="up", seeds=3, errors=8.0)
    np.testing.assert_allclose(dots(ax)[0][2], [2 / 6, 3 / 6, 4 / 6])
    assert not any(one.get_visible() for one in ax.lines if one.get_markersize() == 11)
    assert visible(ax)[2] == "good: 6.00"
    assert update(claim="down", seeds=3, errors=0.0) == (
        "3 seeds, means at least 0 standard errors from the threshold: undecided: close.")


def test_verdicts_puts_names_under_their_kind(trials):
    more = trials | {"yes": trial({"a": [9, 9, 9, 9]}, 3, "above"),
                     "no": trial({"a": [1, 1, 1, 2]}, 3, "above")}
    (ax,), caption = built(pictures.verdicts(more))
    place = {text.get_text(): text.get_position()[0] for text in ax.texts}
    assert caption == "4 claims: 1 true, 1 true when, 1 false, 1 undecided."
    for name, kind in (("yes", "true"), ("up", "true when …"), ("no", "false"),
                       ("down", "undecided")):
        assert place[name] == place[kind]
    assert len({place[name] for name in more}) == 4


def test_distances_of_a_claim_on_its_threshold():
    flat = trial({"a": [3, 3, 3, 3]}, 3, "above")
    np.testing.assert_array_equal(pictures.distances(flat)["a"], np.zeros(4))
