"""The figures of notebook 05.

    functions   one or two functions: everything, gallery, side_by_side, shapes
    layers      values_by_depth, cuts, sparsity
    training    rate_sweeps, tuned, convergence
"""
from helpers.pictures.activation_comparisons.functions import (
    everything,
    gallery,
    shapes,
    side_by_side,
)
from helpers.pictures.activation_comparisons.layers import cuts, sparsity, values_by_depth
from helpers.pictures.activation_comparisons.training import convergence, rate_sweeps, tuned

__all__ = ["convergence", "cuts", "everything", "gallery", "rate_sweeps", "shapes",
           "side_by_side", "sparsity", "tuned", "values_by_depth"]
