"""Lines and their dots whose look stays: new data are put into the fragment that is there.

Most of the time of a line goes into finding its look anew: colours, dashes, frame, element.
"""
import re

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D

from helpers.explorer.outlines import repeated

NO_LOOKS = {"_xorig", "_yorig", "_invalidx", "_invalidy", "_x", "_y", "_xy", "_x_filled",
            "_subslice", "_path", "_transformed_path", "ind_offset", "_stale", "_path_effects"}
COLOURS = ("_color", "_gapcolor", "_markeredgecolor", "_markerfacecolor", "_markerfacecoloralt")
MANY = 1000  # points: of more, matplotlib draws those alone that are in view
DATA = re.compile('(?<= d=")([^"]*)')


def look(line):
    """All that a line's fragment depends on besides its data and its axes: every attribute but
    those that follow from data. None for other artists, and where a colour could change in place.
    """
    if type(line) is not Line2D or line.get_markevery() is not None:
        return None
    looks = {name: value for name, value in vars(line).items() if name not in NO_LOOKS}
    return None if any(isinstance(looks[name], list | np.ndarray) for name in COLOURS) else looks


def retraced(line, fragment, renderer):
    """The fragment with the line's data of now; None where it is not one path for the line and
    one for all dots."""
    has_line, has_dots = line.get_linestyle() != "None", line.get_marker() != "None"
    parts = DATA.split(fragment)
    path, transform = line.get_path(), line.get_transform()
    if (len(parts) != 1 + 2 * (has_line + has_dots) or "<use" in fragment or len(path) > MANY
            or line.get_path_effects() or line.get_sketch_params()):
        return None
    to_page = Affine2D(renderer.flip.get_matrix() @ transform.get_affine().get_matrix())
    if has_line:
        parts[1] = renderer.traced(transform.transform_path_non_affine(path), to_page)
    if has_dots:
        places = to_page.transform(transform.transform_non_affine(path.vertices))
        parts[-2] = repeated(parts[-2], places)
    return "".join(parts) if all(parts[1::2]) else None
