"""What several of these figures share: dots of single networks, names of lines, plain decades."""


def dots(ax, values, row, colour, shape):
    """One small dot a value on a horizontal row, and a tall bar at their mean."""
    ax.plot(values, [row] * len(values), linestyle="none", marker=shape, markersize=5,
            color=colour, alpha=0.6)
    ax.plot([values.mean()] * 2, [row - 0.14, row + 0.14], color=colour, linewidth=3)


def write(ax, texts, colours, x=0.03, top=0.98, align="left", step=0.09):
    """Names of lines, one below the other in the lines' colours."""
    for row, (text, colour) in enumerate(zip(texts, colours, strict=True)):
        ax.text(x, top - step * row, text, color=colour, ha=align, va="top",
                transform=ax.transAxes)


def ticks_at(axis, values):
    """A logarithmic axis with plain ticks at these values only."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    axis.set_ticks(list(values), [f"{value:g}" for value in values])
    axis.set_ticks([], minor=True)


