"""The check of notebook 00."""
import numpy as np

from helpers.exercises.core import Wrong, exercise


@exercise
def check_reading(x):
    """The x at which the explorer's caption reads f(x) = 2.0."""
    try:
        value = float(x)
    except (TypeError, ValueError):
        raise Wrong(f"Give one number; you gave {x!r}.") from None
    if np.isclose(value, 2):
        return "because to the right of 0 the function hands its input on unchanged."
    if value <= 0:
        raise Wrong(f"At x = {value:g} the caption reads f(x) = 0.0. Move to the right of 0.")
    raise Wrong(f"At x = {value:g} the caption reads f(x) = {value:.1f}. Type 2 into the "
                "number beside the slider and read both numbers of the caption.")
