"""What several of these figures share: names of lines in their colours, few decades on an axis."""
from helpers import plots


def names(ax, *texts, x=0.03, top=0.98, colours=(plots.BLUE, plots.VERMILLION), align="left"):
    """The names of the lines, one below the other in the lines' colours."""
    for row, (text, colour) in enumerate(zip(texts, colours, strict=True)):
        ax.text(x, top - 0.1 * row, text, color=colour, ha=align, va="top",
                transform=ax.transAxes)


def decades(axis, *exponents):
    """A logarithmic axis with ticks at these powers of ten only, written 1e-5."""
    axis.axes.set(**{f"{axis.axis_name}scale": "log"})
    axis.set_ticks([10.0 ** e for e in exponents], [f"1e{e}" if e else "1" for e in exponents])
    axis.set_ticks([], minor=True)
