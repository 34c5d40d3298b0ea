"""Claims about the function itself: bends, costs, saturates, scales, resembles a neuron, the kink.

Each measure takes seeds (S,) and gives a mapping of case -> numbers (S,).
"""
from dataclasses import replace

import numpy as np

from helpers import datasets, networks
from helpers.experiments import kinks
from helpers.experiments.claims import counting
from helpers.experiments.claims.record import Claim
from helpers.experiments.comparison import tuning
from helpers.experiments.comparison.plain import PLAIN


def xor_errors(seeds):
    """Mean squared error on exclusive or after training, over that of the best linear map."""
    x, y = datasets.xor()
    ones = np.c_[x, np.ones(4)]
    linear = np.mean((ones @ np.linalg.lstsq(ones, y, rcond=None)[0] - y) ** 2)

    def trained(activation):
        start = networks.initialise((2, 16, 1), ensemble=len(seeds), seed=list(seeds))
        after = networks.train(start, x, y, loss="squared_error", activation=activation,
                               learning_rate=0.05, steps=600, record_every=600).parameters
        output = networks.forward(after, x, activation).output
        return np.mean((output - y) ** 2, axis=(1, 2)) / linear

    return {"with ReLU": trained("relu"), "control: no activation": trained(PLAIN["identity"])}


def operations(seeds, inputs=512):
    """Operations with tanh over those with ReLU: the function alone, and one output of a layer.

    An output of a layer takes a multiplication and an addition for each input, then the function.
    """
    x = [np.random.default_rng(seed).normal() for seed in seeds]
    tanh, relu = (np.array([counting.count(f, one) for one in x])
                  for f in (counting.tanh, counting.relu))
    return {"the function alone": tanh / relu,
            f"a layer of {inputs}": (2 * inputs + tanh) / (2 * inputs + relu)}


def slopes_far_out(seeds):
    """The mean slope of a trained hidden layer at the largest 1% of its pre-activations."""
    def slopes(name):
        after = tuning.trained(name, 1, 0.4, list(seeds))
        pre = networks.forward(after, tuning.centred_digits().x, PLAIN[name]).pre[0]
        largest = pre >= np.quantile(pre, 0.99, axis=(1, 2), keepdims=True)
        return np.array([PLAIN[name].df(z[top]).mean()
                         for z, top in zip(pre, largest, strict=True)])

    return {"ReLU": slopes("relu"), "control: tanh": slopes("tanh")}


def scaling_errors(seeds):
    """|f(ax) - a f(x)| relative to |a f(x)| for ReLU and random networks of two hidden layers."""
    def network(seed, bias):
        net = networks.initialise((8, 16, 16, 3), bias=bias, seed=seed)
        return lambda x: networks.forward(net, x).output

    def errors(functions, factor=3):
        found = []
        for seed, f in zip(seeds, functions, strict=True):
            x = np.random.default_rng(seed).normal(size=(100, 8))
            scaled = factor * f(x)
            found.append(np.linalg.norm(f(factor * x) - scaled) / np.linalg.norm(scaled))
        return np.array(found)

    free, biased = ([network(seed, bias) for seed in seeds] for bias in (0.0, 1.0))
    return {"the function": errors([PLAIN["relu"].f] * len(seeds)),
            "network, no biases": errors(free), "network, biases": errors(biased),
            "control: no biases, factor −3": errors(free, -3)}


def spike_rate(current, tau, refractory):
    """Spikes a second of a leaky integrate-and-fire neuron with threshold 1; times in seconds."""
    above = np.maximum(current, 1 + 1e-9)
    return np.where(current > 1, 1 / (refractory + tau * np.log(above / (above - 1))), 0.0)


def best_fit(shapes, target):
    """The smallest rms distance of target (N,) from a multiple of one of the shapes (K, N)."""
    heights = shapes @ target / np.sum(shapes ** 2, axis=1)
    return np.sqrt(np.mean((heights[:, None] * shapes - target) ** 2, axis=1)).min()


def neuron_fits(seeds):
    """Rms error of the best ReLU over that of the best sigmoid, for the rate of a model neuron."""
    def ratio(seed, strongest):
        rng = np.random.default_rng(seed)
        current = np.linspace(0, strongest, 200)
        target = spike_rate(current, tau=rng.uniform(0.01, 0.03),
                            refractory=rng.uniform(0.001, 0.003))
        places = np.linspace(0, 0.95 * strongest, 96)
        bends = np.maximum(current - places[:, None], 0)
        widths = strongest * np.geomspace(0.01, 1, 25)
        steps = 1 / (1 + np.exp(-(current - places[:, None, None]) / widths[:, None]))
        return best_fit(bends, target) / best_fit(steps.reshape(-1, 200), target)

    return {f"{name} currents": np.array([ratio(seed, strongest) for seed in seeds])
            for name, strongest in (("weak", 3.0), ("strong", 40.0))}


def kink_losses(seeds):
    """How much the final loss depends on the kink, as a ratio: on f'(0), and on its sharpness."""
    data = datasets.digits()

    def by_slope(seed):
        losses = kinks.train_with_slopes(data.x_train, data.y_train, (0.0, 0.5, 1.0), seed=seed)
        return losses[-1].max() / losses[-1].min()

    rounded = replace(PLAIN["relu"], f=lambda x: np.logaddexp(10 * x, 0) / 10,
                      df=lambda x: 1 / (1 + np.exp(-10 * np.clip(x, -50, 50))))
    sharp, smooth = (tuning.outcome(tuning.trained(one, 3, 0.2, list(seeds)), one)[0]
                     for one in (PLAIN["relu"], rounded))
    return {"worst f′(0) over best": np.array([by_slope(seed) for seed in seeds]),
            "sharp over rounded": sharp / smooth}


CLAIMS = (
    Claim(
        "non-linear", "ReLU makes networks non-linear.",
        "Networks with it keep more than half of the best linear map's error on exclusive or.",
        "01_definition.ipynb#Why-does-a-network-need-it?", "notebook 1",
        "squared error on exclusive or, over that of the best linear map", 0.5, xor_errors,
        (True,),
        "A layer of 16 ReLUs leaves {0} of the linear map's error, the same layer without an "
        "activation all of it ({1}).",
        holds="below"),
    Claim(
        "cheap", "ReLU is cheaper to compute than tanh; so are networks with it.",
        "With tanh in its place the work grows by less than half.",
        "05_activation_comparisons.ipynb#What-does-it-cost?", "new; times: notebook 5",
        "operations with tanh, over operations with ReLU", 1.5, operations,
        (True, False),
        "ReLU is one comparison, tanh {0} operations; but an output of a layer of 512 has cost "
        "1,024 before the function is called, and the ratio is {1}."),
    Claim(
        "saturates", "ReLU saturates for large inputs.",
        "At the largest pre-activations of a trained layer the slope is more than a tenth.",
        "03_gradients.ipynb#What-saturates?", "notebook 3",
        "slope at the largest 1% of pre-activations", 0.1, slopes_far_out,
        (False,),
        "For large positive inputs the slope is {0}; it is tanh that has {1} left. ReLU "
        "is flat on its negative side.",
        holds="below", shown=".4f"),
    Claim(
        "scale-invariant", "ReLU is scale-invariant.",
        "With the input multiplied by a, the output is more than 1% away from a times itself.",
        "01_definition.ipynb#What-kind-of-function-is-it?", "notebook 1",
        "deviation from a times the output, relative", 0.01, scaling_errors,
        (True, True, False),
        "Positively homogeneous is the word: for positive factors. The function is, a network "
        "only without biases: with biases of 1 the deviation is {2}.",
        holds="below"),
    Claim(
        "biological", "ReLU resembles a real neuron more than a sigmoid does.",
        "The firing rate of a model neuron is fitted better by the sigmoid.",
        "01_definition.ipynb#What-does-a-neuron-do-with-it?", "new; a neuron: notebook 1",
        "rms error of the best ReLU over that of the best sigmoid", 1.0, neuron_fits,
        (True, False),
        "Up to three times its threshold a leaky integrate-and-fire neuron looks like ReLU "
        "({0}); up to 40 times it saturates, like the sigmoid ({1}).",
        holds="below"),
    Claim(
        "kink", "ReLU has no derivative at 0, so training is slower or diverges.",
        "Neither the worst choice of f′(0) nor the sharp corner costs a fifth of the loss.",
        "03_gradients.ipynb#Does-it-change-the-training?", "notebook 3",
        "final loss, ratio", 1.2, kink_losses,
        (False, False),
        "Whatever f′(0) is, the loss is the same ({0}): float64 hardly ever hits 0 exactly. "
        "On average the sharp corner costs nothing either ({1})."),
)
