"""The figures of notebook 06.

    images        kernel_and_threshold, feature_maps, accuracies
    sound         Player, rectified, hears, recognition
    arm           reach, drawn_circle
    text          next_character, bits
    sequences     gradient_back, adding_curves
    feed_forward  blocks
    zeros         cost
    marks         what several of these share: dots of single networks
"""
from helpers.pictures.networks_and_applications.arm import drawn_circle, reach
from helpers.pictures.networks_and_applications.feed_forward import blocks
from helpers.pictures.networks_and_applications.images import (
    accuracies,
    feature_maps,
    kernel_and_threshold,
)
from helpers.pictures.networks_and_applications.sequences import adding_curves, gradient_back
from helpers.pictures.networks_and_applications.sound import (
    Player,
    hears,
    recognition,
    rectified,
)
from helpers.pictures.networks_and_applications.text import bits, next_character
from helpers.pictures.networks_and_applications.zeros import cost

__all__ = ["Player", "accuracies", "adding_curves", "bits", "blocks", "cost", "drawn_circle",
           "feature_maps", "gradient_back", "hears", "kernel_and_threshold", "next_character",
           "reach", "recognition", "rectified"]
