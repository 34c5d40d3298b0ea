"""The weights and biases of an ensemble of networks, and how they start."""

from dataclasses import dataclass

import numpy as np

from helpers.networks import checks


@dataclass(frozen=True, eq=False)
class Parameters:
    """The weights and biases of E networks of one shape, layer by layer.

    weights: tuple of arrays (E, n_in, n_out); biases: tuple of arrays (E, 1, n_out), so that
    `x @ weights + biases` is a layer. Shapes that do not fit raise ValueError, whole numbers
    TypeError.
    """

    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

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

    @property
    def arrays(self):
        """All arrays in one tuple: the weights of every layer, then the biases."""
        return self.weights + self.biases

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
        return Parameters(
            tuple(w.copy() for w in self.weights), tuple(b.copy() for b in self.biases)
        )

    def member(self, e):
        """Network `e` alone, as an ensemble of one (views of the same numbers)."""
        e = range(self.ensemble)[e]
        return Parameters(
            tuple(w[e : e + 1] for w in self.weights), tuple(b[e : e + 1] for b in self.biases)
        )


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


def _lecun(noise, n_in, n_out):
    """Variance 1 / n_in: keeps the signal of a linear network. LeCun et al. 1998."""
    return noise * np.sqrt(1 / n_in)


def _glorot(noise, n_in, n_out):
    """Variance 2 / (n_in + n_out): forward and backward balanced. Glorot & Bengio 2010."""
    return noise * np.sqrt(2 / (n_in + n_out))


def _he(noise, n_in, n_out):
    """Variance 2 / n_in: makes up for the half that ReLU removes. He et al. 2015."""
    return noise * np.sqrt(2 / n_in)


def _orthogonal(noise, n_in, n_out):
    """Orthonormal columns (or rows, if these are fewer), uniformly drawn. Saxe et al. 2014."""
    tall = noise if n_in >= n_out else noise.swapaxes(1, 2)
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diagonal(r, axis1=1, axis2=2))[:, np.newaxis, :]
    return q if n_in >= n_out else q.swapaxes(1, 2)


SCHEMES = {"he": _he, "glorot": _glorot, "lecun": _lecun, "orthogonal": _orthogonal}


def initialise(
    sizes, *, scheme="he", ensemble=1, bias=0.0, gain=None, seed=0, dtype=np.float64
) -> Parameters:
    """The starting parameters of `ensemble` networks with layers of `sizes` neurons.

    sizes: inputs, hidden neurons, outputs, as in (64, 32, 10). scheme: a name in `SCHEMES`;
    weights are normal ("orthogonal" excepted). gain: a number or (E,), multiplies the scheme's
    weights (default 1). bias: a number or (E,), the start of every bias. dtype: float64, float32
    or float16; the numbers are drawn in float64 and rounded.

    seed: a whole number, or E of them. Member e depends on `seed` and e alone, not on `ensemble`;
    with a sequence it is the network that `seed=sequence[e]` gives alone.
    """
    if np.ndim(sizes) != 1:
        raise TypeError(f"sizes must be a sequence of whole numbers, got {sizes!r}")
    sizes = tuple(checks.whole_number("sizes", size, 1) for size in sizes)
    if len(sizes) < 2:
        raise ValueError(f"sizes must give at least inputs and outputs, got {sizes}")
    scheme = SCHEMES[checks.one_of("scheme", scheme, SCHEMES)]
    ensemble = checks.whole_number("ensemble", ensemble, 1)
    if np.dtype(dtype).kind != "f":
        raise TypeError(f"dtype must be a floating-point type, got {np.dtype(dtype)}")
    gain = checks.per_member("gain", 1.0 if gain is None else gain, ensemble, float, least=0)
    bias = checks.per_member("bias", bias, ensemble, dtype)
    noise = _noise(sizes, checks.generators(seed, ensemble, stream=0))
    return Parameters(
        tuple((gain * scheme(z, *z.shape[1:])).astype(dtype, copy=False) for z in noise),
        tuple(np.broadcast_to(bias, (ensemble, 1, n)).astype(dtype) for n in sizes[1:]),
    )


def _noise(sizes, generators):
    """Standard normal numbers in the shape of the weights, each member's from its generator."""
    shapes = list(zip(sizes[:-1], sizes[1:], strict=True))
    ends = np.cumsum([n_in * n_out for n_in, n_out in shapes])
    numbers = np.empty((len(generators), ends[-1]))
    for row, generator in zip(numbers, generators, strict=True):
        generator.standard_normal(out=row)
    layers = np.split(numbers, ends[:-1], axis=1)
    return [layer.reshape(-1, *shape) for layer, shape in zip(layers, shapes, strict=True)]
