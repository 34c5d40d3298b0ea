"""Claims about depth: vanishing, exploding, He's scale, linear pieces, recurrent networks.

Each measure takes seeds (S,) and gives a mapping of case -> numbers (S,).
"""
import numpy as np

from helpers import networks
from helpers.experiments import regions, signals
from helpers.experiments.applications import sequences
from helpers.experiments.claims.record import Claim
from helpers.experiments.comparison import tuning
from helpers.experiments.comparison.plain import PLAIN

LAYERS, WIDTH, FORGOTTEN = 30, 64, 30.0
SCALES = {"Glorot's scale": 1.0, "He's scale": 2 ** 0.5, "1.4 times He's": 2.0}


def sizes(name, gain, seeds):
    """Powers of ten after 30 layers: of the signal going up, of the gradient going down: (2, S)."""
    found = []
    for seed in seeds:
        weights = signals.unit_weights(LAYERS, WIDTH, seed)
        inputs = np.random.default_rng([seed, 2]).normal(size=(50, WIDTH))
        found.append(signals.signal_by_layer(name, weights, inputs, gain, seed))
    return np.log10([(one.forward[-1], one.backward[0]) for one in found]).T


def vanishing(seeds):
    """The gradient at the first of 30 layers, in powers of ten of what enters the last."""
    found = {case: sizes("relu", SCALES[case], seeds)[1] for case in list(SCALES)[:2]}
    return found | {f"control: {name}, Glorot's": sizes(name, 1.0, seeds)[1]
                    for name in ("tanh", "sigmoid")}


def exploding(seeds):
    """The activations of the last of 30 layers, in powers of ten of the inputs."""
    found = {case: sizes("relu", gain, seeds)[0] for case, gain in SCALES.items()}
    return found | {"control: no function, as last": sizes("identity", 2.0, seeds)[0]}


def glorot_shares(seeds, steps=100):
    """What networks of Glorot's scale have learned, as a share of what those of He's scale have.

    Learned: how far the training loss is below ln 10, that of guessing; SGD with momentum.
    """
    def share(depth, rate):
        again = list(seeds) * 2
        gains = np.repeat((1.0, 2 ** 0.5), len(seeds))
        start = tuning.start("relu", depth, again, gain=gains)
        task = tuning.centred_digits()
        after = networks.train(start, task.x, task.y, activation=PLAIN["relu"], steps=steps,
                               learning_rate=rate, optimiser="momentum", batch_size=tuning.BATCH,
                               seed=again, record_every=steps).parameters
        loss = tuning.outcome(after, PLAIN["relu"])[0].reshape(2, -1)
        glorot, he = tuning.GUESS_LOSS - loss
        return glorot / he

    return {"2 hidden layers": share(2, 0.02), "30 hidden layers": share(30, 0.01)}


def pieces(seeds):
    """Linear pieces along a line, per neuron: 8 layers as built, as drawn, and after training."""
    def count(net):
        path = regions.whole_line()
        return np.array([regions.walk(net, path, e).pieces for e in range(net.ensemble)])

    return {"built by hand": np.repeat(count(regions.sawtooth(8)) / 16, len(seeds)),
            "random weights": count(_drawn(seeds)) / 64,
            "trained": count(_trained_on_waves(seeds)) / 64}


def _drawn(seeds):
    """Eight layers of 8 with random weights and biases, one network a seed."""
    nets = [regions.random_network((1, *[8] * 8, 1), seed=seed) for seed in seeds]
    return networks.Parameters(*(
        tuple(np.concatenate(arrays) for arrays in zip(*layers, strict=True))
        for layers in ([net.weights for net in nets], [net.biases for net in nets])))


def _trained_on_waves(seeds):
    """Eight layers of 8 after 400 steps of Adam on a sine of four periods on [0, 1]."""
    x = np.linspace(0, 1, 200)[:, None]
    return networks.train(_drawn(seeds), x, np.sin(8 * np.pi * x), loss="squared_error",
                          optimiser="adam", learning_rate=0.003, steps=400,
                          record_every=400).parameters


def recurrent(seeds):
    """Powers of ten that a gradient loses in 150 steps; FORGOTTEN where nothing comes through."""
    def lost(*case):
        left = np.array([sequences.gradient_norms(*case, seed=seed)[0] for seed in seeds])
        return -np.log10(np.maximum(left, 10.0 ** -FORGOTTEN))

    return {"identity start": lost("relu", "identity"), "random start": lost("relu", "random"),
            "control: tanh, random start": lost("tanh", "random")}


CLAIMS = (
    Claim(
        "vanishing", "ReLU prevents vanishing gradients.",
        "In 30 layers with random weights less than a hundredth (−2) of the gradient arrives.",
        "03_gradients.ipynb#Does-ReLU-keep-gradients-from-vanishing?", "notebook 3",
        "gradient at the first of 30 layers, powers of ten", -2.0, vanishing,
        (False, True),
        "At the start of training the scale of the weights decides: {1} with He's, {0} with "
        "Glorot's, where tanh has {2} and the sigmoid {3}.", shown=".1f"),
    Claim(
        "exploding", "ReLU is unbounded, so activations explode.",
        "In 30 layers with random weights they grow less than a hundredfold (+2).",
        "03_gradients.ipynb#Which-gain-does-each-function-need?", "notebook 3",
        "activations after 30 layers, powers of ten", 2.0, exploding,
        (False, False, True),
        "Too large weights make them explode, {2} here; ReLU itself never enlarges anything, "
        "and without it the same weights reach {3}.", shown=".1f"),
    Claim(
        "He", "ReLU networks require He's initialisation.",
        "With Glorot's scale the loss falls by more than a tenth of its fall with He's.",
        "05_activation_comparisons.ipynb#Thirty-layers,-two-scales", "notebook 5",
        "fall of the loss in 100 steps, Glorot's scale over He's", 0.1, glorot_shares,
        (False, True),
        "A factor √2 a layer matters when there are many: with momentum the share is {0} with 2 "
        "hidden layers, {1} with 30.", holds="below"),
    Claim(
        "pieces", "A deep ReLU network has exponentially many linear pieces.",
        "Networks of 8 layers have fewer than 4 pieces a neuron along a line.",
        "02_plots.ipynb#Do-random-networks-use-their-depth?", "notebook 2",
        "linear pieces along a line, per neuron", 4.0, pieces,
        (True, False, False),
        "Depth can fold {0} pieces out of each neuron, but random networks ({1}) and those that "
        "learned a wave ({2}) have about one."),
    Claim(
        "recurrent", "ReLU is unsuited to recurrent networks: their gradients vanish.",
        "After 150 steps back more than a hundredth (2) of the gradient is left.",
        "06_networks_and_applications.ipynb#How-far-back-does-a-gradient-reach?", "notebook 6",
        "powers of ten that a gradient loses in 150 steps", 2.0, recurrent,
        (False, True),
        "Started at the identity, as Le et al. (2015) do, and pushed one way by its inputs, it "
        "loses {0} powers of ten; started at random {1}, tanh {2}.", shown=".1f"),
)
