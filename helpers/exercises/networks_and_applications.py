"""The exercises of notebook 06: a threshold, a rectified tone, an arm; text, sequences, zeros."""
import numpy as np

from helpers.exercises.core import Wrong, exercise


@exercise
def check_bias_for(bias_for):
    """`bias_for(values, share)`: the bias that lets this share of the values through ReLU."""
    rng = np.random.default_rng(4)
    for values in (np.arange(10.0), rng.normal(size=(6, 6)), 3 + rng.normal(size=50)):
        for share in (0.1, 0.5, 0.9):
            bias = float(bias_for(values, share))
            got = float(np.mean(np.asarray(values) + bias > 0))
            if abs(got - share) > 1 / values.size:
                raise Wrong(f"For share {share} you gave the bias {bias:.3f}, which lets "
                            f"{got:.2f} of {values.size} values through. " + _bias_hint(
                                values, share, bias))
    return "because the values above the (1 - share) quantile pass when the bias is minus it."


def _bias_hint(values, share, bias):
    if np.isclose(bias, np.quantile(values, 1 - share)):
        return "That is the threshold: which number, added, brings the threshold to 0?"
    if np.isclose(bias, -np.quantile(values, share)):
        return "That lets the other share through: how many values lie above your threshold?"
    return "Sort the values: which of them should come to lie at 0?"
