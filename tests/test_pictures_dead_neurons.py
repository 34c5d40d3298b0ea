"""The pictures of notebook 04 show what they say: artists' data against numbers worked out here."""
import re
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from helpers import plots
from helpers.experiments.deaths import BornDead, Grid, Lives, Trial
from helpers.experiments.deaths.remedies import Slopes
from helpers.pictures import dead_neurons as pictures
from helpers.pictures.dead_neurons.network import CUT_OFF, DEAD
from helpers.pictures.dead_neurons.neuron import CLOUD
from tests.artists import built, line


def numbers(caption):
    return [float(number) for number in re.findall(r"-?\d+\.?\d*", caption)]


@pytest.mark.parametrize(("angle", "b"), [(0, 0.5), (90, -0.3), (210, 1.0), (45, -5.0)])
def test_the_cloud_is_split_at_the_neurons_line(angle, b):
    (left, right), update = built(pictures.data_cloud)
    caption = update(function="relu", angle=angle, b=b)
    w = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    z = CLOUD @ w + b
    full, hollow = (line(left, colour, marker="o").get_xydata()
                    for colour in (plots.BLUE, plots.GREY))
    np.testing.assert_allclose(full, CLOUD[z > 0])
    np.testing.assert_allclose(hollow, CLOUD[z <= 0])
    border = [one for one in left.lines if one.get_color() == plots.BLACK][0].get_xydata()
    np.testing.assert_allclose(border @ w + b, 0, atol=1e-9)
    np.testing.assert_allclose(line(right, plots.BLUE, marker="o").get_xydata(),
                               np.column_stack([z[z > 0], np.ones(np.sum(z > 0))]))
    if np.all(z <= 0):
        assert "dead on these data; gradient exactly 0" in caption
    else:
        rows = np.column_stack([CLOUD, np.ones(len(z))])[z > 0]
        length = np.linalg.norm(rows.sum(axis=0) / len(z))
        assert numbers(caption) == pytest.approx(
            [np.sum(z <= 0), len(z), 0, np.sum(z <= 0), 1, length], abs=6e-4)


@pytest.mark.parametrize("b", [-5.0, 0.5, 5.0])
@pytest.mark.parametrize("angle", range(0, 360, 15))
def test_every_point_of_the_cloud_lies_in_both_frames(angle, b):
    axes, update = built(pictures.data_cloud)
    update(function="relu", angle=angle, b=b)
    for ax in axes:
        shown = np.concatenate([line(ax, colour, marker="o").get_xydata()
                                for colour in (plots.BLUE, plots.GREY)])
        assert len(shown) == len(CLOUD) and ax.viewLim.count_contains(shown) == len(CLOUD)


def test_an_elu_left_of_zero_is_on_and_a_hard_tanh_far_right_is_dead():
    (_, right), update = built(pictures.data_cloud)
    assert update(function="elu", angle=0, b=-5.0).startswith("ELU: off for 0 of 40 points")
    x, y = line(right, plots.BLUE, marker="o").get_data()
    np.testing.assert_allclose(y[x < 0], np.exp(x[x < 0]))
    assert "off for all 40 points" in update(function="hard_tanh", angle=0, b=5.0)


@pytest.mark.parametrize(("rate", "b", "limit"), [(0.27, 0.0, 3 / 11), (0.3, 0.0, 3 / 11),
                                                  (0.1, 2.0, 8 / 30)])
def test_the_fatal_step(rate, b, limit):
    (left, right), update = built(pictures.fatal_step([1, 3], [1, 2], 2.0, steps=50))
    caption = update(learning_rate=rate, b=b)
    assert line(right, plots.BLACK, ":").get_xdata()[0] == pytest.approx(limit)
    w, c = 2.0, b
    for step in range(50):
        z = np.array([w + c, 3 * w + c])
        at_z = np.where(z > 0, z - [1, 2], 0) / 2
        w, c = w - rate * at_z @ [1, 3], c - rate * at_z.sum()
        if step == 0:
            x, y = line(left, plots.VERMILLION).get_data()
            np.testing.assert_allclose(y, np.maximum(w * x + c, 0), atol=1e-12)
            on = int(np.sum(np.array([w + c, 3 * w + c]) > 0))
    x, y = line(left, plots.BLUE).get_data()
    np.testing.assert_allclose(y, np.maximum(w * x + c, 0), atol=1e-12)
    loss = np.mean((np.maximum([w + c, 3 * w + c], 0) - [1, 2]) ** 2) / 2
    assert line(right, plots.VERMILLION, marker="o").get_ydata()[0] == pytest.approx(loss, abs=1e-9)
    assert f"rate {limit:.4f} on" in caption and f"the loss is {loss:.3f}" in caption
    assert ("dead" in caption) == (on == 0)


def test_decay_paths_show_the_largest_pre_activation():
    x = np.array([[1.0, 0.0], [0.0, 2.0]])
    neurons = {"low": (np.array([1.0, 0.25]), -1.25), "high": (np.array([-1.0, -1.0]), 0.5)}
    (ax,), update = built(pictures.decay_paths(x, neurons, steps=200))
    caption = update(weights=0.0, bias=0.01)
    path = 1.0 - 1.25 * 0.99 ** np.arange(201)
    np.testing.assert_allclose(line(ax, plots.BLUE).get_ydata(), path)
    np.testing.assert_allclose(line(ax, plots.VERMILLION, "--").get_ydata(),
                               -1 + 0.5 * 0.99 ** np.arange(201))
    assert f"low: back at step {np.argmax(path > 0)}" in caption
    assert "high: dead for 200 steps" in caption and "1.0% of the bias" in caption


def small_grid():
    """Two rates, two biases, one seed; three records of 2 layers of 32 neurons."""
    on = np.full((3, 4, 2, 32), 0.5)
    on[1, 3, 0, :5] = 0
    on[2, 3, 1] = 0                         # the whole second layer at rate .3, bias .5
    on[2, 0, 0, 7] = 0
    right = np.linspace(0, 1, 12).reshape(3, 4)
    return Grid(np.array([0.1, 0.3]), np.array([0.0, 0.5]), np.array([0]),
                Lives(np.array([0, 10, 20]), on, right, np.zeros(4)))


def test_replay_greys_the_dead_and_marks_the_cut_off():
    grid = small_grid()
    (squares, lines), update = built(pictures.replay(grid, (0.1, 0.0)))
    caption = update(learning_rate=0.3, bias=0.5, step=20)
    mine, control = (np.asarray(image.get_array())[..., :3] for image in squares.images)
    np.testing.assert_allclose(mine[1], np.tile(DEAD, (32, 1)))
    np.testing.assert_allclose(mine[0], np.tile(CUT_OFF, (32, 1)))
    np.testing.assert_allclose(control[0, 7], DEAD)
    half_blue = (np.array(to_rgb("#dcecf7")) + to_rgb(plots.BLUE)) / 2
    np.testing.assert_allclose(control[1, 3], half_blue)
    assert caption == ("Step 20: dead 0+32 of 32 a layer, cut off 32, 1.00 right. "
                       "Control: dead 1+0, 0.73 right.")
    np.testing.assert_allclose(line(lines, plots.BLACK, "-").get_ydata(), [0, 5 / 64, 0.5])
    np.testing.assert_allclose(line(lines, plots.GREY, "--").get_ydata(), [0, 0, 1 / 64])
    crosses = [one.get_xydata() for one in squares.lines if one.get_marker() == "x"]
    assert [len(one) for one in crosses] == [32, 1] and crosses[1][0, 0] == 7.5
    assert "dead 5+0" in update(learning_rate=0.3, bias=0.5, step=10)


def test_shares_over_time_draw_the_mean_over_networks():
    run = small_grid().lives
    (ax,), caption = built(pictures.shares_over_time({"one": run}))
    np.testing.assert_allclose(line(ax, plots.BLUE, "-").get_ydata(), [0, 5 / 128, 1 / 128])
    np.testing.assert_allclose(line(ax, plots.VERMILLION, "--").get_ydata(), [0, 0, 0.25])
    assert caption.endswith("one: 0.01, 0.25.")


def test_the_death_map_shows_settings_in_their_cells():
    on = np.ones((2, 8, 3, 32))
    on[1, 2, 0] = 0                                         # rate .1, bias .5, seed 0, layer 1
    lives = Lives(np.array([0, 9]), on, np.full((2, 8), 0.25), np.zeros(8))
    lives.right[1, 6:] = 0.75                               # rate .3, bias .5
    grid = Grid(np.array([0.1, 0.3]), np.array([0.0, 0.5]), np.array([0, 1]), lives)
    axes, update = built(pictures.death_map({"adam": grid}))
    caption = update(optimiser="adam", layer="1", moment="after")
    dead, right = (ax.images[0].get_array() for ax in axes)
    np.testing.assert_allclose(dead, [[0, 0], [0.5, 0]])   # rows: bias, columns: rate
    np.testing.assert_allclose(right, [[0.25, 0.25], [0.25, 0.75]])
    assert [text.get_text() for text in axes[0].texts] == ["0", "0", "50", "0"]
    assert caption == ("Adam, layer 1, after training: from 0% to 50% dead. Best: 75% right at "
                       "learning rate 0.3, bias 0.5 (0% dead). 2 seeds.")
    update(optimiser="adam", layer="all", moment="after")
    assert axes[0].images[0].get_array()[1, 0] == pytest.approx(1 / 6)
    update(optimiser="adam", layer="all", moment="before")
    assert np.all(axes[0].images[0].get_array() == 0)


def test_death_and_accuracy_has_a_dot_for_each_network():
    on = np.ones((2, 3, 1, 4))
    on[1, 1, 0, :1], on[1, 2] = 0, 0
    lives = Lives(np.array([0, 1]), on, np.zeros((2, 3)), np.array([0.9, 0.8, 0.1]))
    grid = SimpleNamespace(lives=lives)
    (ax,), caption = built(pictures.death_and_accuracy({"sgd": grid}))
    np.testing.assert_allclose(ax.lines[0].get_xydata(), [[0, 0.9], [0.25, 0.8], [1, 0.1]])
    assert numbers(caption)[:1] == [3] and "from 0.80 to 0.90" in caption
    assert "from 0.10 to 0.10" in caption


def test_born_dead_compares_formula_and_measurement():
    table = {n: BornDead(np.linspace(0, 0.9, 4) / n, np.linspace(0, 0.6, 4) / n) for n in (1, 2)}
    (left, right, *_), update = built(pictures.born_dead(table))
    caption = update(width=2, depth=3)
    np.testing.assert_allclose(line(right, plots.BLUE, "-").get_ydata(),
                               [0, 0.25, 1 - 0.75 ** 2, 1 - 0.75 ** 3])
    np.testing.assert_allclose(line(right, plots.BLUE, "None").get_ydata(), [0, 0.15, 0.3, 0.45])
    np.testing.assert_allclose(line(right, plots.VERMILLION, "--").get_ydata(), [0, 0.1, 0.2, 0.3])
    np.testing.assert_allclose(left.images[0].get_array()[1], [0, 0.1, 0.2, 0.3])
    assert line(left, plots.VERMILLION).get_xydata().tolist() == [[3, 2]]
    assert numbers(caption) == pytest.approx([2, 3, 0.438, 0.3, 0.2], abs=1e-3)


def test_remedies_draw_the_chosen_setting_and_say_who_diverged():
    rates, nan = np.array([0.1, 0.2]), np.nan
    tuned = {"nothing": Trial(("", ""), rates, np.array([[0.0, 0.0], [0.2, 0.4]]),
                              np.array([[0.5, 0.5], [0.9, 0.9]]), np.array([[0, 0], [0.8, 0.9]])),
             "other": Trial(("", ""), rates, *(np.eye(2),) * 3)}
    one, two = np.array([[0.6, 0.8]]), np.array([[0.1, 0.2], [0.7, 0.9]])
    high = {"nothing": Trial(("",), np.array([0.3]), one, one, one),
            "other": Trial(("a", "b"), np.array([0.3, 0.3]), two / 10, two, two)}
    (left, right), caption = built(pictures.remedies(high, tuned))
    marks = {mark: [each.get_xdata()[0] for each in left.lines if each.get_marker() == mark]
             for mark in "oD"}
    assert marks == {"o": pytest.approx([0.3, 0.5]), "D": pytest.approx([0.7, 0.08])}
    assert caption == ("At learning rate 0.3, nothing: 0.70 dead, accuracy 0.70; other: 0.08 and "
                       "0.80. Tuned, nothing: 0.85.")
    lost = np.array([[nan, 0.8]])
    high["other"] = Trial(("",), np.array([0.3]), lost, lost, lost)
    (_, right), _ = built(pictures.remedies(high, tuned))
    assert [text.get_text() for text in right.texts] == ["1 of 2 diverged"]


def test_leaky_slope_draws_shares_and_leaves_out_what_diverged():
    test = np.array([[[0.5, 0.7]], [[0.9, 0.7]], [[0.9, np.nan]]])
    dead = np.array([[[0.2, 0.4]], [[0.0, 0.0]], [[0.0, 0.0]]])
    found = Slopes(np.array([0, 0.5, 1]), np.array([0.1]), dead, dead + 0.1, test)
    (left, right), update = built(pictures.leaky_slope(found))
    assert update(slope=0, learning_rate=0.1).endswith(
        "0.30 dead, 0.40 never above 0, test accuracy 0.60.")
    np.testing.assert_allclose(line(right, plots.BLUE).get_ydata(), [0.6, 0.8, np.nan])
    np.testing.assert_allclose(line(right, plots.BLACK, ":").get_ydata(), [0.3, 0, 0])
    assert update(slope=1, learning_rate=0.1).endswith("1 of 2 networks diverged.")
    update(slope=0.5, learning_rate=0.1)
    assert line(left, plots.BLACK).get_ydata().tolist() == [-1.5, 0, 3]
