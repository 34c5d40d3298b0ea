"""helpers.experiments.applications.text: counts by hand, gradients, and what notebook 06 says."""
from collections import Counter

import numpy as np
import pytest

from helpers import networks
from helpers.datasets import ALPHABET, decoded, encoded, english
from helpers.experiments.applications import text
from helpers.experiments.applications.learning import Tuning, descend, pairs

SEEDS = (300, 301, 302, 303)


def test_the_text_is_english_and_the_halves_share_no_long_sentence():
    prose = english()
    train, held_out = decoded(prose.train), decoded(prose.held_out)
    assert (len(train), len(held_out)) == (170_469, 28_022)
    assert held_out.startswith("the numpy linear algebra functions rely on blas and lapack")
    assert train.count(" the ") > 1000 and set(train) | set(held_out) <= set(ALPHABET)
    assert "  " not in train + held_out
    longest = max(held_out.split(". "), key=len)
    assert longest not in train


def test_encoding_keeps_letters_and_some_marks():
    assert decoded(encoded("An N-d array (2 x 3), isn't it.")) == "an n-d array ( x ), isn't it."


@pytest.mark.parametrize("order", [1, 2, 3, 4])
def test_ngram_bits_are_those_of_counting_strings(order):
    train, probe = decoded(text.texts().train[:3000]), decoded(text.texts().held_out[:60])
    strength, cost = 2.5, []
    for place in range(8, len(probe)):
        p = 1 / 33
        for n in range(1, order + 1):
            starts = range(len(train) - n + 1)
            strings = Counter(train[k:k + n] for k in starts)
            contexts = Counter(train[k:k + n - 1] for k in starts)
            string = probe[place - n + 1:place + 1]
            p = (strings[string] + strength * p) / (contexts[string[:-1]] + strength)
        cost.append(-np.log2(p))
    got = text.ngram_bits(encoded(train), encoded(probe), order, [strength, 1.0])
    assert got[0] == pytest.approx(np.mean(cost)) and got.shape == (2,)


def test_the_table_is_the_trigram():
    train, held_out = text.texts().train, text.texts().held_out
    table = text.ngram_table(train, 10)
    np.testing.assert_allclose(table.sum(axis=2), 1)
    p = table[held_out[:-2], held_out[1:-1], held_out[2:]]
    assert -np.log2(p[6:]).mean() == pytest.approx(text.ngram_bits(train, held_out, 3, 10)[0],
                                                   abs=1e-4)


def test_longer_contexts_count_better_and_need_more_room():
    bits = [text.tuned_ngram(order)[1] for order in (2, 3, 4, 5)]
    assert np.all(np.diff(bits) < -0.1) and bits[1] == pytest.approx(2.913, abs=0.001)
    string = decoded(text.texts().train)
    assert text.ngram_entries(3) == len({string[k:k + 3] for k in range(len(string) - 2)})


def test_every_gradient_is_that_of_central_differences():
    model = text.start("tanh", (1, 2, 1, 2))
    context, labels = text.batches(text.texts().train, (1, 2), size=6)()
    found = text.gradients(model, context, labels)
    every = np.tile(labels, (2, 1))
    rng, h = np.random.default_rng(0), 1e-6
    for array, gradient in zip(model.arrays, found, strict=True):
        assert array.shape == gradient.shape
        for k in {tuple(rng.integers(array.shape)) for _ in range(12)} | {
                np.unravel_index(np.abs(gradient).argmax(), gradient.shape)}:
            kept, losses = array[k], []
            for array[k] in (kept + h, kept - h):
                logits = text.forward(model, context).output
                losses.append(networks.softmax_cross_entropy(logits, every)[0][k[0]])
            array[k] = kept
            assert gradient[k] == pytest.approx((losses[0] - losses[1]) / (2 * h), abs=1e-7)


def test_contexts_are_the_characters_before():
    codes = np.arange(20)
    assert text.contexts(codes, [7, 19]).tolist() == [[2, 3, 4, 5, 6], [14, 15, 16, 17, 18]]


def test_both_functions_beat_the_trigram_and_lose_to_counting_longer_strings():
    models = text.compare(("relu", "tanh"), seeds=SEEDS)
    bits = {name: model.bits(text.texts().held_out) for name, model in models.items()}
    trigram, fourgram = (text.tuned_ngram(order)[1] for order in (3, 4))
    for found in bits.values():
        assert found.max() < trigram - 0.01 and found.min() > fourgram + 0.1
        assert found.mean() < trigram - 0.05
    assert abs(bits["relu"].mean() - bits["tanh"].mean()) < 0.1
    p = models["relu"].probabilities("of the func")
    assert p.shape == (4, 1, 33) and np.all(p[:, 0, ALPHABET.index("t")] > 0.5)
    assert text.written(models["relu"], "the array ", 20, seed=1).startswith("the array ")


def test_five_times_as_many_steps_do_not_catch_up_with_counting():
    model = text.trained("relu", [0.02], (310,), steps=5 * text.STEPS)
    held_out = text.texts().held_out
    assert model.bits(held_out)[0] > text.tuned_ngram(4)[1] + 0.05


def test_the_chosen_rate_is_not_the_wrong_one():
    for name in ("relu", "tanh"):
        tuned = text.tune(name, seeds=(95,))
        assert tuned.best == 0.02 and np.all(tuned.loss < 2.0)


def test_descend_is_adam_with_a_rate_that_falls():
    array = np.array([[[1.0]], [[1.0]]])
    descend((array,), lambda _: (np.ones((2, 1, 1)),), (0.1, 0.2), 4)
    np.testing.assert_allclose(array.ravel(), 1 - np.array([0.1, 0.2]) * (1 + 1 + 1 + 0.5))
    big, limited = np.zeros((2, 1, 1, 1)), []
    for limit in (None, 1e-9):
        descend((big[len(limited)],), lambda _: (np.full((1, 1, 1), 1e3),), (0.1,), 1, limit=limit)
        limited.append(abs(big[len(limited)].item()))
    assert limited[0] == pytest.approx(0.1) and limited[1] < 0.1
    assert pairs((1, 2), (5, 6)) == ([1, 1, 2, 2], [5, 6, 5, 6])


def test_a_diverged_run_counts_as_a_guess():
    tuned = Tuning.of((0.1, 0.2), np.array([1.0, np.nan, 0.9, 1.1]), 2.0)
    assert tuned.loss.tolist() == [[1.0, 2.0], [0.9, 1.1]] and tuned.best == 0.2
