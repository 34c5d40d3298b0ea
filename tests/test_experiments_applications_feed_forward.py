"""helpers.experiments.applications.feed_forward: gradients, fair sizes, notebook 06's findings."""
import numpy as np
import pytest

from helpers import networks
from helpers.experiments.applications import feed_forward, text
from helpers.experiments.comparison.paired import sign_flip_p

SEEDS = tuple(range(200, 206))


@pytest.fixture(scope="module")
def trained():
    return feed_forward.compare(("no block", "ReLU", "Bilinear", "GEGLU", "SwiGLU"), seeds=SEEDS)


@pytest.mark.parametrize("kind", ["ReLU", "SwiGLU"])
def test_every_gradient_is_that_of_central_differences(kind):
    model = feed_forward.start(kind, (1, 2))
    context, labels = text.batches(text.texts().train, (1, 2), size=6)()
    rng, h = np.random.default_rng(0), 1e-6
    found = feed_forward.gradients(model, context, labels)
    for array, gradient in zip(model.arrays, found, strict=True):
        assert array.shape == gradient.shape
        for k in {tuple(rng.integers(array.shape)) for _ in range(10)} | {
                np.unravel_index(np.abs(gradient).argmax(), gradient.shape)}:
            kept, losses = array[k], []
            for array[k] in (kept + h, kept - h):
                logits = feed_forward.forward(model, context)[-1]
                losses.append(networks.softmax_cross_entropy(logits, labels)[0][k[0]])
            array[k] = kept
            assert gradient[k] == pytest.approx((losses[0] - losses[1]) / (2 * h), abs=1e-7)


def test_all_kinds_have_as_many_numbers_and_the_same_surroundings():
    models = [feed_forward.start(kind, (3,)) for kind in feed_forward.KINDS]
    assert {sum(a.size for a in m.arrays) for m in models} == {
        33 * 12 + 60 * 36 + 2 * 36 * 144 + 36 * 33 + 33}
    for model in models[1:]:
        np.testing.assert_array_equal(model.mix, models[0].mix)
        np.testing.assert_array_equal(model.embedding, models[0].embedding)


def test_no_block_stays_without_one():
    model = feed_forward.trained("no block", [0.02], (5,), steps=5)
    assert not any(array.any() for array in model.block.arrays)
    start = feed_forward.start("no block", (5,))
    assert not np.array_equal(model.mix, start.mix)


def test_gated_blocks_beat_relu_and_any_block_beats_none(trained):
    bits = {kind: model.bits(text.texts().held_out) for kind, model in trained.items()}
    for kind in ("GEGLU", "SwiGLU"):
        better = bits["ReLU"] - bits[kind]
        assert better.mean() > 0.03 and np.sum(better > 0) >= 5
        assert sign_flip_p(better) < 0.07
    assert bits["Bilinear"].mean() < bits["ReLU"].mean()
    assert bits["no block"].min() > bits["ReLU"].max() + 0.15


def test_two_thirds_of_a_trained_relu_block_and_more_are_zeros(trained):
    share = feed_forward.zeros(trained["ReLU"])
    assert np.all((share > 0.65) & (share < 0.85))
    assert feed_forward.zeros(trained["SwiGLU"]).max() < 0.001


def test_a_batch_needs_nearly_every_row_and_slightly_fewer_than_by_chance(trained):
    share = feed_forward.zeros(trained["ReLU"], 2048)
    needed = {batch: feed_forward.needed(trained["ReLU"], batch) for batch in (1, 4, 16, 64)}
    np.testing.assert_allclose(needed[1], 1 - share)
    for batch in (4, 16):
        assert np.all(needed[batch] < 1 - share ** batch)
    assert needed[64].min() > 0.98
    on = feed_forward.hidden(trained["ReLU"], 8) != 0
    by_hand = [(on[0, :4].any(axis=0).mean() + on[0, 4:].any(axis=0).mean()) / 2]
    assert feed_forward.needed(trained["ReLU"], 4, 8)[0] == pytest.approx(by_hand[0])


def test_the_published_table_is_that_of_shazeer():
    assert feed_forward.SHAZEER["GEGLU"] == (1.942, 0.004, 1.633)
    assert min(feed_forward.SHAZEER.values(), key=lambda row: row[2])[2] == 1.633
    assert set(feed_forward.SHAZEER) == set(feed_forward.KINDS) - {"no block"}
