"""Neurons that die: who, when, why, and who comes back.

    states      what a neuron can be: off for an input, dead on the data, cut off
    one         a single neuron: the learning rate that kills it, the way of its parameters
    lives       networks in training, every neuron recorded; grids of learning rate and bias
    returns     neurons killed on purpose and what brings them back
    born        networks that are dead before training, or collapse early in it
    remedies    the same training with one thing changed

A neuron is judged by its slope f'(z), never by its output: for ReLU the two agree, for functions
with negative values only the slope says whether a gradient passes.
"""
from helpers.experiments.deaths.born import (
    BornDead,
    Collapse,
    born_dead,
    chance_of_dead_network,
    collapse,
)
from helpers.experiments.deaths.lives import Grid, Lives, grid, lives
from helpers.experiments.deaths.one import killing_rate, one_neuron
from helpers.experiments.deaths.remedies import (
    REMEDIES,
    Remedy,
    Trial,
    leaky_slopes,
    trial,
)
from helpers.experiments.deaths.returns import (
    comebacks,
    decayed_peaks,
    killed,
    responding,
)
from helpers.experiments.deaths.states import cut_off, dead, off, share_on

__all__ = [
    "REMEDIES", "BornDead", "Collapse", "Grid", "Lives", "Remedy", "Trial", "born_dead",
    "chance_of_dead_network", "collapse", "comebacks", "cut_off", "dead", "decayed_peaks", "grid",
    "killed", "killing_rate", "leaky_slopes", "lives", "off", "one_neuron", "responding",
    "share_on", "trial",
]
