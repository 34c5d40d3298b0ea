"""The vocabulary of drawing: what each word leaves on the axes."""
import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from helpers import plots


@pytest.fixture
def ax():
    return Figure().subplots()


def test_a_curve_has_its_points_colour_and_dash(ax):
    line = plots.curve(ax, [0, 1, 2], [3, 5, 4], colour=plots.GREEN, line="--", linewidth=3)
    assert line.get_xydata().tolist() == [[0, 3], [1, 5], [2, 4]]
    assert (line.get_color(), line.get_linestyle(), line.get_linewidth()) == (plots.GREEN, "--", 3)
    assert not list(ax.texts)


@pytest.mark.parametrize("at, place, side", [(None, (2, 4), "left"), (0.9, (1, 5), "center")])
def test_a_label_stands_at_its_line_in_its_colour(ax, at, place, side):
    line = plots.curve(ax, [0, 1, 2, 3], [3, 5, 4, np.nan], "name", label_at=at)
    label, = ax.texts
    assert (label.get_text(), label.xy, label.get_ha()) == ("name", place, side)
    assert label.get_color() == line.get_color()


def test_a_label_needs_a_point_to_stand_at(ax):
    with pytest.raises(ValueError, match="no finite point for its label 'name'"):
        plots.curve(ax, [0, 1], [np.nan, np.nan], "name")


def test_a_marker_is_one_dot(ax):
    dot = plots.marker(ax, 2, -1, colour=plots.BLUE, shape="s")
    assert dot.get_xydata().tolist() == [[2, -1]]
    assert (dot.get_linestyle(), dot.get_marker(), dot.get_color()) == ("None", "s", plots.BLUE)


def test_bars_have_their_heights(ax):
    assert [bar.get_height() for bar in plots.bars(ax, [0, 1], [2, -3])] == [2, -3]


def test_a_histogram_keeps_counts_and_edges(ax):
    values, edges, _ = plots.histogram(ax, [0, 1, 3], [4, 2]).get_data()
    assert values.tolist() == [4, 2] and edges.tolist() == [0, 1, 3]


def test_a_heat_map_has_its_first_row_at_the_bottom(ax):
    image = plots.heat_map(ax, [[1, 2], [3, 4]], [0, 2], [-1, 5], vmin=0, vmax=9)
    assert image.get_array().tolist() == [[1, 2], [3, 4]] and image.origin == "lower"
    assert list(image.get_extent()) == [0, 2, -1, 5] and image.get_clim() == (0, 9)
    assert image.get_interpolation() == "none"
    bar = plots.colour_bar(ax, image, "share")
    assert bar.ax.get_ylabel() == "share" and bar.extend == "neither"


def test_columns_are_one_line_with_gaps(ax):
    line = plots.columns(ax, [0, 1], [0.5, 2], width=7)
    np.testing.assert_array_equal(line.get_xdata(), [0, 0, 0, 1, 1, 1])
    np.testing.assert_array_equal(line.get_ydata(), [0, 0.5, np.nan, 0, 2, np.nan])
    assert line.get_linewidth() == 7 and line.get_solid_capstyle() == "butt"


def test_alter_sets_what_differs_and_nothing_else(ax):
    line = plots.curve(ax, [0, 1], [2, 3], colour=plots.BLUE)
    line.stale = False
    plots.alter(line, ydata=[2, 3], color=plots.BLUE, linewidth=line.get_linewidth())
    assert not line.stale
    plots.alter(line, ydata=[2, 4], color=plots.BLUE)
    assert line.stale and list(line.get_ydata()) == [2, 4]
    line.stale = False
    plots.alter(line, color=plots.GREEN, linestyle="--")
    assert line.stale and (line.get_color(), line.get_linestyle()) == (plots.GREEN, "--")


def test_the_cross_marks_the_origin(ax):
    across, up = plots.cross(ax)
    assert across.get_ydata() == [0, 0] and up.get_xdata() == [0, 0]


def test_a_frame_sets_limits_names_and_few_ticks(ax):
    plots.frame(ax, (-1, 2), (-3, 4), "x", "y", "title", equal=True, ticks=3)
    assert ax.get_xlim() == (-1, 2) and ax.get_ylim() == (-3, 4)
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("x", "y", "title")
    assert ax.get_aspect() == 1 and len(ax.get_yticks()) <= 5


def test_colours_differ_and_so_do_dashes():
    assert len({to_hex(colour) for colour in plots.COLOURS}) == len(plots.COLOURS)
    assert len(set(map(str, plots.LINES))) == len(plots.LINES) == len(plots.COLOURS)
