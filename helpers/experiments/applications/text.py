"""The next character of a text: counting against learning.

    ngram_table, ngram_bits   the n-gram model: counts, smoothed by the shorter context
    ngram_entries             how many different strings of n characters it has counted
    tuned_ngram               its strength of smoothing tuned without the held-out text
    LanguageModel             the last 5 characters -> probabilities of the next (Bengio et al.
                              2003): an embedding of each, one hidden layer, a softmax
    written                   a text that a model writes
    tune, trained             the rate for a function, and its models -> Tuning, LanguageModel

Bits per character = mean of -log2 of the probability given to the character that came.
"""
from dataclasses import dataclass
from functools import cache

import numpy as np

from helpers import networks
from helpers.datasets import ALPHABET, decoded, encoded, english
from helpers.experiments.applications.learning import Tuning, descend, pairs
from helpers.experiments.comparison.plain import PLAIN
from helpers.experiments.comparison.tuning import own_gain

SIZE, CONTEXT, EMBEDDING, WIDTH = len(ALPHABET), 5, 12, 96
BATCH, STEPS, RATES = 128, 800, (0.01, 0.02, 0.04)
SEEDS, TUNING_SEEDS = (0, 1, 2, 3), (90,)
STRENGTHS = (1, 3, 10, 30, 100)


@cache
def texts():
    """The English text of `helpers.datasets`, read once."""
    return english()


def ngram_bits(train, text, order, strengths):
    """Bits per character (strengths,) of `text` for the n-gram model counted on `train`.

    p_n = (count + strength * p_{n-1}) / (count of the context + strength), down to p_0 = 1 / 33.
    Both are codes; the first 8 characters of `text` are context only, whatever the order.
    """
    strengths = np.reshape(strengths, (-1, 1))
    p = np.full((len(strengths), len(text)), 1 / SIZE)
    for k in range(order):                                   # k characters of context
        before, here = _context_keys(train, k), _context_keys(text, k)
        seen = _occurrences(before[k:], here)
        both = _occurrences(before[k:] * SIZE + train[k:], here * SIZE + text)
        p = (both + strengths * p) / (seen + strengths)
    return -np.log2(p[:, 8:]).mean(axis=1)


def _context_keys(codes, k):
    """The k characters before each character as one whole number; nonsense for the first k."""
    return sum((np.roll(codes, j) * SIZE ** (j - 1) for j in range(1, k + 1)), 0 * codes)


def _occurrences(keys, wanted):
    """How often each wanted key stands in keys."""
    known, counts = np.unique(keys, return_counts=True)
    place = np.searchsorted(known, wanted).clip(0, len(known) - 1)
    return np.where(known[place] == wanted, counts[place], 0)


def ngram_entries(order):
    """How many different strings of `order` characters the training text holds."""
    train = texts().train
    return len(np.unique(_context_keys(train, order)[order:]))


def tuned_ngram(order, *, strengths=STRENGTHS):
    """(strength, bits on the held-out text); the strength is best on the last tenth of train."""
    train, held_out = texts().train, texts().held_out
    cut = len(train) * 9 // 10
    best = strengths[int(np.argmin(ngram_bits(train[:cut], train[cut:], order, strengths)))]
    return best, float(ngram_bits(train, held_out, order, best)[0])


def ngram_table(train, strength):
    """The smoothed trigram: probabilities (33, 33, 33) of the next after two characters."""
    a, b, c = train[:-2], train[1:-1], train[2:]
    counts = [np.zeros((SIZE,) * n) for n in (1, 2, 3)]
    for table, keys in zip(counts, ((c,), (b, c), (a, b, c)), strict=True):
        np.add.at(table, keys, 1)
    p = 1 / SIZE
    for table in counts:
        p = (table + strength * p) / (table.sum(axis=-1, keepdims=True) + strength)
    return p


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """E models: embedding (E, 33, d), then the layers of a network with one hidden layer."""

    embedding: np.ndarray
    layers: networks.Parameters
    activation: str

    @property
    def arrays(self):
        return self.embedding, *self.layers.arrays

    def member(self, e):
        """Model e alone, as an ensemble of one."""
        return LanguageModel(self.embedding[e:e + 1], self.layers.member(e), self.activation)

    def probabilities(self, context):
        """The next character's probabilities (E, B, 33) after contexts (B, 5), or a string's."""
        if isinstance(context, str):
            context = encoded(context)[np.newaxis, -CONTEXT:]
        logits = forward(self, context[np.newaxis]).output
        p = np.exp(logits - logits.max(axis=2, keepdims=True))
        return p / p.sum(axis=2, keepdims=True)

    def bits(self, codes):
        """Bits per character (E,) of a text, whose first 8 characters are context only."""
        total = 0
        for rows in np.array_split(np.arange(8, len(codes)), len(codes) // 256 + 1):
            trace = forward(self, contexts(codes, rows)[np.newaxis])
            loss, _ = networks.softmax_cross_entropy(trace.output, codes[rows])
            total = total + loss * len(rows)
        return total / (len(codes) - 8) / np.log(2)


def written(model, beginning, length, seed=0):
    """The beginning and `length` characters that the first of the models writes after it.

    Each is drawn from the probabilities that the model gives.
    """
    rng, codes = np.random.default_rng(seed), list(encoded(beginning))
    for _ in range(length):
        p = model.probabilities(np.array([codes[-CONTEXT:]]))[0, 0]
        codes.append(int(np.searchsorted(np.cumsum(p), rng.uniform())))
    return decoded(codes)


def contexts(codes, rows):
    """The 5 characters before each of the rows, the latest last: rows' shape + (5,)."""
    return codes[np.asarray(rows)[..., np.newaxis] + np.arange(-CONTEXT, 0)]


def start(activation, seeds):
    """The starting model of each seed; weights get the activation's own gain."""
    layers = networks.initialise((CONTEXT * EMBEDDING, WIDTH, SIZE), scheme="lecun",
                                 gain=own_gain(activation), ensemble=len(seeds), seed=seeds)
    noise = [np.random.default_rng([s, 1]).normal(size=(SIZE, EMBEDDING)) for s in seeds]
    return LanguageModel(np.stack(noise), layers, activation)


def forward(model, context):
    """The Trace for contexts (S, B, 5); S divides E, member e reads contexts e modulo S."""
    ensemble, (own, batch, _) = len(model.embedding), context.shape
    member = np.arange(ensemble).reshape(-1, own, 1, 1)
    x = model.embedding[member, context].reshape(ensemble, batch, CONTEXT * EMBEDDING)
    return networks.forward(model.layers, x, PLAIN[model.activation])


def gradients(model, context, labels):
    """The gradient of each array of the model for contexts (S, B, 5) and next characters (S, B)."""
    trace = forward(model, context)
    ensemble, own = len(model.embedding), len(context)
    every = np.broadcast_to(labels, (ensemble // own, *labels.shape)).reshape(ensemble, -1)
    _, delta = networks.softmax_cross_entropy(trace.output, every)
    found = networks.backward(model.layers, trace, delta, PLAIN[model.activation])
    return at_embedding(context, found.inputs), *found.parameters.arrays


def at_embedding(context, at_x):
    """The gradient (E, 33, 12) at the embedding, from that at the rows looked up in it."""
    one_hot = np.eye(SIZE)[context].reshape(len(context), -1, SIZE)
    at_x = at_x.reshape(-1, len(context), one_hot.shape[1], EMBEDDING)
    return (one_hot.swapaxes(1, 2) @ at_x).reshape(-1, SIZE, EMBEDDING)


def batches(codes, seeds, size=BATCH):
    """A function without arguments: the next (contexts (S, B, 5), labels (S, B)), a row a seed."""
    draws = [np.random.default_rng([seed, 2]) for seed in seeds]

    def batch():
        rows = np.stack([rng.integers(CONTEXT, len(codes), size=size) for rng in draws])
        return contexts(codes, rows), codes[rows]

    return batch


def trained(activation, rates, seeds, *, steps=STEPS):
    """The LanguageModel of an activation (a name in PLAIN) after training; rates, seeds: (E,).

    Seeds differ in weights and minibatches; functions with the same seed share both. Several
    rates for the same seeds stand one after the other, as `pairs` gives them.
    """
    model, batch = start(activation, seeds), batches(texts().train, list(dict.fromkeys(seeds)))
    descend(model.arrays, lambda _: gradients(model, *batch()), rates, steps)
    return model


def tune(activation, *, rates=RATES, seeds=TUNING_SEEDS, steps=STEPS):
    """The Tuning of an activation by the loss (nats) on a part of train."""
    models = trained(activation, *pairs(rates, seeds), steps=steps)
    loss = models.bits(texts().train[:10_000]) * np.log(2)
    return Tuning.of(rates, loss, np.log(SIZE))


def compare(activations, *, seeds=SEEDS, steps=STEPS):
    """Name -> LanguageModel, one for each seed, at the rate that `tune` finds."""
    return {name: trained(name, [tune(name).best] * len(seeds), seeds, steps=steps)
            for name in activations}
