"""The figures of notebook 03.

    kink     one number and its slope: tangent_and_secant, step_errors, zero_shares, descent
    depth    many layers: gates, layers, directions
"""
from helpers.pictures.gradients.depth import directions, gates, layers
from helpers.pictures.gradients.kink import (
    descent,
    step_errors,
    tangent_and_secant,
    zero_shares,
)

__all__ = ["descent", "directions", "gates", "layers", "step_errors", "tangent_and_secant",
           "zero_shares"]
