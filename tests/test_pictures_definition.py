"""The pictures of notebook 01 show what they say: artists' data against numbers worked out here."""
from statistics import NormalDist

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

from helpers.datasets import digits
from helpers.experiments.sparsity import Zeros
from helpers.pictures import definition

INPUTS = np.array([-3.1, -1.2, -0.4, 0.1, 0.3, 0.9, 1.7, 2.2])
Z = np.random.default_rng(17).normal(size=4000)


def hinge(x):
    return (np.asarray(x, float) + np.abs(x)) / 2


def built(build):
    """The figure and what `build` returns."""
    figure = Figure()
    return figure, build(figure)


def lines(ax):
    return [line.get_xydata() for line in ax.lines]


def has_line(ax, x, y):
    """Whether a line of the axes runs through exactly these points."""
    wanted = np.column_stack([x, y])
    return any(line.shape == wanted.shape and np.allclose(line, wanted) for line in lines(ax))


def counts(ax):
    return [patch.get_data().values for patch in ax.patches if isinstance(patch, StepPatch)]


@pytest.mark.parametrize("a, b, gap, slope", [
    (-2, 2, 1, 0.5), (-3, 1, 0.5, 0.25), (3, -3, 1.5, 0.5), (1, 2.5, 0, 1), (-2, -1, 0, 0)])
def test_chord(a, b, gap, slope):
    figure, update = built(definition.chord)
    ax, = figure.axes
    caption = update(a, b)
    assert has_line(ax, [-3, 0, 3], [0, 0, 3])
    assert has_line(ax, [a, b], [max(a, 0), max(b, 0)])
    middle = (a + b) / 2
    assert has_line(ax, [middle, middle], [max(middle, 0), max(middle, 0) + gap])
    assert has_line(ax, [a], [max(a, 0)]) and has_line(ax, [b], [max(b, 0)])
    assert f"{gap:.2f} above" in caption and f"slope is {slope:.2f}" in caption
    assert ax.get_aspect() == 1


def test_chord_of_one_point():
    _, update = built(definition.chord)
    assert "no slope" in update(1.5, 1.5)


@pytest.mark.parametrize("w, b, kink, passing", [(1, 0, 0, 5), (2, -1, 0.5, 3), (-2, 1, 0.5, 5),
                                                 (-1, -2, -2, 1), (3, 4, -4 / 3, 7)])
def test_neuron(w, b, kink, passing):
    figure, update = built(definition.neuron(INPUTS))
    top, bottom = figure.axes
    caption = update(w, b)
    grid = np.linspace(-4, 4, 401)
    assert has_line(top, grid, w * grid + b)
    assert has_line(top, grid, hinge(w * grid + b))
    assert has_line(top, [kink], [0])
    everything, passed = counts(bottom)
    assert everything.sum() == 8 and passed.sum() == passing
    left = np.linspace(-4, 4, 33)[:-1]
    assert not passed[left < kink - 0.25 if w > 0 else left > kink].any()
    assert f"x = {kink:.2f}" in caption and f"{passing / 8:.1%} of" in caption


@pytest.mark.parametrize("b, passing", [(-1, 0), (0, 0), (1, 8)])
def test_a_neuron_without_weight_has_no_kink(b, passing):
    figure, update = built(definition.neuron(INPUTS))
    caption = update(0, b)
    assert "no kink" in caption and f"{passing / 8:.1%}" in caption
    dot = [line for line in figure.axes[0].lines if line.get_marker() == "o"]
    assert len(dot) == 1 and not dot[0].get_visible()


@pytest.mark.parametrize("t1, t2, v, outputs", [
    (0, 1, -2, [0, 1, 1, 0]), (0, 1.5, 0, [0, 1, 1, 2]), (0, 0.7, -2, [0, 0.4, 0.4, -0.6]),
    (-0.5, 0, -1, [0.5, 0.5, 0.5, 0.5]), (0.5, 2, 1, [0, 0.5, 0.5, 1.5])])
def test_two_hinges(t1, t2, v, outputs):
    figure, update = built(definition.two_hinges)
    square, cut = figure.axes
    caption = update(t1, t2, v)
    s = cut.lines[2].get_xdata()
    assert has_line(cut, s, hinge(s - t1)) and has_line(cut, s, v * hinge(s - t2))
    assert has_line(cut, s, hinge(s - t1) + v * hinge(s - t2))
    assert has_line(cut, [t1], [0]) and has_line(cut, [t2], [0])
    image, = square.images
    x = np.linspace(-0.3, 1.3, 49)
    sums = np.add.outer(x, x)
    shown = hinge(sums - t1) + v * hinge(sums - t2)
    np.testing.assert_allclose(image.get_array(), shown, atol=1e-12)
    right = [(output > 0.5) == target for output, target in zip(outputs, [0, 1, 1, 0], strict=True)]
    assert [text.get_text() for text in square.texts] == [
        f"{output:.2f} {'✓' if ok else '✗'}" for output, ok in zip(outputs, right, strict=True)]
    error = np.mean((np.array(outputs) - [0, 1, 1, 0]) ** 2)
    assert f"{sum(right)} of 4 right" in caption and f"error {error:.3f}" in caption


def test_fold():
    figure, caption = built(definition.fold)
    after = figure.axes[1]
    dots = [[tuple(line[0]) for line in lines(ax) if line.shape == (1, 2)] for ax in figure.axes]
    assert dots[0] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert dots[1] == [(0, 0), (1, 0), (1, 0), (2, 1)]
    (h1, h2), (k1, k2) = next(line for line in lines(after) if line.shape == (2, 2)
                              and len({*line[:, 0]}) == len({*line[:, 1]}) == 2)
    assert h1 - 2 * h2 == pytest.approx(0.5) and k1 - 2 * k2 == pytest.approx(0.5)
    assert "become 3 points" in caption and "land on (1, 0)" in caption


@pytest.mark.parametrize("mu, sigma", [(0, 1), (-2, 0.5), (2, 0.5), (1.3, 3)])
def test_gaussian(mu, sigma):
    figure, update = built(definition.gaussian(Z))
    before, share, after = sorted(figure.axes, key=lambda ax: ax.get_title() != "before ReLU")
    share, after = sorted((share, after), key=lambda ax: ax.get_title() == "after ReLU")
    caption = update(mu, sigma)
    x = mu + sigma * Z
    expected = np.histogram(x, np.linspace(-6, 6, 25))[0] / len(Z)
    below, above = counts(before)
    np.testing.assert_allclose(below, [*expected[:12], *[0] * 12])
    np.testing.assert_allclose(above, [*[0] * 12, *expected[12:]])
    np.testing.assert_allclose(counts(after)[0], above)
    zeros = np.mean(x <= 0)
    assert has_line(after, [0, 0], [0, zeros])
    assert after.texts[0].get_text() == f"{zeros:.1%} zeros"
    assert has_line(share, [mu / sigma], [zeros])
    r = np.linspace(-4, 4, 161)
    assert has_line(share, r, [NormalDist().cdf(-value) for value in r])
    assert f"{zeros:.1%} of 4,000" in caption
    assert f"= {NormalDist(mu, sigma).cdf(0):.3f}" in caption


def test_digit_row():
    data = digits()
    figure, caption = built(definition.digit_row(data.images, data.labels))
    row = figure.axes[0].images[0].get_array()
    assert row.shape == (10, 100)
    first_seven = data.images[data.labels == 7][0]
    np.testing.assert_array_equal(row[1:-1, 71:79], first_seven)
    firsts = [data.images[data.labels == digit][0] for digit in range(10)]
    assert "1,797" in caption and f"{np.mean(firsts):.2f} on average" in caption


def records(shift):
    """Zeros of two networks with three units at steps 0, 10, 20; no number occurs twice."""
    mean = np.arange(18).reshape(3, 2, 3) / 10 - shift
    shares = np.linspace(0.1, 0.9, 18).reshape(3, 2, 3) ** shift
    return Zeros(np.array([0, 10, 20]), shares, mean, 1 + mean ** 2, np.full((3, 2), 0.5))


@pytest.mark.parametrize("inputs", ["raw", "centred"])
@pytest.mark.parametrize("step", [0, 10, 20])
def test_zeros_while_learning(step, inputs):
    histories = {"raw": records(1), "centred": records(2)}
    figure, update = built(definition.zeros_while_learning(histories))
    left, right = figure.axes
    caption = update(step, inputs)
    zeros, at = histories[inputs], step // 10
    for member in range(2):
        assert has_line(left, [0, 10, 20], zeros.zeros[:, member].mean(axis=1))
    assert has_line(left, [step, step], [0, 1])
    measured = zeros.zeros[at].ravel()
    predicted = [NormalDist(mu, sigma).cdf(0) for mu, sigma
                 in zip(zeros.mean[at].ravel(), zeros.spread[at].ravel(), strict=True)]
    assert has_line(right, predicted, measured)
    assert f"Step {step}: {measured.mean():.0%} zeros" in caption
    assert f"neurons {measured.min():.0%} to {measured.max():.0%}" in caption
    assert f"within {np.abs(measured - predicted).mean():.3f}" in caption
