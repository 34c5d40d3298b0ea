"""What tests of pictures share: a figure that is built, and the lines that are found on it."""
from matplotlib.figure import Figure


def built(build):
    """The axes of a new figure and what `build` returns."""
    figure = Figure()
    answer = build(figure)
    return figure.axes, answer


def line(ax, colour, style=None, marker=None):
    """The one line of that colour, dash and marker."""
    found = [one for one in ax.lines if one.get_color() == colour
             and style in (None, one.get_linestyle()) and marker in (None, one.get_marker())]
    assert len(found) == 1, found
    return found[0]
