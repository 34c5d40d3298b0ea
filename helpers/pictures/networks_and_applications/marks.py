"""What several of these figures share: the networks of one row, each with its own dot."""
import numpy as np


def dots(ax, values, row, colour, shape="o", middle=np.mean):
    """One dot a value on a horizontal row, and a tall bar at their `middle`."""
    ax.plot(values, [row] * len(values), linestyle="none", marker=shape, markersize=6,
            color=colour, alpha=0.6)
    ax.plot([middle(values)] * 2, [row - 0.25, row + 0.25], color=colour, linewidth=3)
