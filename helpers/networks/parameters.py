"""The weights and biases of an ensemble of networks, and how they start."""

from dataclasses import dataclass

import numpy as np

from helpers.networks import checks
from helpers.networks.schemes import SCHEMES


@dataclass(frozen=True, eq=False)
class Parameters:
    """The weights and biases of E networks of one shape, layer by layer.

    weights: tuple of arrays (E, n_in, n_out); biases: tuple of arrays (E, 1, n_out), so that
    `x @ weights + biases` is a layer. gains, shifts: of batch normalisation, arrays (E, 1, n_out),
    one a hidden layer; empty tuples for networks without it. Shapes that do not fit raise
    ValueError, whole numbers TypeError.
    """

    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]
    gains: tuple[np.ndarray, ...] = ()
    shifts: tuple[np.ndarray, ...] = ()

    def __post_init__(self):
        if len(self.weights) == 0 or len(self.weights) != len(self.biases):
            raise ValueError(
                "weights and biases must have one array a layer,"
                f" got {len(self.weights)} and {len(self.biases)}"
            )
        n_in = None
        for w, b in zip(self.weights, self.biases, strict=True):
            n_in = _checked_width("weights", w, (len(self.weights[0]), n_in, None))
            _checked_width("biases", b, (len(w), 1, n_in))
        self._check_normalisation()

    def _check_normalisation(self):
        """Gains and shifts: none at all, or one of each for every hidden layer."""
        for name, arrays in (("gains", self.gains), ("shifts", self.shifts)):
            if self.batch_norm and len(arrays) != len(self.weights) - 1:
                raise ValueError(
                    f"{name} must have one array a hidden layer ({len(self.weights) - 1}),"
                    f" got {len(arrays)}"
                )
            for array, n in zip(arrays, self.sizes[1:], strict=False):
                _checked_width(name, array, (self.ensemble, 1, n))

    @property
    def arrays(self):
        """All arrays in one tuple: weights layer by layer, then biases, gains and shifts."""
        return self.weights + self.biases + self.gains + self.shifts

    @property
    def batch_norm(self):
        """Whether the hidden layers are batch-normalised."""
        return len(self.gains) + len(self.shifts) > 0

    @property
    def ensemble(self):
        """The number E of networks."""
        return len(self.weights[0])

    @property
    def sizes(self):
        """The number of inputs, then the number of neurons of every layer."""
        return (self.weights[0].shape[1], *(w.shape[2] for w in self.weights))

    @property
    def dtype(self):
        """The floating type in which the networks compute."""
        return self.weights[0].dtype

    def copy(self):
        """The same numbers in new arrays."""
        return self._each(np.copy)

    def member(self, e):
        """Network `e` alone, as an ensemble of one (views of the same numbers)."""
        e = range(self.ensemble)[e]
        return self._each(lambda array: array[e : e + 1])

    def _each(self, function):
        """Parameters whose every array is function(array)."""
        groups = (self.weights, self.biases, self.gains, self.shifts)
        return Parameters(*(tuple(function(array) for array in group) for group in groups))


def _checked_width(name, array, shape):
    """The last length of `array`, whose shape must be `shape` (None: any length above 0)."""
    if not isinstance(array, np.ndarray) or array.dtype.kind != "f":
        kind = getattr(array, "dtype", type(array).__name__)
        raise TypeError(f"{name} must hold arrays of floating-point numbers, got {kind}")
    fits = array.ndim == len(shape) and all(
        n > 0 and n == (m or n) for n, m in zip(array.shape, shape, strict=True)
    )
    if not fits:
        wanted = ", ".join("n" if n is None else str(n) for n in shape)
        raise ValueError(f"{name} must have shape ({wanted}) here, got {array.shape}")
    return array.shape[2]


def initialise(
    sizes, *, scheme="he", ensemble=1, bias=0.0, gain=None, batch_norm=False, seed=0,
    dtype=np.float64,
) -> Parameters:
    """The starting parameters of `ensemble` networks with layers of `sizes` neurons.

    sizes: inputs, hidden neurons, outputs, as in (64, 32, 10). scheme: a name in `SCHEMES`. gain: a
    number or (E,), multiplies what the scheme draws (default 1). bias: a number or (E,), the start
    of every bias, or, for "rai", which draws its biases, added to them. batch_norm: True gives
    every hidden layer gains of 1 and shifts of 0; what is then subtracted with the mean makes the
    hidden biases idle. dtype: float64, float32 or float16; the numbers are drawn in float64 and
    rounded.

    seed: a whole number, or E of them. Member e depends on `seed` and e alone, not on `ensemble`;
    with a sequence it is the network that `seed=sequence[e]` gives alone.
    """
    sizes = _checked_sizes(sizes)
    scheme = SCHEMES[checks.one_of("scheme", scheme, SCHEMES)]
    ensemble = checks.whole_number("ensemble", ensemble, 1)
    if np.dtype(dtype).kind != "f":
        raise TypeError(f"dtype must be a floating-point type, got {np.dtype(dtype)}")
    gain = checks.per_member("gain", 1.0 if gain is None else gain, ensemble, float, least=0)
    bias = checks.per_member("bias", bias, ensemble, float)
    hidden = sizes[1:-1] if checks.true_or_false("batch_norm", batch_norm) else ()
    weights, biases = scheme(sizes, checks.generators(seed, ensemble, stream=0))
    return Parameters(
        tuple((gain * w).astype(dtype, copy=False) for w in weights),
        tuple((gain * b + bias).astype(dtype, copy=False) for b in biases),
        tuple(np.ones((ensemble, 1, n), dtype) for n in hidden),
        tuple(np.zeros((ensemble, 1, n), dtype) for n in hidden),
    )


def _checked_sizes(sizes):
    """The sizes as a tuple of at least two whole numbers above 0."""
    if np.ndim(sizes) != 1:
        raise TypeError(f"sizes must be a sequence of whole numbers, got {sizes!r}")
    sizes = tuple(checks.whole_number("sizes", size, 1) for size in sizes)
    if len(sizes) < 2:
        raise ValueError(f"sizes must give at least inputs and outputs, got {sizes}")
    return sizes
