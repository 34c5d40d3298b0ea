"""The pictures of notebook 06 on images, sound and the arm show what they say."""
import base64
import io
import re
import wave

import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers import networks, plots
from helpers.experiments.applications import arm, images, sound
from helpers.pictures import networks_and_applications as pictures
from helpers.pictures.networks_and_applications.images import mosaic


def built(build):
    """The axes of a new figure and what `build` returns."""
    figure = Figure()
    answer = build(figure)
    return figure.axes, answer


DIGITS = np.random.default_rng(0).uniform(size=(10, 8, 8))


@pytest.mark.parametrize(("kernel", "digit", "bias"), [("left edge", 3, -0.4), ("blur", 7, -0.5),
                                                       ("spot", 0, 0.3)])
def test_kernel_and_threshold_shows_both_maps(kernel, digit, bias):
    axes, update = built(pictures.kernel_and_threshold(DIGITS))
    caption = update(kernel=kernel, digit=digit, bias=bias)
    z = np.array([[np.sum(DIGITS[digit][r:r + 3, c:c + 3] * images.KERNELS[kernel]) + bias
                   for c in range(6)] for r in range(6)])
    before, after = axes[2].images[0].get_array(), axes[3].images[0].get_array()
    np.testing.assert_allclose(before, z, atol=1e-12)
    np.testing.assert_allclose(after, (z + np.abs(z)) / 2, atol=1e-12)
    np.testing.assert_allclose(axes[1].images[0].get_array(), DIGITS[digit])
    row, column = np.argwhere(z == z.max())[0]
    assert f"{(z > 0).sum()} of 36 places" in caption and f"{z.max():.2f}" in caption
    assert f"row {row + 1}, column {column + 1}" in caption
    assert axes[1].patches[0].get_xy() == (column, row)
    assert [v[0] for v in axes[3].lines[0].get_data()] == [column + 0.5, row + 0.5]


def test_kernel_and_threshold_tells_where_colours_are_cut():
    axes, _ = built(pictures.kernel_and_threshold(DIGITS))
    assert [ax.images[0].colorbar.extend for ax in axes[2:4]] == ["both", "max"]


def test_kernel_and_threshold_says_when_no_place_is_on():
    axes, update = built(pictures.kernel_and_threshold(DIGITS))
    assert "0 of 36 places pass; no place is on" in update(kernel="blur", digit=1, bias=-3.0)
    assert not axes[1].patches[0].get_visible() and not axes[3].lines[0].get_visible()


def test_mosaic_puts_maps_side_by_side():
    maps = np.arange(24.0).reshape(2, 3, 4)
    wide = mosaic(maps)
    assert wide.shape == (2, 15) and np.isnan(wide[:, 3::4]).all()
    for k in range(4):
        np.testing.assert_array_equal(wide[:, 4 * k:4 * k + 3], maps[:, :, k])


def test_feature_maps_are_those_given():
    rng = np.random.default_rng(1)
    kernels, before = rng.normal(size=(3, 3, 5)), rng.normal(size=(8, 8, 5))
    image = rng.normal(size=(8, 8))
    before[:, :, 2] = -1
    after = np.where(before > 0, before, 0)
    axes, caption = built(pictures.feature_maps(image, kernels, before, after))
    np.testing.assert_allclose(axes[3].images[0].get_array(), image)
    shown = axes[2].images[0].get_array()
    np.testing.assert_allclose(shown[:, 9:17], after[:, :, 1])
    np.testing.assert_allclose(axes[1].images[0].get_array()[:, :8], before[:, :, 0])
    np.testing.assert_allclose(axes[0].images[0].get_array()[2:5, 2:5], kernels[:, :, 0])
    assert f"{np.mean(after == 0):.0%}" in caption and "1 maps are off everywhere" in caption


def test_accuracies_has_one_row_a_result_and_the_baseline():
    results = {"ReLU": np.array([0.97, 0.98, 0.99]), "tanh": np.array([0.96, 0.965])}
    (ax,), caption = built(pictures.accuracies(results, 0.95, "a line"))
    clouds = [line for line in ax.lines if line.get_linestyle() == "None"]
    for row, (cloud, values) in enumerate(zip(clouds, results.values(), strict=True)):
        np.testing.assert_array_equal(cloud.get_xdata(), values)
        assert set(cloud.get_ydata()) == {row}
    assert [t.get_text() for t in ax.get_yticklabels()] == ["ReLU", "tanh"]
    assert "ReLU, 0.980; a line: 0.950" in caption
    assert ax.get_xlim()[0] < 0.95 and ax.get_ylim()[0] > ax.get_ylim()[1]


def test_player_has_named_sounds_that_are_the_samples():
    samples = np.sin(np.arange(800) / 5) * 0.9
    player = pictures.Player({"a <tone>": samples, "quiet": samples / 10})
    html = player._repr_html_()
    assert html == player._repr_html_() and html.count("<audio controls") == 2
    assert 'aria-label="a &lt;tone&gt;"' in html and "<tone>" not in html
    data = re.findall(r"data:audio/wav;base64,([^\"]+)", html)
    with wave.open(io.BytesIO(base64.b64decode(data[0]))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        heard = np.frombuffer(file.readframes(800), "<i2")
    np.testing.assert_allclose(heard / 32000, samples, atol=1 / 32000)
    assert repr(player) == "Sounds: a <tone> (0.1 s), quiet (0.1 s)"


@pytest.mark.parametrize("bias", [-0.9, -0.5, 0.0, 0.5, 1.0])
def test_rectified_shows_the_fourier_series_of_the_cut_tone(bias):
    (left, right), update = built(pictures.rectified)
    caption = update(bias=bias)
    t = np.linspace(0, 2 * np.pi, 200_001)
    cut = np.clip(np.sin(t) + bias, 0, None)
    cosine = [np.trapezoid(cut * np.exp(-1j * n * t), t) for n in range(7)]
    wanted = np.abs(cosine) / np.pi
    wanted[0] /= 2
    heights = [bar.get_height() for bar in right.patches]
    np.testing.assert_allclose(heights, wanted, atol=2e-4)
    assert f"Bias {bias:.1f}" in caption and f"third multiple {wanted[3]:.3f}" in caption
    shown = next(line for line in left.lines if line.get_color() == plots.BLUE).get_ydata()
    assert shown.min() >= 0 and shown.max() == pytest.approx(1 + bias)


@pytest.fixture(scope="module")
def listener():
    heard = sound.speak(speakers=20, seed=60)
    return sound.trained(heard, seeds=(0,), steps=200), heard


@pytest.mark.parametrize(("word", "voice", "noise"), [("hod", "man", 20), ("heed", "child", 0)])
def test_hears_shows_bands_formants_and_probabilities(listener, word, voice, noise):
    (left, right), update = built(pictures.hears(*listener))
    caption = update(word=word, voice=voice, noise=noise)
    p = np.array([bar.get_width() for bar in right.patches])
    assert p.sum() == pytest.approx(1) and p.min() >= 0
    at = sound.VOWELS.index(word)
    assert f"hears “{sound.VOWELS[p.argmax()]}” ({p.max():.0%})" in caption
    assert f"“{word}” gets {p[at]:.0%}" in caption
    dashed = [line.get_xdata()[0] for line in left.lines if line.get_linestyle() == "--"]
    assert dashed == list(sound.FORMANTS[voice][at])
    parameters, heard = listener
    mean, spread = (f(sound.bands(heard.sounds), axis=0) for f in (np.mean, np.std))
    level = left.lines[0].get_ydata() / 10
    out = networks.forward(parameters, ((level - mean) / spread)[None]).output[0, 0]
    np.testing.assert_allclose(p, np.exp(out) / np.exp(out).sum(), atol=1e-9)


def test_recognition_has_a_row_for_each_and_a_colour_for_each_test():
    results = {"mean": {"a": np.array([0.4]), "b": np.array([0.3])},
               "ReLU": {"a": np.array([0.8, 0.9]), "b": np.array([0.5, 0.6])}}
    (ax,), caption = built(pictures.recognition(results, ["a", "b"]))
    clouds = [line for line in ax.lines if line.get_linestyle() == "None"]
    wanted = [(by_test[test], row) for row, by_test in enumerate(results.values())
              for test in ("a", "b")]
    for cloud, (values, row) in zip(clouds, wanted, strict=True):
        np.testing.assert_array_equal(cloud.get_xdata(), values)
        assert set(cloud.get_ydata()) == {row}
    assert caption == "Highest median on b: ReLU, 0.55."
    bars = [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == "-"]
    assert bars == pytest.approx([0.4, 0.3, 0.85, 0.55])
    assert [label.get_text() for label in ax.texts] == ["● a", "◆ b"]


def wrong(p):
    """The exact angles, and a tenth of a radian more at the shoulder."""
    return arm.angles(p) + np.array([0.1, 0.0])


ANSWERS = {"exact": arm.angles, "wrong": wrong}


@pytest.mark.parametrize("way", [0, 4, 10])
def test_reach_draws_the_arm_on_its_way(way):
    axes, update = built(pictures.reach(ANSWERS))
    caption = update(x=0.6, y=0.8, method="exact", way=way)
    left, right = axes[:2]
    thick = next(line for line in left.lines if line.get_linewidth() == 5)
    x, y = thick.get_data()
    assert np.hypot(np.diff(x), np.diff(y)) == pytest.approx([1.0, 0.8])
    assert (abs(x[2] - 0.6) + abs(y[2] - 0.8) < 1e-9) == (way == 10)
    assert "ends 0.0 cm" in caption and (f"Step {way} of 10" in caption) == (way < 10)
    assert [v[0] for v in right.lines[0].get_data()] == [0.6, 0.8]


def test_reach_has_a_map_of_errors():
    axes, update = built(pictures.reach(ANSWERS))
    caption = update(x=0.6, y=0.8, method="wrong", way=10)
    image = axes[1].images[0]
    shown, (left, right, low, high) = image.get_array(), image.get_extent()
    rows, columns = shown.shape
    x, y = np.meshgrid(np.linspace(left, right, columns), np.linspace(low, high, rows))
    inside = ~np.ma.getmaskarray(np.ma.masked_invalid(shown))
    distance = np.hypot(x, y)
    wanted = 100 * 2 * np.sin(0.05) * distance            # the chord of a tenth of a radian
    np.testing.assert_allclose(shown[inside], wanted[inside], atol=1e-6)
    assert 0.1 < inside.mean() < 0.9 and not inside[distance > 1.8].any()
    assert f"ends {100 * 2 * np.sin(0.05):.1f} cm" in caption
    update(x=0.6, y=0.8, method="exact", way=10)
    assert np.nanmax(image.get_array()) < 1e-6


def test_reach_says_when_a_target_is_out_of_reach_or_range():
    def lazy(p):
        return np.zeros((len(p), 2))

    _, update = built(pictures.reach({"lazy": lazy}))
    assert "out of reach; the hand ends 92 cm" in update(x=1.8, y=0.92, method="lazy", way=10)
    assert "outside the range of the training" in update(x=-0.5, y=-1.0, method="lazy", way=10)


def test_drawn_circle_shows_what_the_hand_draws():
    axes, caption = built(pictures.drawn_circle(ANSWERS))
    for ax, turn in zip(axes, (0.0, 0.1), strict=True):
        target, drawn = (line.get_xdata() + 1j * line.get_ydata() for line in ax.lines)
        np.testing.assert_allclose(drawn, target * np.exp(1j * turn), atol=1e-9)
        assert np.ptp(np.abs(target - target[:-1].mean())) < 1e-9
    far = 100 * np.mean(2 * np.sin(0.05) * np.abs(target))
    assert caption.endswith(f"exact 0.0, wrong {far:.1f}.")
