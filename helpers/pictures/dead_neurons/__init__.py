"""The figures of notebook 04.

    neuron      one neuron: data_cloud, fatal_step, decay_paths
    network     a network's neurons: replay, shares_over_time
    maps        settings: death_map, death_and_accuracy, born_dead
    remedies    leaky_slope, remedies
"""
from helpers.pictures.dead_neurons.maps import born_dead, death_and_accuracy, death_map
from helpers.pictures.dead_neurons.network import replay, shares_over_time
from helpers.pictures.dead_neurons.neuron import data_cloud, decay_paths, fatal_step
from helpers.pictures.dead_neurons.remedies import leaky_slope, remedies

__all__ = ["born_dead", "data_cloud", "death_and_accuracy", "death_map", "decay_paths",
           "fatal_step", "leaky_slope", "remedies", "replay", "shares_over_time"]
