"""A small vocabulary of drawing: arrays and axes in, artists out.

Nothing here trains, samples or knows a network. The house style itself (fonts, colours, few
spines) is the matplotlib style file `course.mplstyle`; the explorer applies it.

Lines      curve, marker, label_line
Areas      bars, columns, histogram, heat_map, colour_bar
Axes       cross, frame
Changes    alter
Colours    Okabe & Ito (2008), told apart with every common colour blindness; a second cue
           (dash, marker) always goes with them.
"""
import numpy as np

BLACK, GREY = "#000000", "#8a8a8a"
BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, YELLOW = "#E69F00", "#56B4E9", "#F0E442"
COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK)
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)), (0, (1, 1)))


def curve(ax, x, y, label=None, colour=BLUE, line="-", label_at=None, **style):
    """A line through (x, y), both (points,), with its label written beside it in its colour."""
    artist, = ax.plot(x, y, linestyle=line, color=colour, **style)
    if label is not None:
        label_line(artist, label, at=label_at)
    return artist


def label_line(line, text, at=None):
    """The text that names a line, at its point nearest to x = `at`, or behind its last point."""
    x, y = (np.asarray(data, float) for data in line.get_data())
    finite = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    if finite.size == 0:
        raise ValueError(f"line has no finite point for its label {text!r} to stand at")
    index = finite[-1] if at is None else finite[np.argmin(np.abs(x[finite] - at))]
    offset = (6, 0) if at is None else (0, 7)
    return line.axes.annotate(
        text, (x[index], y[index]), xytext=offset, textcoords="offset points",
        color=line.get_color(), ha="left" if at is None else "center",
        va="center" if at is None else "bottom", annotation_clip=False)


def marker(ax, x, y, colour=VERMILLION, shape="o", size=11):
    """One large dot with a white rim; move it with `set_data([x], [y])`."""
    artist, = ax.plot([x], [y], linestyle="none", marker=shape, markersize=size, color=colour,
                      markeredgecolor="white", markeredgewidth=1.5, zorder=5, clip_on=False)
    return artist


def bars(ax, x, heights, colour=BLUE, width=0.8):
    """Bars of the given heights at x, (bars,); change one with `container[k].set_height`."""
    return ax.bar(x, heights, width=width, color=colour)


def columns(ax, x, heights, colour=BLUE, width=11):
    """Many bars as one line, `width` points wide, which changes at once: see `column_heights`."""
    x = np.repeat(np.asarray(x, float), 3)
    artist, = ax.plot(x, column_heights(heights), color=colour, linewidth=width,
                      solid_capstyle="butt")
    return artist


def column_heights(heights):
    """Heights (bars,) as the y data of `columns`: up from 0, and a gap to the next bar."""
    heights = np.asarray(heights, float)
    return np.stack([np.zeros_like(heights), heights, np.full_like(heights, np.nan)], 1).ravel()


def histogram(ax, edges, counts, colour=BLUE, alpha=0.6):
    """A filled staircase of counts (bins,) over edges (bins + 1,); `set_data(values=...)`."""
    return ax.stairs(counts, edges, fill=True, color=colour, alpha=alpha)


def heat_map(ax, values, x_edges, y_edges, cmap="viridis", **limits):
    """An image of values (rows, columns), row 0 at the lowest y, over the edges' extent.

    x_edges and y_edges give the first and last edge; limits are `vmin` and `vmax`.
    """
    extent = (x_edges[0], x_edges[-1], y_edges[0], y_edges[-1])
    return ax.imshow(values, origin="lower", extent=extent, aspect="auto", cmap=cmap,
                     interpolation="none", **limits)


def colour_bar(ax, image, label, beyond="neither"):
    """The scale of a heat map, beside its axes.

    beyond: at which end ("min", "max" or "both") a tip says that values may lie farther out.
    """
    return ax.figure.colorbar(image, ax=ax, label=label, extend=beyond)


def alter(artist, **looks):
    """Sets what differs from what the artist has: one that stays as it is is not drawn again.

    looks: names of matplotlib's setters; numbers, texts, data (points,), colours as they were set.
    """
    differ = {name: value for name, value in looks.items()
              if not np.array_equal(getattr(artist, f"get_{name}")(), value)}
    if differ:
        artist.set(**differ)


def cross(ax):
    """Thin grey axes through the origin, behind everything."""
    return (ax.axhline(0, color=GREY, linewidth=0.8, zorder=0),
            ax.axvline(0, color=GREY, linewidth=0.8, zorder=0))


def frame(ax, xlim=None, ylim=None, xlabel="", ylabel="", title=None, equal=False, ticks=5):
    """Limits, names and few ticks; `equal` makes one unit as long on both axes."""
    ax.set(xlim=xlim, ylim=ylim, xlabel=xlabel, ylabel=ylabel)
    if title is not None:
        ax.set_title(title)
    if equal:
        ax.set_aspect("equal", adjustable="box")
    for scale, axis in (("x", ax.xaxis), ("y", ax.yaxis)):
        if getattr(ax, f"get_{scale}scale")() == "linear" and ticks is not None:
            ax.locator_params(axis=axis.axis_name, nbins=ticks)
    return ax
