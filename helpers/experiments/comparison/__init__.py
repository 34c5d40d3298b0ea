"""Activations compared: what they are, what they do to signals, how they train, what they cost.

    plain        a few formulas without the care of `helpers.activations`, for speed and for timing
    properties   range, monotone, convex, smooth, steepest slope, dip: computed from f and df
    depth        values by layer, bias shift, finite width, Jacobians, fixed points
    tuning       learning rates tuned for each function; the same seeds make pairs
    race         steps to a target error, with a good and a poor start
    dying        dead neurons by function and learning rate
    negatives    trained networks with and without their negative outputs
    sparse       an L1 price on activity: zeros against error
    paired       which differences survive the spread
    cost         time as ratios to ReLU
"""
from helpers.experiments.comparison import (
    cost,
    depth,
    dying,
    negatives,
    paired,
    plain,
    properties,
    race,
    sparse,
    tuning,
)

__all__ = ["cost", "depth", "dying", "negatives", "paired", "plain", "properties", "race",
           "sparse", "tuning"]
