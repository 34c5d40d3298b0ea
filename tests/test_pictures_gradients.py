"""The pictures of notebook 03 show what they say: artists' data against numbers worked out here."""
import itertools
import re

import numpy as np
import pytest

from helpers import plots
from helpers.pictures import gradients
from helpers.pictures.gradients import depth
from tests.artists import built, line


def hinge(x):
    return (np.asarray(x, float) + np.abs(x)) / 2


def numbers(caption):
    return [float(number) for number in re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", caption)]


@pytest.mark.parametrize(("x", "h", "at_zero", "slope"), [
    (0.0, 0.5, 0.0, 0.0), (0.0, 0.5, 0.5, 0.5), (0.0, 2.0, 1.0, 1.0), (0.25, 1.0, 0.0, 1.0),
    (-0.25, 1.0, 1.0, 0.0), (1.5, 0.5, 0.0, 1.0), (-5e-17, 0.5, 0.5, 0.5)])
def test_tangent_and_secant(x, h, at_zero, slope):
    (left, right), update = built(gradients.tangent_and_secant)
    caption = update(x=x, h=h, at_zero=at_zero)
    secant = line(left, plots.VERMILLION, "--").get_xydata()
    np.testing.assert_allclose(secant, [[x - h, hinge(x - h)], [x + h, hinge(x + h)]], atol=1e-9)
    tangent = line(left, plots.BLUE, "-").get_xydata()
    np.testing.assert_allclose(np.diff(tangent[:, 1]) / np.diff(tangent[:, 0]), slope)
    assert np.interp(x, *tangent.T) == pytest.approx(hinge(x))
    central = (hinge(x + h) - hinge(x - h)) / (2 * h)
    assert line(right, plots.VERMILLION, marker="D").get_ydata()[0] == pytest.approx(central)
    assert line(right, plots.BLUE, marker="o").get_ydata()[0] == slope
    assert numbers(caption) == pytest.approx([round(x, 6), slope, h, central,
                                              abs(central - slope)], abs=6e-4)
    assert ("by convention" in caption) == (abs(x) < 1e-9)


def test_the_secant_turns_the_step_into_a_ramp():
    (_, right), update = built(gradients.tangent_and_secant)
    update(x=1.0, h=0.75, at_zero=0.0)
    x, ramp = line(right, plots.VERMILLION, "--").get_data()
    np.testing.assert_allclose(ramp, np.clip((x + 0.75) / 1.5, 0, 1), atol=1e-12)


@pytest.mark.parametrize(("x", "central", "forward"), [(0.3, 0.35, 0.0), (-0.4, 0.3, 0.6),
                                                        (0.0, 0.5, 1.0)])
def test_step_errors_of_relu_jump_at_the_kink(x, central, forward):
    (ax,), update = built(gradients.step_errors)
    caption = update(function="relu", x=x)
    steps, blue = line(ax, plots.BLUE).get_data()
    _, orange = line(ax, plots.VERMILLION, "--").get_data()
    assert (orange[-1], blue[-1]) == pytest.approx((central, forward), abs=1e-12)
    safe = steps < abs(x) * 0.99
    assert np.all(orange[safe] <= 4e-16 / steps[safe])
    assert line(ax, plots.BLACK).get_xdata()[0] == pytest.approx(max(abs(x), 1e-15))
    assert line(ax, plots.BLACK).get_visible()
    assert f"x = {x:.2f}" in caption and f"off by {central:.2f}" in caption


def test_step_errors_of_a_smooth_function_follow_taylor():
    (ax,), update = built(gradients.step_errors)
    caption = update(function="tanh", x=0.5)
    steps, blue = line(ax, plots.BLUE).get_data()
    _, orange = line(ax, plots.VERMILLION, "--").get_data()
    t = np.tanh(0.5)
    second, third = -2 * t * (1 - t ** 2), -2 * (1 - t ** 2) * (1 - 3 * t ** 2)
    at = np.argmin(np.abs(steps - 1e-3))
    assert blue[at] == pytest.approx(abs(second) / 2 * steps[at], rel=0.01)
    assert orange[at] == pytest.approx(abs(third) / 6 * steps[at] ** 2, rel=0.01)
    assert not line(ax, plots.BLACK).get_visible()
    assert f"{abs(third) / 6 * 1e-6:.0e} at h = 0.001" in caption
    assert re.search(r"near h = 1e-[56]\.", caption)


def test_step_errors_say_when_the_kink_is_out_of_reach():
    _, update = built(gradients.step_errors)
    assert "beyond every step drawn" in update(function="relu", x=-1.0)


def test_zero_shares_draws_the_dots_and_the_law():
    (ax,), caption = built(gradients.zero_shares([4, 6], [0.04, 0.01]))
    dots = [one.get_xydata()[0].tolist() for one in ax.lines if one.get_marker() == "o"]
    assert dots == [[4, 0.04], [6, 0.01]]
    law = line(ax, plots.GREY, "--").get_xydata()
    assert law[0].tolist() == pytest.approx([4, 0.04]) and law[1, 0] == 53
    assert law[1, 1] == pytest.approx(0.04 * 2.0 ** -49)
    assert "3e-04 in float16, 4e-08 in float32" in caption and "7e-17 in float64" in caption


def brute_force(x1, x2):
    """The gradient by adding up every path, written without matrices, and the output."""
    x, (w1, w2, w3), (b1, b2, b3) = (x1, x2), depth.WEIGHTS, depth.BIASES
    z1 = [sum(x[i] * w1[i][j] for i in range(2)) + b1[j] for j in range(3)]
    z2 = [sum(max(z1[j], 0) * w2[j][k] for j in range(3)) + b2[k] for k in range(3)]
    paths = {(i, j, k): w1[i][j] * w2[j][k] * w3[k][0] * (z1[j] > 0) * (z2[k] > 0)
             for i, j, k in itertools.product(range(2), range(3), range(3))}
    return paths, sum(max(z2[k], 0) * w3[k][0] for k in range(3)) + b3[0]


@pytest.mark.parametrize("x", [(1.5, 0.5), (-2, 1.25), (0.25, -1), (-0.5, -1), (2, 2)])
@pytest.mark.parametrize("source", [0, 1])
def test_gates_show_each_path_and_their_sum(x, source):
    (left, right), update = built(gradients.gates)
    caption = update(x1=x[0], x2=x[1], source=("x₁", "x₂")[source])
    paths, y = brute_force(*x)
    ours = [paths[source, j, k] for j in range(3) for k in range(3)]
    assert [bar.get_height() for bar in right.patches] == pytest.approx(ours)
    assert numbers(caption)[0] == pytest.approx(y, abs=0.006)
    assert f"{sum(p != 0 for p in ours)} of 9" in caption
    assert caption.endswith(f"= {sum(ours):.3f}.")
    assert sum(one.get_linestyle() == "-" and len(one.get_xdata()) == 2
               for one in left.lines) == live_edges(paths, source)


def live_edges(paths, source):
    """The number of weights on some live path from the source."""
    live = [path for path, product in paths.items() if path[0] == source and product != 0]
    return sum(len({part(path) for path in live}) for part in (
        lambda p: p[:2], lambda p: p[1:], lambda p: p[2]))


def test_the_sum_over_paths_is_the_slope_of_the_output():
    _, y = brute_force(0.7, 0.4)
    paths, up = brute_force(0.7 + 1e-6, 0.4)
    assert (up - y) / 1e-6 == pytest.approx(sum(p for key, p in paths.items() if key[0] == 0))


def test_neurons_that_are_off_are_white():
    (left, _), update = built(gradients.gates)
    update(x1=1.5, x2=0.5, source="x₁")
    circles = [one for one in left.lines if one.get_marker() == "o"]
    white = [one.get_markerfacecolor() == "white" for one in circles]
    assert white == [False, False, False, True, False, False, True, False, False]     # b and e


def test_layers_of_relu_scale_with_the_gain_to_the_power_of_the_depth():
    (left, right), update = built(gradients.layers)
    sizes = []
    for gain in (1.0, 2.0):
        update(function="relu", gain=gain, depth=12)
        forward, backward = (line(ax, plots.BLUE).get_xydata() for ax in (left, right))
        assert forward[:, 0].tolist() == backward[:, 0].tolist() == list(range(1, 13))
        sizes.append((forward[:, 1], backward[:, 1]))
    np.testing.assert_allclose(sizes[1][0] / sizes[0][0], 2.0 ** np.arange(1, 13))
    np.testing.assert_allclose(sizes[1][1] / sizes[0][1], 2.0 ** np.arange(11, -1, -1))
    assert 0.5 < sizes[0][0][-1] / 2.0 ** -6 < 2 and 0.4 < sizes[0][1][0] / 2.0 ** -6 < 2


def test_layers_say_the_far_ends():
    (left, right), update = built(gradients.layers)
    caption = update(function="tanh", gain=1.3, depth=20)
    assert caption.startswith("Tanh, gain 1.30, 20 layers")
    assert f"{line(left, plots.BLUE).get_ydata()[-1]:.1e} of the input's" in caption
    assert f"{line(right, plots.BLUE).get_ydata()[0]:.1e} of the output's" in caption
    assert np.all(line(left, plots.BLUE).get_ydata() <= 1)


@pytest.mark.parametrize("angle", [0, 60, 90, 180])
def test_directions_follow_the_angle_map(angle):
    (left, right), update = built(gradients.directions)
    caption = update(angle=angle)
    theory = line(right, plots.BLUE, marker="o").get_ydata()
    theta = np.radians(angle)
    expected = [angle]
    for _ in range(10):
        theta = np.arccos(min(1, (np.sin(theta) + (np.pi - theta) * np.cos(theta)) / np.pi))
        expected.append(np.degrees(theta))
    np.testing.assert_allclose(theory, expected, atol=1e-4)
    nets = line(right, plots.SKY).get_xydata().reshape(8, 12, 2)
    assert np.isnan(nets[:, -1]).all() and (nets[:, :-1, 0] == np.arange(11)).all()
    nets = nets[:, :-1, 1]
    assert all(net[0] == pytest.approx(angle, abs=1e-3) for net in nets)
    assert np.mean([net[1] for net in nets]) == pytest.approx(expected[1], abs=6)
    last = [net[-1] for net in nets]
    assert numbers(caption) == pytest.approx(
        [angle, expected[1], expected[10], 10, 150, min(last), max(last)], abs=0.51)
    stairs = line(left, plots.BLUE).get_xydata()
    assert stairs[0].tolist() == pytest.approx([np.cos(np.radians(angle)), -1])
    assert stairs[1, 1] == pytest.approx(np.cos(np.radians(expected[1])))


@pytest.mark.parametrize(("schedule", "step", "expected", "far"), [
    ("constant", 0.75, [2, 1.25, 0.5, -0.25, 0.5], 0.5), ("constant", 0.5, [2, 1.5, 1, 0.5, 0], 0),
    ("halving", 0.5, [2, 1.5, 1.25, 1.125, 1.0625], 1),
    ("1/k", 1, [2, 1, 0.5, 1 / 6, -1 / 12], 0.01),
    ("1/√k", 1, [2, 1, 1 - 0.5 ** 0.5, 1 - 0.5 ** 0.5 - 3 ** -0.5], 0.07)])
def test_descent_draws_the_walk_and_the_distance(schedule, step, expected, far):
    (left, right), update = built(gradients.descent)
    caption = update(schedule=schedule, step=step)
    path = line(left, plots.BLUE).get_xydata()
    assert path.shape == (101, 2)
    np.testing.assert_allclose(path[:len(expected), 0], expected, atol=1e-12)
    np.testing.assert_allclose(path[:, 1], np.abs(path[:, 0]))
    np.testing.assert_allclose(line(right, plots.BLUE).get_ydata(),
                               np.maximum(np.abs(path[:, 0]), 1e-4))
    assert np.abs(path[-10:, 0]).max() == pytest.approx(far, abs=0.005)
    assert f"up to {np.abs(path[-10:, 0]).max():.4f}" in caption
    jumps = sum(a * b < 0 for a, b in itertools.pairwise(path[:, 0]))
    assert f"jumped over it {jumps} times" in caption
