"""Notebook 06's pictures of text, sequences, blocks and zeros show what they say."""
import numpy as np
import pytest

from helpers import plots
from helpers.datasets import ALPHABET
from helpers.experiments.applications import feed_forward, sequences, text, zeros
from helpers.experiments.applications.sequences import Learned
from helpers.pictures import networks_and_applications as pictures
from tests.artists import built, line

SENTENCE = "those functions are linear"


@pytest.fixture(scope="module")
def model():
    return text.start("relu", (4,))


@pytest.mark.parametrize("position", [5, 13, len(SENTENCE) - 1])
def test_next_character_shows_both_models_and_what_came(model, position):
    table = np.random.default_rng(0).dirichlet(np.ones(33), size=(33, 33))
    (ax,), update = built(pictures.next_character(model, table, SENTENCE))
    caption = update(position=position)
    network = model.probabilities(SENTENCE[:position])[0, 0]
    np.testing.assert_allclose(ax.lines[0].get_ydata()[1::3], network, atol=1e-12)
    a, b, c = (ALPHABET.index(one) for one in SENTENCE[position - 2:position + 1])
    np.testing.assert_allclose(line(ax, plots.VERMILLION).get_ydata(), table[a, b])
    assert f"After “{SENTENCE[position - 5:position]}” comes “{SENTENCE[position]}”" in caption
    assert f"gave it {network[c]:.2f} ({-np.log2(network[c]):.1f} bits)" in caption
    assert f"the trigram {table[a, b, c]:.2f} ({-np.log2(table[a, b, c]):.1f} bits)" in caption
    came = next(one for one in ax.texts if one.get_text() == "came")
    assert came.get_position()[0] == c and came.get_position()[1] > network[c]


def test_bits_has_a_dot_a_seed_and_a_diamond_a_count():
    models = {"ReLU": np.array([2.7, 2.9]), "tanh": np.array([3.0, 3.2])}
    (ax,), caption = built(pictures.bits(models, {"3-gram": 2.91}))
    shown = [one.get_xdata() for one in ax.lines if one.get_marker() == "o"]
    np.testing.assert_allclose(shown, [[2.7, 2.9], [3.0, 3.2]])
    means = [one.get_xdata()[0] for one in ax.lines if one.get_linestyle() == "-"]
    assert means == pytest.approx([2.8, 3.1])
    assert line(ax, plots.VERMILLION).get_xdata()[0] == 2.91
    assert caption == "ReLU network: 2.70 to 2.90 bits over seeds; 3-gram 2.91."
    assert [label.get_text() for label in ax.get_yticklabels()] == ["ReLU", "tanh", "3-gram"]


@pytest.mark.parametrize(("function", "start", "scale"), [
    ("relu", "identity", 1.0), ("tanh", "random", 0.8), ("relu", "identity", 1.2)])
def test_gradient_back_runs_from_the_end_to_the_start(function, start, scale):
    (ax,), update = built(pictures.gradient_back)
    caption = update(function=function, start=start, scale=scale, numbers="positive")
    norms = sequences.gradient_norms(function, start, scale=scale)
    back, shown = line(ax, plots.BLUE).get_data()
    np.testing.assert_allclose(shown, np.maximum(norms[::-1], 1e-30))
    assert back[0] == 0 and shown[0] == 1 and back[-1] == 150
    assert f"{norms[0]:.2g} of it is left" in caption and f"times {scale:.2f}" in caption


def test_gradient_back_says_where_it_ends():
    (ax,), update = built(pictures.gradient_back)
    caption = update(function="relu", start="identity", scale=1.0, numbers="both signs")
    norms = sequences.gradient_norms("relu", "identity", signed=True)[::-1]
    first = next(k for k, norm in enumerate(norms) if norm == 0)
    assert f"exactly 0 from {first} steps back on" in caption
    assert line(ax, plots.BLUE).get_ydata().min() == ax.get_ylim()[0]


def test_adding_curves_draw_the_chosen_rate_of_every_seed():
    error = np.full((3, 2, 4), 0.16)
    error[1:, 1] = [[0.12, 0.08, 0.09, 0.16], [0.05, 0.06, 0.07, 0.16]]
    found = Learned(np.array([0, 40, 80]), np.array([0.1, 0.2]), error)
    learned = {("relu", "identity"): found, ("tanh", "random"): found}
    axes, caption = built(pictures.adding_curves(learned))
    curves = [one.get_ydata() for one in axes[0].lines if len(one.get_xdata()) == 3]
    np.testing.assert_allclose(curves, error[:, 1].T)
    assert "ReLU identity 3 of 4, tanh random 3 of 4" in caption and "0.167" in caption
    assert [ax.get_title() or ax.get_title(loc="left") for ax in axes] == [
        "ReLU, identity", "tanh, random"]


def test_blocks_have_our_dots_and_the_published_numbers():
    bits = {kind: 3 + k / 10 + np.array([0.0, 0.02])
            for k, kind in enumerate(feed_forward.KINDS)}
    (left, right), caption = built(pictures.blocks(bits, feed_forward.SHAZEER))
    dots = [one.get_xdata() for one in left.lines if one.get_marker() == "o"]
    np.testing.assert_allclose(dots, list(bits.values()))
    diamonds = {one.get_ydata()[0]: one.get_xdata()[0] for one in right.lines
                if one.get_marker() == "D"}
    assert diamonds == {1: 1.997, 2: 1.983, 3: 1.960, 4: 1.953, 5: 1.942, 6: 1.944}
    assert caption.startswith("Bits, best first: no block 3.01, ReLU 3.11, GELU 3.21")


@pytest.mark.parametrize(("share", "batch", "rows"), [
    (0.9, 1, 0.1), (0.5, 16, 1 - 2.0 ** -16), (0.0, 64, 1.0), (1.0, 16, 0.0)])
def test_cost_marks_the_rows_and_states_counts_alone(share, batch, rows):
    ratio = np.array([[4.0, 1.0, 0.2], [1.5, 1.4, 1.3], [1.2, 1.1, 1.0]])
    measured = zeros.Measured(np.array([0.0, 0.5, 0.9]), np.array([1, 16, 64]), ratio, np.ones(3))
    (left, right), update = built(pictures.cost(measured))
    caption = update(share=share, batch=batch)
    k = [1, 16, 64].index(batch)
    np.testing.assert_allclose(line(left, plots.VERMILLION).get_ydata(), np.minimum(ratio[k], 3))
    dashed = line(left, plots.BLUE, style="--")
    np.testing.assert_allclose(dashed.get_ydata(), 1 - dashed.get_xdata() ** batch)
    dot = line(left, plots.BLUE, marker="o")
    assert dot.get_data() == ([share], [pytest.approx(rows)])
    heights = [bar.get_height() for bar in right.patches]
    assert heights == pytest.approx([16.384, 2 * 16.384 * (1 - share)])
    assert f"{rows:.1%} of the rows" in caption
    assert f"of {batch * 2048 ** 2 / 1e6:.1f} million multiplications" in caption
    other = zeros.Measured(measured.shares, measured.batches, 2 * ratio, np.ones(3))
    assert built(pictures.cost(other))[1](share=share, batch=batch) == caption
