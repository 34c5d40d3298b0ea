"""Claims about dead neurons: how many die, whether they come back, what is said to help.

Each measure takes seeds (S,) and gives a mapping of case -> numbers (S,).
"""
from helpers import datasets
from helpers.experiments import deaths
from helpers.experiments.claims.record import Claim
from helpers.experiments.comparison import tuning

RATES = {"a moderate rate": 0.03, "a large rate": 0.3}
"""Learning rates for SGD with momentum 0.9."""


def trial(remedy, seeds, rates, steps=100):
    """The Trial of a remedy with momentum on the digits, three hidden layers of 32."""
    return deaths.trial(datasets.digits(), deaths.REMEDIES[remedy], learning_rates=rates,
                        seeds=list(seeds), steps=steps)


def dead_shares(seeds):
    """The share of dead neurons after training with momentum, by learning rate."""
    return dict(zip(RATES, trial("nothing", seeds, tuple(RATES.values())).dead, strict=True))


def returned(seeds):
    """The share of killed neurons that were alive again at some record of the further training."""
    def share(layer, **training):
        found = deaths.comebacks(datasets.digits(), layer=layer, margins=(0.01,),
                                 seeds=list(seeds), before=100, after=100, **training)
        return found.ever[0].mean(axis=1)

    return {"first layer, plain SGD": share(0), "second layer, plain SGD": share(1)}


def leaky_dead(seeds):
    """Shares of neurons after training at a rate that kills ReLUs (slope 0): dead, and off."""
    found = deaths.leaky_slopes(datasets.digits(), [0.0, 0.01], learning_rates=[0.2], steps=100,
                                seeds=list(seeds))
    return {"dead: slope 0 on every image": found.dead[1, 0],
            "control: dead with ReLU": found.dead[0, 0],
            "control: Leaky, never above 0": found.one_sided[1, 0]}


def leaky_points(seeds):
    """Percentage points of test accuracy by which Leaky ReLU is ahead of ReLU."""
    seeds = tuple(seeds)
    relu, leaky = (tuning.sweep(name, 1, seeds=seeds).tuned_error
                   for name in ("relu", "leaky_relu"))
    deeper = [trial(name, seeds, (0.03,)).test[0] for name in ("Leaky ReLU", "nothing")]
    return {"1 hidden layer": 100 * (relu - leaky),
            "3 hidden layers": 100 * (deeper[0] - deeper[1])}


def dead_with_batch_norm(seeds):
    """The share of dead neurons with batch normalisation, by learning rate."""
    with_norm = trial("batch norm", seeds, (0.3, 1.0), steps=60).dead
    return {"rate 0.3": with_norm[0], "rate 1": with_norm[1],
            "control: without it, rate 0.3": trial("nothing", seeds, (0.3,), steps=60).dead[0]}


CLAIMS = (
    Claim(
        "dying", "ReLU neurons die: training loses a good part of them.",
        "After training fewer than 20% of the neurons are off on every training image.",
        "04_dead_neurons.ipynb#Which-settings-kill?", "notebook 4",
        "share of dead neurons after training with momentum", 0.2, dead_shares,
        (False, True),
        "The learning rate kills, not ReLU alone: {0} at a moderate rate, {1} at ten "
        "times that rate."),
    Claim(
        "come back", "A dead neuron never comes back.",
        "More than 5% of neurons that were killed are alive again during further training.",
        "04_dead_neurons.ipynb#Does-a-dead-neuron-come-back?", "notebook 4",
        "share of killed neurons that came back", 0.05, returned,
        (True, False),
        "In the first layer nothing reaches a dead neuron ({0} return); above it, what lies "
        "below keeps moving, and of those killed by a small margin {1} return.", holds="below"),
    Claim(
        "Leaky cures", "Leaky ReLU does away with dead neurons.",
        "At a rate that kills ReLUs, more than 2% of the Leaky neurons are dead too.",
        "04_dead_neurons.ipynb#A-slope-on-the-left", "notebook 4",
        "share of neurons, after training at a rate of 0.2", 0.02, leaky_dead,
        (True,),
        "No slope is 0 any more, so none is dead ({0}; ReLU {1}): by definition. But {2} are "
        "never above 0 on any image: they learn slowly and bend nothing.", holds="below"),
    Claim(
        "Leaky wins", "Leaky ReLU is clearly better than ReLU.",
        "Where few neurons die it is ahead by less than one percentage point.",
        "04_dead_neurons.ipynb#What-helps?", "notebooks 4 and 5",
        "test accuracy ahead of ReLU, percentage points", 1.0, leaky_points,
        (False, False),
        "Where little dies, there is little to cure: {0} points with one hidden layer, "
        "{1} with three.", shown=".1f"),
    Claim(
        "batch norm", "Batch normalisation keeps neurons from dying.",
        "More than 5% of them are dead after training with it.",
        "04_dead_neurons.ipynb#What-helps?", "notebook 4",
        "share of dead neurons with batch normalisation", 0.05, dead_with_batch_norm,
        (True, False),
        "It moves the limit: at a rate of 0.3 {0} are dead with it, {2} without; at "
        "a rate of 1 {1} with it.", holds="below"),
)
