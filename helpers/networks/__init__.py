"""Plain multilayer perceptrons in NumPy, many networks at once.

Every array has a leading ensemble axis: (E, batch, features) for data, (E, n_in, n_out) for
weights. The members of an ensemble (other seeds, learning rates, biases) share one stacked matrix
product and nothing else: what a member computes does not depend on who else is in the batch.

    parameters     the weights and biases, and how they start
    schemes        how the weights are drawn: He, Glorot, LeCun, orthogonal, randomised asymmetric
    passes         forward and backward: what a network computes, and its gradients
    normalisation  batch normalisation, forward and backward
    losses         softmax cross-entropy, squared error, accuracy
    optimisers     from a gradient to a direction: SGD, momentum, Adam, clipping, weight decay
    rules          from a gradient to a step: all that `train` can be told about it
    batches        which examples each step sees
    training       `train`, and its loop in plain words: batch, forward, loss, backward, step
    fast, blocks   the same loop for speed: `train` uses it wherever it can
    convolution    convolutional networks: patches, kernels, pooling
    recurrence     a recurrent network, forward and backward through time
    gated          the feed-forward block of a transformer, plain or gated
    checks         the error messages for bad input

A diverging member becomes inf, then NaN; nothing warns and no other member changes.
"""

from helpers.networks.gated import (
    FeedForward,
    feed_forward,
    feed_forward_backward,
    feed_forward_start,
)
from helpers.networks.losses import LOSSES, accuracy, softmax_cross_entropy, squared_error
from helpers.networks.optimisers import OPTIMISERS
from helpers.networks.parameters import Parameters, initialise
from helpers.networks.passes import Gradients, Trace, backward, forward
from helpers.networks.recurrence import (
    Recurrent,
    back_through_time,
    recurrent_start,
    unroll,
)
from helpers.networks.schemes import SCHEMES
from helpers.networks.training import History, train

__all__ = [
    "LOSSES",
    "OPTIMISERS",
    "SCHEMES",
    "FeedForward",
    "Gradients",
    "History",
    "Parameters",
    "Recurrent",
    "Trace",
    "accuracy",
    "back_through_time",
    "backward",
    "feed_forward",
    "feed_forward_backward",
    "feed_forward_start",
    "forward",
    "initialise",
    "recurrent_start",
    "softmax_cross_entropy",
    "squared_error",
    "train",
    "unroll",
]
