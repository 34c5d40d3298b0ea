"""The pictures of notebook 05 show what they say: artists' data against numbers worked out here."""
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers import plots
from helpers.activations import ACTIVATIONS
from helpers.experiments.comparison.depth import EDGES, Profile
from helpers.experiments.comparison.negatives import Cut
from helpers.experiments.comparison.race import Race
from helpers.experiments.comparison.sparse import Sparsity
from helpers.experiments.comparison.tuning import Sweep
from helpers.pictures import activation_comparisons as pictures


def built(build):
    """The axes of a new figure and what `build` returns."""
    figure = Figure()
    answer = build(figure)
    return figure.axes, answer


def line(ax, colour, style=None, longer=2):
    """The one line of that colour and dash with more than `longer` points."""
    found = [one for one in ax.lines if one.get_color() == colour
             and len(one.get_xdata()) > longer and style in (None, one.get_linestyle())]
    assert len(found) == 1, found
    return found[0]


def sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


def test_everything_has_one_panel_a_function_with_f_and_its_slope():
    axes, caption = built(pictures.everything)
    assert len(axes) == len(ACTIVATIONS) and "17 of them go below 0" in caption
    panel = next(ax for ax in axes if ax.get_title(loc="left") == "SiLU"
                 or ax.get_title() == "SiLU")
    x, y = line(panel, plots.BLUE).get_data()
    np.testing.assert_allclose(y, x * sigmoid(x), atol=1e-12)
    x, slope = line(panel, plots.VERMILLION).get_data()
    np.testing.assert_allclose(slope, sigmoid(x) * (1 + x * sigmoid(-x)), atol=1e-12)
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in axes}) == 1


@pytest.mark.parametrize("x", [-1.3, 0.0, 2.5])
def test_gallery_shows_a_function_its_slope_and_the_point(x):
    (left, right), update = built(pictures.gallery)
    caption = update(function="silu", x=x)
    grid, y = line(left, plots.BLUE).get_data()
    np.testing.assert_allclose(y, grid * sigmoid(grid), atol=1e-12)
    f, df = x * sigmoid(x), sigmoid(x) * (1 + x * sigmoid(-x))
    dots = [one for ax in (left, right) for one in ax.lines if one.get_marker() == "o"]
    assert [d.get_ydata()[0] for d in dots] == pytest.approx([f, df])
    assert f"f({x:.2f}) = {f:.3f}, slope {df:.3f}. Elfwing" in caption
    ghost = line(left, plots.GREY, "--").get_ydata()
    np.testing.assert_allclose(ghost, (grid + np.abs(grid)) / 2)


def test_gallery_breaks_the_step_instead_of_drawing_a_wall():
    (_, right), update = built(pictures.gallery)
    update(function="relu", x=0.0)
    slope = line(right, plots.VERMILLION).get_ydata()
    assert np.isnan(slope).any() and set(slope[np.isfinite(slope)]) == {0.0, 1.0}


def test_side_by_side_counts_what_comes_out():
    axes, update = built(pictures.side_by_side)
    caption = update(left="relu", right="tanh", mean=0.5, spread=1.5)
    z = np.sort(np.random.default_rng(8).normal(0.5, 1.5, size=400_000))
    relu, tanh = (z + np.abs(z)) / 2, np.tanh(z)
    assert f"ReLU: mean {relu.mean():.2f}" in caption and f"{np.mean(relu == 0):.0%}" in caption
    for ax, y in zip(axes[2:], (relu, tanh), strict=True):
        shares = np.histogram(np.clip(y, -2.999, 2.999), EDGES)[0] / y.size
        np.testing.assert_allclose(ax.patches[0].get_data().values, shares, atol=0.004)
        assert line(ax, plots.BLACK, longer=1).get_xdata()[0] == pytest.approx(y.mean(), abs=0.01)


@pytest.mark.parametrize(("family", "value", "at", "f", "df", "jump"), [
    ("prelu", 0.3, -2.0, -0.6, 0.3, 0.7), ("elu", 2.0, -1.0, 2 * np.expm1(-1), 2 * np.exp(-1), 1),
    ("celu", 2.0, -1.0, 2 * np.expm1(-0.5), np.exp(-0.5), 0),
    ("swish", 3.0, 1.0, sigmoid(3), sigmoid(3) * (1 + 3 * sigmoid(-3)), 0),
    ("softplus", 2.0, 0.5, np.log1p(np.e) / 2, sigmoid(1), 0)])
def test_shapes_follow_their_parameter(family, value, at, f, df, jump):
    (left, right), update = built(pictures.shapes)
    caption = update(family=family, value=value)
    for ax, colour, want in ((left, plots.BLUE, f), (right, plots.VERMILLION, df)):
        x, y = line(ax, colour).get_data()
        assert y[np.argmin(np.abs(x - at))] == pytest.approx(want, abs=1e-6)
    assert f"jumps by {jump:.2f} at 0" in caption


def profile(k):
    layers = np.arange(4.0)
    return Profile(mean=k + layers / 10, variance=k / 2 + layers / 5, share=layers / (3 + k),
                   counts=np.outer(layers + k, np.ones(60)) / 10)


def test_values_by_depth_shows_the_chosen_profile():
    profiles = {("relu", "own gain"): profile(1), ("elu", "gain 1"): profile(2)}
    build = pictures.values_by_depth(profiles)
    (left, right), update = built(build)
    caption = update(function="elu", start="gain 1", layer=3)
    p = profile(2)
    np.testing.assert_allclose(left.patches[0].get_data().values, p.counts[3])
    for colour, values in ((plots.VERMILLION, p.variance), (plots.GREEN, p.mean),
                           (plots.BLUE, p.share)):
        np.testing.assert_allclose(line(right, colour).get_ydata(), values)
    assert "ELU, gain 1, layer 3: mean 2.30, variance 1.6; 60% of the energy" in caption


def test_cuts_draw_every_network():
    cut = Cut(np.array([0.1, 0.2]), np.array([0.3, 0.5]), np.array([0.9, 0.9]))
    same = Cut(np.array([0.1, 0.1]), np.array([0.1, 0.1]), np.array([0.9, 0.9]))
    (ax,), caption = built(pictures.cuts({"relu": same, "tanh": cut}))
    drawn = sorted(x for one in ax.lines if one.get_marker() == "D" for x in one.get_xdata())
    assert drawn == [0.1, 0.1, 0.3, 0.5]
    assert "Tanh rises from 0.150 to 0.400; that of ReLU stays at 0.100" in caption


def test_sparsity_draws_error_against_zeros():
    found = Sparsity(np.array([0.0, 0.5]), np.array([[0.5, 0.6], [0.8, 0.9]]),
                     np.array([[0.1, 0.2], [0.2, 0.4]]), np.zeros((2, 2)))
    (ax,), caption = built(pictures.sparsity(found))
    drawn = [one.get_xydata().tolist() for one in ax.lines]
    assert drawn == [[[0.5, 0.1], [0.6, 0.2]], [[0.8, 0.2], [0.9, 0.4]]]
    assert "from 0.55 to 0.85; the error from 0.150 to 0.300" in caption


LOSS = np.array([[0.4, 0.1, 0.4, 0.1], [0.01, 0.04, 0.01, 0.04], [2.3, 2.3, 0.5, 2.3]])
SWEEPS = {1: {"relu": Sweep(np.array([0.1, 0.2, 0.4]), LOSS, LOSS / 10),
              "tanh": Sweep(np.array([0.1, 0.2, 0.4]), LOSS[::-1], LOSS[::-1] / 20)}}
TITLES = {"relu": "ReLU", "tanh": "Tanh"}


def test_rate_sweeps_draw_all_seeds_and_their_geometric_mean():
    (ax,), update = built(pictures.rate_sweeps(SWEEPS, TITLES))
    caption = update(function="tanh", depth=1)
    mean = np.exp(np.log(LOSS[::-1]).mean(axis=1))
    np.testing.assert_allclose(line(ax, plots.BLUE, "-").get_ydata(), mean)
    np.testing.assert_allclose(line(ax, plots.GREY, "--").get_ydata(), mean[::-1])
    cloud = line(ax, plots.BLUE, "None", longer=5)
    np.testing.assert_allclose(cloud.get_ydata(), LOSS[::-1].ravel())
    assert "Best rate 0.2: loss 0.020 (ReLU 0.020)" in caption and "4 of 4 seeds" in caption
    assert "1 of 4 seeds" in update(function="relu", depth=1)


def test_tuned_draws_the_judged_values():
    (left, right), update = built(pictures.tuned(SWEEPS, TITLES))
    caption = update(depth=1)
    for ax, scale in ((left, 1), (right, 1 / 10)):
        cloud = next(one for one in ax.lines if one.get_marker() == "D")
        np.testing.assert_allclose(cloud.get_xdata(), LOSS[1] * scale)
    assert "lowest test error: Tanh, 0.001; ReLU 0.020 and 0.003" in caption


def test_convergence_draws_single_seeds_and_their_mean():
    error = np.zeros((3, 2, 2)) + np.array([0.9, 0.4, 0.1])[:, None, None]
    error[2, 1, 1] = 0.3
    r = Race(np.array([0, 5, 10]), (0.1, 0.4), error)
    build = pictures.convergence({("relu", "own gain"): r}, TITLES, 0.2)
    (ax,), update = built(build)
    caption = update(function="relu", start="own gain", rate=0.4)
    np.testing.assert_allclose(line(ax, plots.BLUE).get_ydata(), [0.9, 0.4, 0.2])
    seeds = sorted(one.get_ydata()[-1] for one in ax.lines if one.get_color() == plots.SKY)
    assert seeds == [0.1, 0.3] and "1 of 2 seeds reach an error of 0.2." in caption
    assert "after 10.0 steps on average" in update(function="relu", start="own gain", rate=0.1)
