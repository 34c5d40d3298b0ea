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


def one_neuron(x, target, w, b, learning_rate, steps, every=1):
    """Gradient descent of relu(w x + b) on half the mean squared error: w, b, loss by step.

    x, target: (examples,); w, b: the start, numbers; learning_rate: a number or (runs,). Each
    result is (steps // every + 1, runs): the start, and what each `every`-th step gave. A run that
    diverges becomes inf, then NaN.
    """
    x, rate = np.asarray(x, float), np.atleast_1d(np.asarray(learning_rate, float))
    target = np.asarray(target, float)
    of_error = np.column_stack([x, np.ones_like(x), -target])       # slopes of z - target
    downhill = np.stack([-x, -np.ones_like(x), np.zeros_like(x)]) / len(x)
    # Everything has its full shape: broadcasting would take most of the time of so small arrays.
    lowest, rates = np.repeat(-target[:, None], rate.size, axis=1), np.stack([rate] * 3)
    here = np.repeat([[w], [b], [1.0]], rate.size, axis=1)
    error, off, step = np.empty_like(lowest), np.empty(lowest.shape, bool), np.empty_like(here)
    path = [here.copy()]
    with np.errstate(all="ignore"):
        for number in range(1, steps + 1):
            np.dot(of_error, here, out=error)                       # (examples, runs)
            np.putmask(error, np.less_equal(error, lowest, out=off), 0)  # no gradient where z <= 0
            np.multiply(np.dot(downhill, error, out=step), rates, out=step)
            np.add(here, step, out=here)
            if number % every == 0:
                path.append(here.copy())
        w, b, _ = np.swapaxes(path, 0, 1)
        error = np.maximum(of_error @ path, lowest)                 # (steps, examples, runs)
        return w, b, np.mean(error ** 2, axis=1) / 2
