"""Losses with their gradients at the output, and accuracy; one value a network.

Every loss is a mean over the batch, and its gradient is the gradient of that mean.
"""

import numpy as np

from helpers.networks import checks
from helpers.networks.passes import QUIET


@np.errstate(**QUIET)
def softmax_cross_entropy(logits, labels):
    """The mean of -log softmax(logits)[label], in nats: loss (E,), gradient (E, B, C).

    logits: (E, B, C); labels: whole numbers in 0 .. C - 1, (B,) or (E, B). Finite for any finite
    logits: the largest logit is subtracted first, which changes no probability.
    """
    logits = _outputs("logits", logits)
    ensemble, batch, classes = logits.shape
    labels = checks.class_labels("labels", labels, (ensemble, batch), classes)[..., np.newaxis]
    shifted = logits - logits.max(axis=2, keepdims=True)
    probability = np.exp(shifted)
    total = probability.sum(axis=2, keepdims=True)
    loss = np.log(total) - np.take_along_axis(shifted, labels, axis=2)  # (E, B, 1)
    probability /= total
    correct = np.take_along_axis(probability, labels, axis=2)
    np.put_along_axis(probability, labels, correct - 1, axis=2)
    probability /= batch  # now the gradient: (softmax - one-hot) / B
    return loss.mean(axis=(1, 2)), probability


@np.errstate(**QUIET)
def squared_error(output, target):
    """The mean of (output - target)² over batch and outputs: loss (E,), gradient (E, B, C).

    output: (E, B, C); target: (B, C) or (E, B, C).
    """
    output = _outputs("output", output)
    target = checks.stacked("target", checks.numbers("target", target, output.dtype), output.shape)
    error = output - target
    loss = np.square(error).mean(axis=(1, 2))
    error *= 2 / (output.shape[1] * output.shape[2])
    return loss, error


def accuracy(logits, labels):
    """The share (E,) of examples whose largest logit is the label's; NaN where a logit is NaN.

    logits: (E, B, C); labels: whole numbers in 0 .. C - 1, (B,) or (E, B).
    """
    logits = _outputs("logits", logits)
    labels = checks.class_labels("labels", labels, logits.shape[:2], logits.shape[2])
    share = (logits.argmax(axis=2) == labels).mean(axis=1)
    return np.where(np.isnan(logits).any(axis=(1, 2)), np.nan, share)


def _outputs(name, value):
    """Outputs (E, B, C) of a floating dtype (whole numbers become float64)."""
    array = np.asarray(value)
    array = checks.numbers(name, array, array.dtype if array.dtype.kind == "f" else float)
    if array.ndim != 3:
        raise ValueError(f"{name} must have shape (ensemble, batch, outputs), got {array.shape}")
    return array


LOSSES = {"cross_entropy": softmax_cross_entropy, "squared_error": squared_error}
