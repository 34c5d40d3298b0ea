"""The feed-forward block of a transformer on text: plain or gated, at equal parameters.

The model is a transformer's layer without attention: the last 5 characters are embedded and
mixed linearly into a stream z of width 36, to which the block adds its part,

    h = z + block(z / rms(z)),    logits = h U + c.

    KINDS            name -> (activation, gated)
    start, trained   models of one kind, trained -> Model
    tune, compare    the rate for each kind, and its models at that rate
    zeros            share of zeros among the hidden neurons of a ReLU block on real text
    needed           share of hidden neurons that at least one of B examples needs
    SHAZEER          published: held-out log-perplexity on C4 (Shazeer 2020, table 1)
"""
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from helpers import networks
from helpers.experiments.applications import text
from helpers.experiments.applications.learning import Tuning, descend, pairs
from helpers.experiments.comparison.plain import PLAIN
from helpers.experiments.comparison.tuning import own_gain

KINDS = MappingProxyType({
    "no block": ("relu", False), "ReLU": ("relu", False), "GELU": ("gelu_tanh", False),
    "Bilinear": ("identity", True), "ReGLU": ("relu", True), "GEGLU": ("gelu_tanh", True),
    "SwiGLU": ("silu", True)})
SHAZEER = MappingProxyType({
    "ReLU": (1.997, 0.005, 1.677), "GELU": (1.983, 0.005, 1.679),
    "Bilinear": (1.960, 0.005, 1.648), "ReGLU": (1.953, 0.003, 1.645),
    "GEGLU": (1.942, 0.004, 1.633), "SwiGLU": (1.944, 0.010, 1.636)})
"""After 65,536 steps: mean and standard deviation over runs; after 524,288 steps."""
WIDTH, HIDDEN = 36, {False: 144, True: 96}      # 2 * 144 = 3 * 96: as many parameters
STEPS, RATES = 400, (0.005, 0.01, 0.02)
SEEDS, TUNING_SEEDS = tuple(range(6)), (90,)


@dataclass(frozen=True, eq=False)
class Model:
    """E models: embedding (E, 33, 12), mix (E, 60, 36), block, readout (E, 36, 33), bias."""

    embedding: np.ndarray
    mix: np.ndarray
    block: networks.FeedForward
    readout: np.ndarray
    bias: np.ndarray
    kind: str

    @property
    def arrays(self):
        return self.embedding, self.mix, *self.block.arrays, self.readout, self.bias

    @property
    def record(self):
        """The plain record of the block's activation."""
        return PLAIN[KINDS[self.kind][0]]

    def bits(self, codes):
        """Bits per character (E,) of a text, whose first 8 characters are context only."""
        total = 0
        for rows in np.array_split(np.arange(8, len(codes)), len(codes) // 256 + 1):
            logits = forward(self, text.contexts(codes, rows)[np.newaxis])[-1]
            total = total + networks.softmax_cross_entropy(logits, codes[rows])[0] * len(rows)
        return total / (len(codes) - 8) / np.log(2)


def start(kind, seeds):
    """The starting Model of each seed; the block adds a part as large as its normalised input.

    "no block" is a ReLU block of zeros, which gets no gradient and stays as it is.
    """
    activation, gated = KINDS[kind]
    gain = 1 / np.sqrt(second_moment(activation))
    block = networks.feed_forward_start(WIDTH, HIDDEN[gated], gated=gated, gain=gain,
                                        ensemble=len(seeds), seed=seeds)
    if kind == "no block":
        block = networks.FeedForward(0 * block.gate, None, 0 * block.down)
    n_in, draws = text.CONTEXT * text.EMBEDDING, [np.random.default_rng([s, 3]) for s in seeds]
    shapes = (text.SIZE, text.EMBEDDING), (n_in, WIDTH), (WIDTH, text.SIZE)
    embedding, mix, readout = (np.stack([rng.normal(size=shape) for rng in draws])
                               for shape in shapes)
    return Model(embedding, mix / np.sqrt(n_in), block, readout / np.sqrt(WIDTH),
                 np.zeros((len(seeds), 1, text.SIZE)), kind)


def second_moment(activation):
    """E f(z)^2 for z ~ N(0, 1)."""
    return 1.0 if activation == "identity" else own_gain(activation) ** -2


def forward(model, context):
    """(x, z, size, trace, h, logits) for contexts (S, B, 5); member e reads contexts e modulo S."""
    ensemble, (own, batch, _) = len(model.mix), context.shape
    member = np.arange(ensemble).reshape(-1, own, 1, 1)
    x = model.embedding[member, context].reshape(ensemble, batch, -1)
    z = x @ model.mix
    size = np.sqrt(np.mean(z * z, axis=2, keepdims=True) + 1e-12)
    trace = networks.feed_forward(model.block, z / size, model.record)
    h = z + trace.output
    return x, z, size, trace, h, h @ model.readout + model.bias


def gradients(model, context, labels):
    """The gradient of each array for contexts (S, B, 5) and next characters (S, B)."""
    x, _, size, trace, h, logits = forward(model, context)
    ensemble, own = len(model.mix), len(context)
    every = np.broadcast_to(labels, (ensemble // own, *labels.shape)).reshape(ensemble, -1)
    _, delta = networks.softmax_cross_entropy(logits, every)
    at_h = delta @ model.readout.swapaxes(1, 2)
    block, at_n = networks.feed_forward_backward(model.block, trace, at_h, model.record)
    along = np.mean(at_n * trace.x, axis=2, keepdims=True)       # what normalising takes away
    at_z = at_h + (at_n - trace.x * along) / size
    at_x = at_z @ model.mix.swapaxes(1, 2)
    return (text.at_embedding(context, at_x), x.swapaxes(1, 2) @ at_z, *block.arrays,
            h.swapaxes(1, 2) @ delta, delta.sum(axis=1, keepdims=True))


def trained(kind, rates, seeds, *, steps=STEPS):
    """The Model of a kind after training; rates, seeds: (E,), as `pairs` gives them."""
    model = start(kind, seeds)
    batch = text.batches(text.texts().train, list(dict.fromkeys(seeds)), size=64)
    descend(model.arrays, lambda _: gradients(model, *batch()), rates, steps)
    return model


def tune(kind, *, rates=RATES, seeds=TUNING_SEEDS, steps=250):
    """The Tuning of a kind, on short runs, by the loss (nats) on a part of train."""
    models = trained(kind, *pairs(rates, seeds), steps=steps)
    loss = models.bits(text.texts().train[:10_000]) * np.log(2)
    return Tuning.of(rates, loss, np.log(text.SIZE))


def compare(kinds=tuple(KINDS), *, seeds=SEEDS, steps=STEPS):
    """Kind -> Model, one for each seed, at the rate that `tune` finds."""
    return {kind: trained(kind, [tune(kind).best] * len(seeds), seeds, steps=steps)
            for kind in kinds}


def hidden(model, examples):
    """The block's hidden neurons (E, examples, m) on the first examples of the held-out text."""
    codes = text.texts().held_out
    context = text.contexts(codes, np.arange(8, 8 + examples))[np.newaxis]
    return forward(model, context)[3].hidden


def zeros(model, examples=2000):
    """Share of exact zeros among the hidden neurons on held-out text, (E,)."""
    return np.mean(hidden(model, examples) == 0, axis=(1, 2))


def needed(model, batch, examples=2048):
    """Share of hidden neurons that are not zero for at least one of `batch` examples, (E,)."""
    on = hidden(model, examples) != 0
    groups = on[:, :examples // batch * batch].reshape(len(on), -1, batch, on.shape[2])
    return groups.any(axis=2).mean(axis=(1, 2))
