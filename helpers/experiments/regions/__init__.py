"""Pieces and cells of ReLU networks, counted without a grid.

    line        whole_line, segment -> walk -> Walk (corners on a line, the pieces between them)
    plane       cells -> Cells (a polygon for each on/off pattern); window_of_crossings, zaslavsky
    built       random_network, sawtooth (Telgarsky 2015), folding_network (Montúfar et al. 2014)
    findings    square_error (Yarotsky 2017), breakpoints_per_neuron (Hanin & Rolnick 2019),
                length_growth, expected_growth

Between two neighbouring corners of what came before it, a layer is linear, so its folds are found
by interpolation. What is counted is therefore the network itself, not samples of it. `member`
picks one network of an ensemble.
"""
from helpers.experiments.regions.built import folding_network, random_network, sawtooth
from helpers.experiments.regions.findings import (
    breakpoints_per_neuron,
    expected_growth,
    length_growth,
    square_error,
)
from helpers.experiments.regions.line import Walk, segment, walk, whole_line
from helpers.experiments.regions.plane import Cells, cells, window_of_crossings, zaslavsky

__all__ = ["Cells", "Walk", "breakpoints_per_neuron", "cells", "expected_growth",
           "folding_network", "length_growth", "random_network", "sawtooth", "segment",
           "square_error", "walk", "whole_line", "window_of_crossings", "zaslavsky"]
