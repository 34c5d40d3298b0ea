"""Networks drawn at random, and networks built by hand whose regions are known."""
from dataclasses import replace

import numpy as np

from helpers.networks import Parameters, initialise


def random_network(sizes, *, ensemble=1, bias_scale=1.0, seed=0):
    """He-initialised Parameters whose biases are N(0, bias_scale²) instead of 0."""
    parameters = initialise(sizes, ensemble=ensemble, seed=seed)
    rng = np.random.default_rng([seed, 1])
    return replace(parameters, biases=tuple(
        bias_scale * rng.standard_normal(bias.shape) for bias in parameters.biases))


def sawtooth(depth, *, noise=0.0, ensemble=1, seed=0):
    """The tent map applied `depth` times, as a network of two ReLUs a layer (Telgarsky 2015).

    tent(x) = 2 relu(x) - 4 relu(x - 1/2) on [0, 1]; every weight and bias is multiplied by
    1 + noise · N(0, 1).
    """
    if depth < 1 or noise < 0:
        raise ValueError(f"depth must be at least 1 and noise 0 or more, got {depth}, {noise}")
    first, out = np.ones((1, 2)), np.array([[2.0], [-4.0]])
    weights = [first, *[out @ first] * (depth - 1), out]
    biases = [np.array([[0.0, -0.5]])] * depth + [np.zeros((1, 1))]
    rng = np.random.default_rng(seed)
    shaken = [array * (1 + noise * rng.standard_normal((ensemble, *array.shape)))
              for array in [*weights, *biases]]
    return Parameters(tuple(shaken[:depth + 1]), tuple(shaken[depth + 1:]))


def folding_network(layers):
    """Four ReLUs in each of `layers` layers, two inputs: the construction of Montúfar et al. 2014.

    All layers but the last fold both coordinates of the unit square at 1/2 (a tent each), so
    that 4^(layers - 1) squares lie on one another; the last draws four lines through them.
    """
    if layers < 2:
        raise ValueError(f"layers must be at least 2, got {layers}")
    tents = np.array([[2.0, 4, 0, 0], [0, 0, 2, 4]])
    unfold = np.array([[1.0, 0], [-1, 0], [0, 1], [0, -1]])
    lines = np.array([[1.0, 1, 1.3, 0.35], [1, -1.1, -0.4, -1]])
    through = np.array([[0.5, 0.52, 0.4, 0.45], [0.47, 0.5, 0.6, 0.55]])
    weights = [tents, *[unfold @ tents] * (layers - 2), unfold @ lines, np.ones((4, 1))]
    biases = [np.array([0.0, -2, 0, -2])] * (layers - 1) + [-(lines * through).sum(axis=0),
                                                            np.zeros(1)]
    return Parameters(tuple(w[None] for w in weights), tuple(b[None, None] for b in biases))


def layers_of(parameters, member):
    """Weights [(n_in, n_out)] and biases [(n_out,)] of one network of the ensemble."""
    ensemble = len(parameters.weights[0])
    if not 0 <= member < ensemble:
        raise ValueError(f"member must lie in 0 .. {ensemble - 1}, got {member}")
    return [w[member] for w in parameters.weights], [b[member, 0] for b in parameters.biases]
