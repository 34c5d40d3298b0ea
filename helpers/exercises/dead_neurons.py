"""The checks of notebook 04.

    check_dead_neurons  from slopes to dead neurons
    check_killing_rate  the learning rate at which one step kills
    check_coasting      how far momentum carries a neuron that has no gradient any more
    check_comes_back    six situations, sorted
    check_width_needed  how wide a network has to be to be born alive
    check_revived       new biases that wake the dead and leave the living alone
"""
import numpy as np

from helpers.activations import ACTIVATIONS
from helpers.exercises.core import NotAttempted, Wrong, exercise, is_missing


@exercise
def check_dead_neurons(dead_neurons):
    """`dead_neurons(slopes)`: which neurons are dead, from slopes (examples, neurons)."""
    z = np.array([[-2.0, 1.0, -3.0, -0.1, -9.0], [-1.0, -1.0, -4.0, 2.0, -0.5],
                  [-3.0, -2.0, -5.0, -7.0, -0.2]])
    for name in ("relu", "elu", "gelu", "hard_tanh"):
        slopes = ACTIVATIONS[name].df(z)
        got, want = np.asarray(dead_neurons(slopes)), np.all(slopes == 0, axis=0)
        if got.shape != want.shape:
            raise Wrong(f"3 examples and 5 neurons need 5 answers; yours has shape {got.shape}. "
                        "Along which axis do the examples lie?")
        if not np.array_equal(got.astype(bool), want):
            raise Wrong(_dead_hint(ACTIVATIONS[name].title, slopes, got.astype(bool), want))
    return "because a neuron is dead on these data when its slope is 0 on every example."


def _dead_hint(title, slopes, got, want):
    k = np.flatnonzero(got != want)[0]
    where = f"{title}, neuron {k}, slopes {slopes[:, k].round(3)}: you say "
    if want[k]:
        return where + "alive. Which example would move it?"
    if np.any(slopes[:, k] == 0):
        return where + "dead. Off for one example is not off for all."
    return where + "dead. A slope that is small or negative still passes a gradient."


@exercise
def check_killing_rate(killing_rate):
    """`killing_rate(z, fall)`: the smallest learning rate at which one step turns all z off."""
    for z, fall in (([2.0, 6.0], [9.0, 22.0]), ([1.0, 0.5, 3.0], [10.0, 1.0, 8.0]),
                    ([1.0, 2.0], [4.0, -1.0]), ([0.3, 0.4], [2.0, 0.0])):
        z, fall = np.array(z), np.array(fall)
        got = float(killing_rate(z, fall))
        want = np.inf if np.any(fall <= 0) else np.max(z / fall)
        if not np.isclose(got, want, rtol=1e-3):
            raise Wrong(f"For z = {z} and fall = {fall} you gave {got:.4g}; "
                        + _rate_hint(z, fall, got))
    return "because the last example to go decides, and one that does not fall never goes."


def _rate_hint(z, fall, got):
    if np.any(fall <= 0):
        return "one example does not fall at all. Can any learning rate turn it off?"
    if got < 0 or not np.isfinite(got):
        return "it has to be a positive number: z - learning rate × fall reaches 0."
    left = z - got * fall
    if np.any(left > 1e-9):
        return f"that step leaves z at {left.round(3)}. Dead means off for every example."
    return f"that step leaves z at {left.round(3)}: a smaller one would be enough."


@exercise
def check_coasting(coasting):
    """`coasting(velocity, learning_rate, momentum)`: how far a parameter moves without gradient."""
    for velocity, rate, momentum in ((2.0, 0.5, 0.9), (-1.0, 0.1, 0.5), (3.0, 0.2, 0.0)):
        got, moved, v = float(coasting(velocity, rate, momentum)), 0.0, velocity
        for _ in range(500):
            v *= momentum
            moved -= rate * v
        if not np.isclose(got, moved, rtol=1e-3, atol=1e-9):
            raise Wrong(f"For velocity {velocity:g}, learning rate {rate:g} and momentum "
                        f"{momentum:g} you gave {got:.4g}; " + _coast_hint(got, moved, rate))
    return "because the steps form a geometric series: momentum + momentum² + ..."


def _coast_hint(got, moved, rate):
    if np.isclose(got, -moved) and moved != 0:
        return "the size is right. A step subtracts: which way does the parameter go?"
    if np.isclose(got * rate, moved):
        return "that is the sum of velocities. Each step multiplies by the learning rate."
    if moved == 0:
        return "without momentum, nothing moves a neuron that has no gradient."
    return ("add up the steps one by one: the first moves by -learning rate × momentum × "
            "velocity, the next one by momentum times that.")


SITUATIONS = {
    "layer 1, SGD, same images": False,
    "layer 2, SGD, layer 1 still learns": True,
    "all of layer 2 is dead, SGD": False,
    "layer 1, SGD, new images": True,
    "layer 1, negative bias, decay of weights and bias alike": False,
    "layer 1, negative bias, decay of the bias alone": True,
}
REASONS = {
    "layer 1, SGD, same images": "What could still change its pre-activations?",
    "layer 2, SGD, layer 1 still learns": "Its own weights stay, but do its inputs?",
    "all of layer 2 is dead, SGD": "Through which neuron could layer 1 get a gradient?",
    "layer 1, SGD, new images": "Dead was a statement about one set of data.",
    "layer 1, negative bias, decay of weights and bias alike":
        "Both shrink by the same factor; can a sum of the two change its sign?",
    "layer 1, negative bias, decay of the bias alone":
        "Without its bias the neuron would be on for some images.",
}


@exercise
def check_comes_back(comes_back):
    """`comes_back`: for each situation True (can come back) or False (stays dead for ever)."""
    missing = [name for name in SITUATIONS if name not in comes_back]
    if missing:
        raise Wrong(f"The situation “{missing[0]}” is missing.")
    if any(is_missing(comes_back[name]) for name in SITUATIONS):
        raise NotAttempted
    for name, want in SITUATIONS.items():
        if bool(comes_back[name]) != want:
            raise Wrong(f"“{name}”: think again. {REASONS[name]}")
    return "because only a change of parameters or of inputs can bring a neuron back."


@exercise
def check_width_needed(width_needed):
    """`width_needed(layers, risk)`: the smallest width with a chance of at most risk."""
    for layers, risk in ((10, 0.01), (30, 0.01), (10, 0.5), (100, 0.001), (2, 0.5)):
        got, want = width_needed(layers, risk), 1
        while 1 - (1 - 0.5 ** want) ** (layers - 1) > risk:
            want += 1
        if not np.isclose(float(got), want):
            raise Wrong(f"For {layers} layers and a risk of {risk:g} you gave {got}; "
                        + _width_hint(float(got), want, layers))
    return "because each hidden layer is off as a whole with chance 2^-width."


def _width_hint(got, want, layers):
    if got != round(got):
        return "a layer has a whole number of neurons."
    chance = 1 - (1 - 0.5 ** got) ** (layers - 1)
    if got < want:
        return f"at that width the chance is {chance:.3g}. How many hidden layers can fail?"
    return f"at that width the chance is {chance:.3g}; a narrower network is still safe enough."


@exercise
def check_revived(revived):
    """`revived(pre, b)`: biases with which every neuron is on for some example (ReLU)."""
    rng = np.random.default_rng(4)
    for examples, neurons in ((6, 4), (20, 7)):
        without = rng.normal(size=(examples, neurons))
        b = rng.normal(size=neurons) - 4 * (np.arange(neurons) % 2)
        without[:, 2] -= 6                                  # dead by its weights, not its bias
        pre = without + b
        got, dead = np.asarray(revived(pre.copy(), b.copy()), float), np.all(pre <= 0, axis=0)
        if got.shape != b.shape:
            raise Wrong(f"{neurons} neurons need {neurons} biases; yours have shape {got.shape}.")
        if not np.allclose(got[~dead], b[~dead]):
            raise Wrong("You changed the bias of a neuron that is alive. Leave those as they are.")
        still = np.all(without + got <= 0, axis=0)
        if np.any(still):
            k = np.flatnonzero(still)[0]
            raise Wrong(f"Neuron {k}: its largest pre-activation was {pre[:, k].max():.2f} and is "
                        f"now {(without + got)[:, k].max():.2f}. It has to be above 0.")
    return "because a neuron whose largest pre-activation is above 0 gets a gradient again."
