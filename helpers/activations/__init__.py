"""The activation functions of the course: one table, one record a function.

`ACTIVATIONS`  name -> `Activation` (f, df, formula, source, kink, parameters), read-only
`activation`   the record of a name, or an error that lists the names
`relu`, ...    each f by its name

parts.py      what several formulas are made of
record.py     the record and what all functions share: dtypes, parameters, errors
piecewise.py  straight pieces: ReLU and its relatives
smooth.py     exp, tanh and sin: ELU, SiLU, Mish, sigmoid, ...
gaussian.py   GELU

To add a function, add its record to the tuple at the end of one of the three files.
"""

from types import MappingProxyType

from helpers.activations.gaussian import GAUSSIAN
from helpers.activations.piecewise import PIECEWISE
from helpers.activations.record import Activation
from helpers.activations.smooth import SMOOTH

ACTIVATIONS = MappingProxyType({record.name: record for record in (*PIECEWISE, *SMOOTH, *GAUSSIAN)})
relu = ACTIVATIONS["relu"].f

__all__ = ["ACTIVATIONS", "Activation", "activation", "relu"]


def activation(name):
    """The record of that name; ValueError with all names if there is none."""
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}; got {name!r}")
    return ACTIVATIONS[name]


def __getattr__(name):
    """Each f by its name: `from helpers.activations import gelu`."""
    if name in ACTIVATIONS:
        return ACTIVATIONS[name].f
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
