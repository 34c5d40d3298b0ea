"""One ReLU neuron that fits a few points: the learning rate that kills it, and its whole run."""
import numpy as np


def killing_rate(z, rise):
    """The smallest learning rate at which one step turns a neuron off on every example.

    z: (examples,), its pre-activations before the step, all above 0; rise: (examples,), how much
    each z falls per unit of learning rate: x @ gradient_w + gradient_b. inf if one of them does
    not fall. ValueError if the neuron is off somewhere: then no simple answer exists.
    """
    z, rise = np.asarray(z, float), np.asarray(rise, float)
    if not np.all(z > 0):
        raise ValueError(f"z must be above 0 on every example, its smallest is {z.min()}")
    if np.any(rise <= 0):
        return np.inf
    return float(np.max(z / rise))


def one_neuron(x, target, w, b, learning_rate, steps):
    """Gradient descent of relu(w x + b) on half the mean squared error: w, b, loss by step.

    x, target: (examples,); w, b: the start, numbers; learning_rate: a number or (runs,). Each
    result is (steps + 1, runs). A run that diverges becomes inf, then NaN.
    """
    x, target = np.asarray(x, float)[:, None], np.asarray(target, float)[:, None]
    rate = np.atleast_1d(np.asarray(learning_rate, float))
    w, b = np.full(rate.shape, float(w)), np.full(rate.shape, float(b))
    path, examples = [(w, b)], len(x)
    with np.errstate(all="ignore"):
        for _ in range(steps):
            z = w * x + b                                               # (examples, runs)
            at_z = (np.maximum(z, 0) - target) * (z > 0)
            w = w - rate * ((at_z * x).sum(axis=0) / examples)
            b = b - rate * (at_z.sum(axis=0) / examples)
            path.append((w, b))
        ws, bs = (np.stack(column) for column in zip(*path, strict=True))
        outputs = np.maximum(ws[:, None] * x + bs[:, None], 0)          # (steps, examples, runs)
        return ws, bs, np.mean((outputs - target) ** 2, axis=1) / 2
