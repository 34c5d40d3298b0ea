"""The figures of notebook 06.

    images   kernel_and_threshold, feature_maps, accuracies
    sound    Player, rectified, hears, recognition
    arm      reach, drawn_circle
"""
from helpers.pictures.networks_and_applications.arm import drawn_circle, reach
from helpers.pictures.networks_and_applications.images import (
    accuracies,
    feature_maps,
    kernel_and_threshold,
)
from helpers.pictures.networks_and_applications.sound import (
    Player,
    hears,
    recognition,
    rectified,
)

__all__ = ["Player", "accuracies", "drawn_circle", "feature_maps", "hears",
           "kernel_and_threshold", "reach", "recognition", "rectified"]
