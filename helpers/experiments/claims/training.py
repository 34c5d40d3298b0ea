"""Claims about training: who converges first, deep networks, the mean, zig-zag, smoothness.

Each measure takes seeds (S,) and gives a mapping of case -> numbers (S,).
"""
from dataclasses import replace
from functools import lru_cache

import numpy as np

from helpers import networks
from helpers.experiments.claims.record import Claim
from helpers.experiments.comparison import race, tuning
from helpers.experiments.comparison.depth import mean_share
from helpers.experiments.comparison.plain import PLAIN

ROUNDED = replace(PLAIN["softplus"], f=lambda x: np.logaddexp(10 * x, 0) / 10,
                  df=lambda x: 1 / (1 + np.exp(-10 * np.clip(x, -50, 50))))
"""ReLU with a rounded corner: softplus with beta 10."""


@lru_cache(maxsize=32)
def swept(name, depth, seeds, rates=None):
    """The Sweep of an activation over learning rates; seeds: a tuple."""
    return tuning.sweep(ROUNDED if name == "rounded" else name, depth, seeds=seeds, rates=rates)


def speeds(seeds, last=200):
    """Steps to 5% training error over those of ReLU; who never arrives counts as arriving last.

    The rates are a factor of 1.4 apart, around each function's best. As in a Sweep, each half of
    the seeds is judged at the rate that the other half chose.
    """
    def steps(name, lowest):
        rates = lowest * np.sqrt(2) ** np.arange(4)
        found = race.race(name, rates=rates, seeds=tuple(seeds), steps=last)
        first, second = np.split(np.minimum(found.steps_to(0.05), last), [len(seeds) // 2], axis=1)
        return np.concatenate([first[np.argmin(second.mean(axis=1))],
                               second[np.argmin(first.mean(axis=1))]])

    relu = steps("relu", 0.2)
    return {"against sigmoid": steps("sigmoid", 1.6) / relu,
            "against tanh": steps("tanh", 0.4) / relu}


def deep_losses(seeds):
    """Powers of ten by which a rival's training loss is above ReLU's, 6 layers, tuned rates."""
    def loss(name, *rates):
        return np.log10(swept(name, 6, tuple(seeds), rates).tuned_loss)

    relu = loss("relu", 0.1, 0.2, 0.4)
    return {"against sigmoid": loss("sigmoid", 0.4, 1.6, 6.4) - relu,
            "against tanh": loss("tanh", 0.1, 0.2, 0.4) - relu}


def mean_shares(seeds):
    """The share of the third hidden layer's energy that is its mean over the images."""
    def share(name, steps):
        net = tuning.trained(name, 3, 0.2, list(seeds), steps=steps)
        h = networks.forward(net, tuning.centred_digits().x, PLAIN[name]).post[-1]
        return np.array([mean_share(one) for one in h])

    return {"before training": share("relu", 0), "after training": share("relu", 120),
            "control: tanh, after": share("tanh", 120)}


def one_signed(seeds):
    """The share of neurons of the last hidden layer's weights whose gradients have one sign.

    For each output neuron the gradient's entries that are not 0, by size of batch.
    """
    def share(name, batch):
        net = tuning.trained(name, 2, 0.2, list(seeds), steps=20)
        task = tuning.centred_digits()
        signs = []
        for k in range(0, 20 * batch, batch):
            x, y = task.x[k:k + batch], task.y[k:k + batch]
            trace = networks.forward(net, x, PLAIN[name])
            _, gradient = networks.softmax_cross_entropy(trace.output, y)
            w = trace.post[-1].swapaxes(1, 2) @ gradient              # (S, 32, 10)
            signs.append((w >= 0).all(axis=1) | (w <= 0).all(axis=1))
        return np.mean(signs, axis=(0, 2))

    return {"one example a step": share("relu", 1), "batches of 32": share("relu", 32),
            "control: tanh, one example": share("tanh", 1)}


def smooth_twins(seeds):
    """Powers of ten by which a smooth function's training loss is above ReLU's, tuned rates."""
    def loss(name):
        return np.log10(swept(name, 1, tuple(seeds)).tuned_loss)

    return {"a rounded corner": loss("rounded") - loss("relu"),
            "GELU": loss("gelu_tanh") - loss("relu")}


def error_points(seeds):
    """Percentage points of test error that a rival has less than ReLU, tuned rates."""
    def error(name):
        return 100 * swept(name, 1, tuple(seeds)).tuned_error

    return {title: error("relu") - error(name)
            for title, name in (("GELU", "gelu_tanh"), ("SiLU", "silu"))}


CLAIMS = (
    Claim(
        "faster", "ReLU converges faster than sigmoid and tanh.",
        "The other function arrives at 5% training error in as many steps or fewer.",
        "05_activation_comparisons.ipynb#Does-ReLU-converge-faster?", "notebook 5",
        "steps to 5% error, over those of ReLU", 1.0, speeds,
        (True, False),
        "With the learning rate of each tuned, the sigmoid needs {0} times ReLU's steps, tanh {1}: "
        "who compares at one rate for all compares rates."),
    Claim(
        "deep", "ReLU trains deep networks better than sigmoid and tanh.",
        "With six plain hidden layers and tuned rates the other function has the lower loss.",
        "05_activation_comparisons.ipynb#Which-one-trains-best?", "notebook 5",
        "training loss over ReLU's, powers of ten", 0.0, deep_losses,
        (True, False),
        "In six plain layers, 120 steps, the sigmoid ends {0} powers of ten above ReLU, tanh {1}. "
        "With normalisation or skip connections this is open again."),
    Claim(
        "bias shift", "ReLU shifts its outputs to the positive side (bias shift).",
        "Less than a tenth of a layer's energy (mean square) is that of its mean activations.",
        "05_activation_comparisons.ipynb#What-happens-to-the-mean,-layer-after-layer?",
        "notebook 5", "share of the third layer's energy that is its mean", 0.1, mean_shares,
        (True, True),
        "{0} of the energy is the same for every image before training, {1} after, {2} with "
        "tanh. That is presence; harm is another claim."),
    Claim(
        "zig-zag", "ReLU is not zero-centred, which makes updates zig-zag.",
        "The weights of most neurons receive gradients of both signs in one step.",
        "05_activation_comparisons.ipynb#What-happens-to-the-mean,-layer-after-layer?",
        "new; the mean: notebook 5",
        "share of neurons whose weight gradients have one sign", 0.5, one_signed,
        (True, False),
        "For one example it is arithmetic ({0}); the sum over a batch of 32 mixes the "
        "signs ({1}). That is the cause of a zig-zag; the path is another measurement."),
    Claim(
        "easy", "ReLU is easy to optimise because it is piecewise linear.",
        "A smooth function of nearly the same shape does not end with a quarter more loss (0.1).",
        "05_activation_comparisons.ipynb#Which-one-trains-best?", "new; the method: notebook 5",
        "loss of a smooth twin over ReLU's, powers of ten", 0.1, smooth_twins,
        (False, False),
        "Twins without straight pieces train as well or better ({0} and {1} powers of ten) in one "
        "hidden layer: the pieces are not needed."),
    Claim(
        "GELU wins", "GELU and SiLU (Swish) are clearly better than ReLU.",
        "With tuned rates they save less than one percentage point of test error.",
        "05_activation_comparisons.ipynb#Which-differences-survive-the-spread?", "notebook 5",
        "test error saved, percentage points", 1.0, error_points,
        (False, False),
        "On these digits they save {0} and {1} points; transformers of Shazeer (2020) have losses "
        "of 1.677 with ReLU, 1.679 with GELU, 1.683 with Swish.", shown=".1f"),
)
