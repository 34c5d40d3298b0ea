"""Images whose place stays: new colours are put into the fragment that is there.

At each drawing matplotlib finds anew where an image lies, which takes most of its time.
"""
from base64 import b64encode

import numpy as np
from matplotlib.image import AxesImage

from helpers.explorer.outlines import quick_png

MARK = "data:image/png;base64,"


def place(artist):
    """All that an image's fragment depends on besides its colours and its axes; None for other
    artists, and for images that are not drawn pixel by pixel in the usual way."""
    if type(artist) is not AxesImage or artist.get_interpolation() != "none":
        return None
    box, alpha = artist.get_clip_box(), artist.get_alpha()
    if not (artist.get_visible() and artist.get_transform() is artist.axes.transData
            and artist.get_clip_path() is artist.get_url() is artist.get_agg_filter() is None
            and np.ndim(alpha) == 0):
        return None
    return (artist.get_array().shape[:2], artist.get_extent(), artist.origin, alpha,
            artist.get_clip_on(), box and box.extents.tolist())


def recoloured(image, fragment):
    """The fragment with the image's colours of now; None where it shows a part of the image."""
    values = image.get_array()
    rows, columns = values.shape[:2]
    if f'<image width="{columns}" height="{rows}"' not in fragment:
        return None
    colours = image.to_rgba(values, bytes=True, norm=values.ndim == 2)
    before, _, rest = fragment.partition(MARK)
    after = rest[rest.index('"'):]
    return before + address(colours) + after


def address(colours):
    """An image of colours, (rows, columns, 4) from 0 to 255, as an address that holds all of it."""
    return MARK + b64encode(quick_png(colours)).decode()
