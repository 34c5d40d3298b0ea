"""What the figures of notebook 02 show, against numbers computed here in another way."""
import numpy as np
import pytest
from matplotlib.figure import Figure

from helpers.experiments.approximation import HingeTraining
from helpers.experiments.regions import random_network
from helpers.networks import forward
from helpers.pictures import plots

X = np.linspace(-1, 1, 201)


def drawn(build, **values):
    """(figure, caption) of a still, or of an explorer at the values."""
    figure = Figure(figsize=(8, 4), layout="constrained")
    answer = build(figure)
    return figure, answer(**values) if values else answer


def line(ax, colour=None, number=0):
    """x and y of an axes' line of that colour, in the order of drawing."""
    lines = [each for each in ax.lines if colour in (None, each.get_color())]
    return lines[number].get_data()


def hinge(x):
    return (x + abs(x)) / 2


BLUE, VERMILLION, GREEN, BLACK, GREY = "#0072B2", "#D55E00", "#009E73", "#000000", "#8a8a8a"


@pytest.mark.parametrize("step, share", [(0.5, 0.5), (0.1, 0.0), (1.0, 0.3), (0.35, 1.0)])
def test_sampling_joins_its_samples_and_shows_the_gap(step, share):
    figure, caption = drawn(plots.sampling, step=step, share=share)
    left, right = figure.axes
    x, y = line(left, BLUE)
    np.testing.assert_allclose(np.diff(x), step)
    assert np.isclose(x, -share * step).any()
    np.testing.assert_allclose(y, hinge(x))
    error = step * share * (1 - share)
    np.testing.assert_allclose(line(left, VERMILLION)[1], [0, error], atol=1e-12)
    np.testing.assert_allclose(line(right, VERMILLION)[1].max(), step / 4, rtol=1e-3)
    np.testing.assert_allclose(line(right, VERMILLION, 1), [[share], [error]], atol=1e-12)
    assert f"{step:.2f} apart" in caption and f"{error:.4f} above" in caption


def test_aspect_says_the_angle_at_which_the_line_is_drawn():
    figure, caption = drawn(plots.aspect)
    figure.draw_without_rendering()
    for ax in figure.axes:
        x, y = line(ax, BLUE)
        np.testing.assert_array_equal(y, hinge(x))
        (x0, y0), (x1, y1) = ax.transData.transform([(0, 0), (3, 3)])
        angle = np.degrees(np.arctan2(y1 - y0, x1 - x0))
        assert ax.get_title(loc="left") == f"drawn at {angle:.0f}°" or f"{angle:.0f}°" in caption
        assert f"at {angle:.0f}°" in caption


@pytest.mark.parametrize("width", [0.01, 1.0, 30.0, 1000.0])
def test_zoom_leaves_relu_and_changes_softplus(width):
    figure, caption = drawn(plots.zoom, width=width)
    t, relu = line(figure.axes[0], BLUE)
    np.testing.assert_allclose(relu, hinge(t))
    _, smooth = line(figure.axes[0], VERMILLION)
    expected = (np.logaddexp(0, width * t) - np.log(2)) / width
    np.testing.assert_allclose(smooth, expected, atol=1e-12)
    right = np.logaddexp(0, width) - np.log(2)
    assert f"slope {right / width:.2f} on the right" in caption
    assert f"{np.abs(expected - hinge(t)).max():.3f} half-widths" in caption


def test_the_step_is_drawn_joined_and_in_two_pieces():
    figure, caption = drawn(plots.step_drawn_twice)
    joined, pieces = figure.axes
    x, y = line(joined, BLUE)
    assert len(x) == 12 and set(y) == {0.0, 1.0}
    assert f"{1 / (x[1] - x[0]):.1f}" in caption
    for each in pieces.lines[:2]:
        assert len(set(each.get_ydata())) == 1
    assert pieces.lines[0].get_xdata().max() == 0 == pieces.lines[1].get_xdata().min()


@pytest.mark.parametrize("w, b, a, said", [
    (2, -1, 1, "x = 0.50, open to the right, slope a·w = 2.00"),
    (-1, 3, -2, "x = 3.00, open to the left, slope a·w = 2.00"),
    (0, 2, -0.5, "no hinge, the same value -1.00"),
])
def test_one_hinge(w, b, a, said):
    figure, caption = drawn(plots.one_hinge, w=w, b=b, a=a)
    ax = figure.axes[0]
    x, y = line(ax, BLUE)
    np.testing.assert_allclose(y, a * hinge(w * x + b))
    dot = ax.lines[2]
    assert dot.get_visible() == (w != 0)
    if w:
        assert dot.get_xdata()[0] == -b / w
    assert said in caption


@pytest.mark.parametrize("positions, changes, slopes", [
    ((-1, 0, 1), (1, -2, 1), "0, 1, -1, 0: 4 pieces"),
    ((1, 0, -1), (1, -2, 1), "0, 1, -1, 0: 4 pieces"),
    ((-2, 0.5, 0.5), (2, 3, -3), "0, 2: 2 pieces"),
    ((0, 0, 0), (0, 0, 0), "0: 1 piece."),
    ((-3, -1, 2), (0.5, 0.25, 3), "0, 0.5, 0.75, 3.75: 4 pieces"),
])
def test_three_hinges_and_their_sum(positions, changes, slopes):
    (p1, p2, p3), (c1, c2, c3) = positions, changes
    figure, caption = drawn(plots.three_hinges, p1=p1, p2=p2, p3=p3, c1=c1, c2=c2, c3=c3)
    ax = figure.axes[0]
    total = 0
    for colour, place, change in zip((BLUE, VERMILLION, GREEN), positions, changes, strict=True):
        x, part = line(ax, colour)
        np.testing.assert_allclose(part, change * hinge(x - place))
        total = total + part
        at, height = line(ax, colour, 1)
        assert at[0] == place
        assert height[0] == pytest.approx(sum(c * hinge(place - p) for p, c in
                                           zip(positions, changes, strict=True)))
    np.testing.assert_allclose(line(ax, BLACK)[1], total, atol=1e-12)
    assert slopes in caption and f"start at {p1:g}, {p2:g}, {p3:g}." in caption


@pytest.mark.parametrize("x_in, b2, a2", [(1.5, -0.5, -2), (-2, 2, 2), (3, -2, 0)])
def test_the_grid_goes_from_pre_activation_to_sum(x_in, b2, a2):
    figure, caption = drawn(plots.layer_grid, x_in=x_in, b2=b2, a2=a2)
    total, at_dot = 0, []
    for row, (w, b, a) in enumerate([(1, 1, 1), (1, b2, a2), (-1, -0.5, 1)]):
        pre, on, weighted = figure.axes[3 * row:3 * row + 3]
        x, y = pre.lines[0].get_data()
        np.testing.assert_allclose(y, w * x + b)
        np.testing.assert_allclose(on.lines[0].get_ydata(), hinge(w * x + b))
        np.testing.assert_allclose(weighted.lines[0].get_ydata(), a * hinge(w * x + b))
        total = total + a * hinge(w * x + b)
        at_dot.append(a * hinge(w * x_in + b))
        dots = [ax.lines[1].get_data() for ax in (pre, on, weighted)]
        values = [w * x_in + b, hinge(w * x_in + b), at_dot[-1]]
        np.testing.assert_allclose(dots, [[[x_in], [value]] for value in values])
    np.testing.assert_allclose(figure.axes[9].lines[0].get_ydata(), total)
    np.testing.assert_allclose(figure.axes[9].lines[1].get_data(), [[x_in], [sum(at_dot)]])
    assert caption.endswith(f"= {sum(at_dot):.2f}.") and f"({at_dot[1] + 0:.2f})" in caption


@pytest.mark.parametrize("hinges, placing", [(1, "even"), (8, "even"), (8, "greedy"),
                                             (40, "greedy")])
def test_approximating_joins_points_of_the_curve(hinges, placing):
    curves = {"wave": np.sin(3 * X), "corner": np.abs(X - 0.3) ** 1.5}
    build = plots.approximating(X, curves, {"wave": (1, ""), "corner": (100, " m")})
    figure, caption = drawn(build, hinges=hinges, name="corner", placing=placing)
    left, right = figure.axes
    np.testing.assert_array_equal(line(left, GREY)[1], curves["corner"])
    knots, heights = line(left, BLUE)
    assert len(knots) == hinges + 1
    np.testing.assert_allclose(heights, np.interp(knots, X, curves["corner"]), atol=1e-12)
    worst = np.abs(np.interp(X, knots, heights) - curves["corner"]).max()
    assert f"{100 * worst:.3g} m" in caption
    colour = BLUE if placing == "even" else VERMILLION
    at = np.log10([hinges, worst])
    assert line(right, colour)[1][hinges - 1] == pytest.approx(at[1], abs=1e-9)
    np.testing.assert_allclose(line(right, BLACK), at[:, None], atol=1e-9)


def test_the_replay_shows_the_record_of_the_chosen_network():
    rng = np.random.default_rng(3)
    positions = np.tile([-0.9, -0.5, -0.48, 0.2, 0.6, 3.0], (4, 2, 1))
    positions[3, 1] = [0.1, 0.11, 0.12, 0.13, 0.14, -5.0]
    training = HingeTraining(np.array([0, 50, 100, 150]), positions,
                             rng.normal(size=(4, 2, 201)), rng.uniform(size=(4, 2)))
    curves = {("wave", "even"): np.sin(X), ("wave", "He"): np.cos(X)}
    figure, caption = drawn(plots.training_replay(X, curves, training),
                            record=3, name="wave", start="He")
    ax = figure.axes[0]
    np.testing.assert_array_equal(line(ax, GREY)[1], np.cos(X))
    np.testing.assert_array_equal(line(ax, BLUE)[1], training.fits[3, 1])
    np.testing.assert_array_equal(line(ax, VERMILLION)[0], positions[3, 1])
    np.testing.assert_array_equal(line(ax, GREY, 1)[0], positions[0, 1])
    assert caption == (f"Step 150: rms error {training.errors[3, 1]:.3f}; 5 of 6 hinges inside, "
                       "at 1 different place.")
    assert "5 of 6 hinges inside, at 4 different" in drawn(
        plots.training_replay(X, curves, training), record=1, name="wave", start="even")[1]


@pytest.mark.parametrize("angle, b, off", [
    (0, 0.0, 0.5), (0, 1.0, 0.25), (360, -0.5, 0.625), (90, -1.0, 0.75), (180, 3.0, 0.0),
    (45, -3.0, 1.0)])
def test_the_fold_is_where_the_neuron_turns_on(angle, b, off):
    figure, caption = drawn(plots.fold, angle=angle, b=b)
    ax = figure.axes[0]
    w = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    values = ax.images[0].get_array()
    centres = -2 + (np.arange(160) + 0.5) / 40
    across, up = np.meshgrid(centres, centres)
    np.testing.assert_allclose(values, hinge(w[0] * across + w[1] * up + b), atol=1e-12)
    np.testing.assert_allclose(w @ np.array(ax.lines[0].get_data()) + b, 0, atol=1e-9)
    arrow, = (patch.get_xy() for patch in ax.patches)
    assert (np.linalg.norm(arrow, axis=1) < 1 + 1e-9).all()
    np.testing.assert_allclose(arrow[np.argmax(arrow @ w)], w, atol=1e-9)
    np.testing.assert_allclose(arrow[:-1].mean(axis=0) @ [-w[1], w[0]], 0, atol=1e-9)
    shown = float(caption.split("off on ")[1].split("%")[0]) / 100
    assert abs(shown - off) < 0.01
    assert "-0.00" not in caption
    assert f"{abs(b):.2f} from the origin" in caption


def test_seven_regions_carry_their_patterns():
    figure, caption = drawn(plots.seven_regions)
    ax = figure.axes[0]
    weights = np.array([[1, 0], [-0.5, 0.87], [-0.5, -0.87]])
    names = [text.get_text() for text in ax.texts]
    for text in ax.texts:
        on = weights @ np.array(text.get_position()) + 0.5 > 0
        assert text.get_text() == "".join(map(str, on.astype(int)))
    assert len(set(names)) == 7 and "000" not in names
    assert "7 regions" in caption and "000" in caption


@pytest.mark.parametrize("width, depth, seed", [(2, 1, 0), (6, 2, 3), (3, 4, 7)])
def test_random_cells_are_the_patterns_of_that_network(width, depth, seed):
    figure, caption = drawn(plots.random_cells, width=width, depth=depth, seed=seed)
    ax = figure.axes[0]
    areas, = ax.collections
    shades = [path.to_polygons(closed_only=False) for path in areas.get_paths()]
    assert np.ptp([len(polygons) for polygons in shades]) <= 1
    polygons = [polygon for polygons in shades for polygon in polygons]
    centres = np.array([polygon.mean(axis=0) for polygon in polygons])
    network = random_network((2, *[width] * depth, 1), bias_scale=0.5, seed=seed)
    means = [forward(network, corners).pre[-1].mean() for corners in polygons]
    assert np.max(means[:len(shades[0])]) <= np.min(means[len(shades[0]):])
    trace = forward(network, centres)
    patterns = np.concatenate([pre[0] > 0 for pre in trace.pre[:-1]], axis=1)
    assert len(np.unique(patterns, axis=0)) == len(polygons)
    assert f"{depth} × {width} = {width * depth} neurons: {len(polygons)} cells" in caption
    neurons = width * depth
    assert f"could have {1 + neurons + neurons * (neurons - 1) // 2} " in caption
    edges = [line.get_xydata().reshape(-1, 3, 2) for line in ax.lines]
    assert [len(segments) for segments in edges[depth:]] == [0] * (4 - depth)
    assert [text.get_visible() for text in ax.texts] == [k < depth for k in range(4)]
    for layer, segments in enumerate(edges[:depth]):
        assert np.isnan(segments[:, 2]).all()
        middles = segments[:, :2].mean(axis=1)
        if len(middles):
            assert np.abs(forward(network, middles).pre[layer][0]).min(axis=1).max() < 1e-9


@pytest.mark.parametrize("depth", [1, 3, 8])
def test_teeth_without_noise_are_a_triangle_wave(depth):
    figure, caption = drawn(plots.teeth, depth=depth, noise=0.0)
    for colour in (BLUE, GREY):
        x, y = line(figure.axes[0], colour)
        np.testing.assert_allclose(y, 1 - np.abs(1 - (x * 2**depth) % 2), atol=1e-12)
        assert len(x) == 2**depth + 1
    assert f"{2 * depth} ReLUs, noise 0%: {2**depth} pieces" in caption


def test_noise_moves_the_teeth_and_their_count():
    figure, caption = drawn(plots.teeth, depth=8, noise=0.2)
    x, y = line(figure.axes[0], BLUE)
    pieces = int(caption.split(": ")[1].split(" ")[0])
    assert pieces == len(np.unique(x)) - 1 < 100
    assert len(line(figure.axes[0], GREY)[0]) == 257 and "= 256 without noise" in caption
