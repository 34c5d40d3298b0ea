"""Claims about zeros: how many, what they save, whether they help, what they lose.

Each measure takes seeds (S,) and gives a mapping of case -> numbers (S,).
"""
from dataclasses import replace
from functools import lru_cache

import numpy as np

from helpers import networks
from helpers.experiments.claims.record import Claim
from helpers.experiments.comparison import tuning
from helpers.experiments.comparison.plain import PLAIN
from helpers.experiments.comparison.sparse import descend, train_at_price

RELU = PLAIN["relu"]
PRICES = {"as trained": 0.0, "with an L1 price": 0.03}
STEPS, RATE, MEMORISED = 200, 0.3, 150
SLOPED = replace(PLAIN["leaky_relu"], f=lambda x: np.maximum(x, 0.1 * x),
                 df=lambda x: np.where(x > 0, 1, 0.1))


@lru_cache(maxsize=8)
def priced(price, seeds):
    """Parameters after training on the digits with an L1 price on activity; seeds: a tuple.

    Two hidden layers of 64. All networks see the same minibatches.
    """
    net = networks.initialise(tuning.sizes(2, 64), ensemble=len(seeds), seed=list(seeds))
    return train_at_price(net, price, RATE, STEPS, np.random.default_rng(11))


def last_hidden(price, seeds):
    """The activations of the second hidden layer for all test images: (S, 360, 64)."""
    net = priced(price, tuple(seeds))
    return networks.forward(net, tuning.centred_digits().x_test, RELU).post[-1]


def zero_shares(seeds):
    """The share of exact zeros among the activations of the second hidden layer."""
    found = {case: np.mean(last_hidden(price, seeds) == 0, axis=(1, 2))
             for case, price in PRICES.items()}
    leaky = tuning.trained("leaky_relu", 2, 0.4, list(seeds))
    h = networks.forward(leaky, tuning.centred_digits().x_test, PLAIN["leaky_relu"]).post[-1]
    return found | {"control: Leaky ReLU": np.mean(h == 0, axis=(1, 2))}


def skippable_work(seeds):
    """The share of the next layer's multiplications that need not be done, by size of batch.

    Weights are used by whole rows, one row a neuron: a row can be left out only if its neuron is
    off for every input of the batch.
    """
    def share(price, batch):
        off = last_hidden(price, seeds)[:, :320] == 0                 # (S, 320, 64)
        return off.reshape(len(seeds), -1, batch, 64).all(axis=2).mean(axis=(1, 2))

    return {size + ", L1 price" * (price > 0): share(price, batch)
            for size, batch in (("one input", 1), ("batch of 64", 64)) for price in PRICES.values()}


def memory(seeds):
    """Bytes for the activations over bytes of a dense float32 array.

    A number that is not zero takes 4 bytes; where it stands takes a place of 4 bytes for each of
    them, or a bit for every number, zero or not.
    """
    plain = [h.astype(np.float32).nbytes / (4 * h.size) for h in last_hidden(0.0, seeds)]
    kept, priced = (np.mean(last_hidden(price, seeds) != 0, axis=(1, 2))
                    for price in PRICES.values())
    return {"a plain array": np.array(plain), "with 4-byte places": 2 * kept,
            "4-byte places, L1 price": 2 * priced, "with a bit mask": kept + 1 / 32}


def overfitting(seeds):
    """Percentage points of test error that zeros save in networks that know 150 digits by heart.

    ReLU's own zeros: against Leaky ReLU with slope 0.1, the same function without them. Bought
    zeros: an L1 price against none, with right labels and with 20% wrong ones.
    """
    right = tuning.centred_digits().y[:MEMORISED]
    rng = np.random.default_rng(5)
    wrong = np.where(rng.random(MEMORISED) < 0.2, rng.integers(10, size=MEMORISED), right)
    own = memorised("relu", 0.0, right, seeds)
    return {"its own zeros": memorised("leaky_relu", 0.0, right, seeds) - own,
            "bought zeros": own - memorised("relu", 0.003, right, seeds),
            "bought, wrong labels": memorised("relu", 0.0, wrong, seeds)
            - memorised("relu", 0.003, wrong, seeds)}


def memorised(name, price, labels, seeds, steps=300):
    """Test errors in percent after learning MEMORISED images with these labels: (S,)."""
    task = tuning.centred_digits()
    x, f = task.x[:MEMORISED], RELU if name == "relu" else SLOPED
    net = networks.initialise(tuning.sizes(2), ensemble=len(seeds), seed=list(seeds))
    if price:
        for _ in range(steps):
            trace = networks.forward(net, x, f)
            _, gradient = networks.softmax_cross_entropy(trace.output, labels)
            descend(net, trace, gradient, price, RATE)
    else:
        net = networks.train(net, x, labels, activation=f, learning_rate=RATE, steps=steps,
                             record_every=steps).parameters
    return 100 * (1 - networks.accuracy(networks.forward(net, task.x_test, f).output, task.y_test))


def lost_variance(seeds):
    """The share of the test images' variance that no linear map restores from one random layer."""
    task = tuning.centred_digits()

    def lost(seed, neurons, f):
        w = np.random.default_rng(seed).normal(size=(64, neurons)) / 8
        h, h_test = (np.c_[f(x @ w), np.ones(len(x))] for x in (task.x, task.x_test))
        back = np.linalg.lstsq(h, task.x, rcond=1e-6)[0]
        return np.mean((h_test @ back - task.x_test) ** 2) / np.mean(task.x_test ** 2)

    cases = {"64 neurons": (64, RELU.f), "256 neurons": (256, RELU.f),
             "control: 64, no function": (64, PLAIN["identity"].f)}
    return {case: np.array([lost(seed, *one) for seed in seeds]) for case, one in cases.items()}


CLAIMS = (
    Claim(
        "sparse", "ReLU makes activations sparse.",
        "After training no more than 60% of the activations are 0: hardly more than by a coin.",
        "05_activation_comparisons.ipynb#How-sparse-can-it-be?", "notebook 5",
        "share of zeros in the second hidden layer", 0.6, zero_shares,
        (False, True),
        "ReLU gives exact zeros, about half ({0}, Leaky ReLU {2}); more have to be "
        "bought, {1} with an L1 price."),
    Claim(
        "compute", "Zeros save compute.",
        "Leaving out whole rows of weights saves less than a quarter of the multiplications.",
        "06_networks_and_applications.ipynb#What-are-zeros-worth?", "notebook 6",
        "share of the next layer's rows of weights that nobody needs", 0.25, skippable_work,
        (True, True, False, False),
        "One input can skip {0} of the rows, or {1} with a price; in a batch somebody needs "
        "nearly every row, and {2} or {3} remain to be skipped."),
    Claim(
        "memory", "Zeros save memory.",
        "The activations take more than 0.8 of the bytes of a dense array.",
        "06_networks_and_applications.ipynb#What-are-zeros-worth?", "notebook 6",
        "bytes, relative to a dense float32 array", 0.8, memory,
        (False, False, True, True),
        "A zero takes as many bytes as any number. What saves is the format: {3} with a bit for "
        "each number, but {1} with a place for each one kept, {2} when zeros were bought.",
        holds="below"),
    Claim(
        "overfitting", "Sparse activations prevent overfitting.",
        "In networks that know 150 digits by heart they save less than two points of test error.",
        "05_activation_comparisons.ipynb#How-sparse-can-it-be?", "new; the L1 price: notebook 5",
        "test error saved, percentage points", 2.0, overfitting,
        (False, False, False),
        "ReLU's own zeros save {0} points, bought ones {1}, with wrong labels {2}: here zeros "
        "are no regulariser by themselves.", shown=".1f"),
    Claim(
        "information", "ReLU loses the information in negative values.",
        "From a random ReLU layer a linear map restores more than 90% of the images' variance.",
        "05_activation_comparisons.ipynb#What-do-negative-values-carry?",
        "new; negative values: notebook 5",
        "share of the images' variance that no linear map restores", 0.1, lost_variance,
        (True, False),
        "A neuron loses, a layer need not: what one cuts off another passes. As many neurons as "
        "pixels (64) lose {0} for a linear map, four times as many {1}.", shown=".3f"),
)
