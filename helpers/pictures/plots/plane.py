"""Two inputs: one fold, seven regions of three, the cells of a random network."""
from functools import lru_cache
from itertools import pairwise

import numpy as np
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.path import Path

from helpers.activations import relu
from helpers.experiments.regions import cells, random_network, zaslavsky
from helpers.networks import Parameters
from helpers.pictures.words import counted
from helpers.plots import BLACK, BLUE, GREEN, VERMILLION, alter, colour_bar, curve, frame, heat_map

EDGES = np.linspace(-2, 2, 161)  # of the pixels
WINDOW = (-2, 2, -2, 2)
ARROW = np.array([[0, -0.02], [0.75, -0.02], [0.75, -0.1], [1, 0], [0.75, 0.1], [0.75, 0.02],
                  [0, 0.02]])
"""The outline of an arrow of length 1 to the right."""
SHADES = 12  # a path for each is drawn much faster than one for each of some hundred cells
LAYER_STYLES = ((BLACK, 2.2, "-"), (VERMILLION, 1.5, "-"), (BLUE, 1.2, "-"), (GREEN, 0.9, "-"))


def fold(figure):
    """relu(w · x + b) over a square, |w| = 1: the direction of w and the bias b."""
    ax = figure.subplots()
    image = heat_map(ax, np.zeros((160, 160)), EDGES, EDGES, "cividis", vmin=0, vmax=3)
    colour_bar(ax, image, "relu(w·x + b)")
    line = curve(ax, [], [], colour="white", line="--")
    arrow, = ax.fill(*ARROW.T, color=VERMILLION, linewidth=0)
    name = ax.text(0, 0, "w", ha="center", va="center",
                   bbox={"facecolor": "white", "edgecolor": "none", "boxstyle": "circle,pad=0.1"})
    frame(ax, (-2, 2), (-2, 2), "x₁", "x₂", equal=True)
    centres = (EDGES[:-1] + EDGES[1:]) / 2
    across, up = np.meshgrid(centres, centres)

    def update(angle, b):
        w = np.round([np.cos(np.radians(angle)), np.sin(np.radians(angle))], 12) + 0.0
        values = relu(w[0] * across + w[1] * up + b)
        image.set_data(values)
        foot, along = -b * w, 6 * np.array([-w[1], w[0]])
        line.set_data(*np.stack([foot - along, foot + along], axis=1))
        arrow.set_xy(ARROW @ [w, [-w[1], w[0]]])
        alter(name, position=1.3 * w)
        return (f"w = ({w[0]:.2f}, {w[1]:.2f}): the fold is {abs(b):.2f} from the "
                f"origin; the neuron is off on {np.mean(values == 0):.0%} of the square.")

    return update


def seven_regions(figure):
    """Three neurons of two inputs: every region with the on/off pattern that it has."""
    ax = figure.subplots()
    weights = np.array([[1.0, -0.5, -0.5], [0.0, 0.87, -0.87]])
    network = Parameters((weights[None], np.ones((1, 3, 1))),
                         (np.full((1, 1, 3), 0.5), np.zeros((1, 1, 1))))
    found = cells(network, WINDOW)
    shades = [f"{0.97 - 0.12 * pattern.sum():.2f}" for pattern in found.patterns]
    ax.add_collection(PolyCollection(found.polygons, facecolors=shades, edgecolors=BLACK))
    names = ["".join("1" if on else "0" for on in pattern) for pattern in found.patterns]
    for polygon, name in zip(found.polygons, names, strict=True):
        ax.text(*polygon.mean(axis=0), name, ha="center", va="center", fontsize=13)
    frame(ax, WINDOW[:2], WINDOW[2:], "x₁", "x₂", equal=True)
    missing = sorted({f"{k:03b}" for k in range(8)} - set(names))
    return (f"Three folds make {found.count} regions, {zaslavsky(3)} by Zaslavsky; of the 8 "
            f"on/off patterns {', '.join(missing)} does not occur.")


@lru_cache(maxsize=64)
def cells_of(width, depth, seed):
    """The Cells of a random network of two inputs; the last ones are remembered."""
    return cells(random_network((2, *[width] * depth, 1), bias_scale=0.5, seed=seed), WINDOW)


def shaded(found):
    """The outlines of Cells by the rank of their output: one path for each of SHADES shades."""
    shade = SHADES * np.argsort(np.argsort(found.means)) // found.count
    of_corner = np.repeat(shade, np.diff(found.starts, append=len(found.corners)))
    codes = np.full(len(of_corner), Path.LINETO, Path.code_type)
    codes[found.starts] = Path.MOVETO
    order = np.argsort(of_corner, kind="stable")
    bounds = np.searchsorted(of_corner[order], np.arange(SHADES + 1)).tolist()
    return [Path(found.corners[order[start:end]], codes[order[start:end]])
            for start, end in pairwise(bounds)]


def with_gaps(segments):
    """x and y (3 S,) of one line that shows the segments (S, 2, 2): one path is drawn faster."""
    points = np.full((len(segments), 3, 2), np.nan)
    points[:, :2] = np.reshape(segments, (-1, 2, 2))
    return points.reshape(-1, 2).T


def random_cells(figure):
    """The cells of a random network, shaded by output; edges by the layer that made them."""
    ax = figure.subplots()
    areas = PathCollection([], sizes=None, cmap="cividis", alpha=0.45, edgecolors="none")
    areas.set_array(np.linspace(0, 1, SHADES))
    ax.add_collection(areas)
    edges = [ax.plot([], [], color=colour, linewidth=width, linestyle=line)[0]
             for colour, width, line in LAYER_STYLES]
    names = [ax.text(2.15, 1.5 - 0.5 * k, f"layer {k + 1}", color=LAYER_STYLES[k][0])
             for k in range(len(edges))]
    frame(ax, WINDOW[:2], WINDOW[2:], "x₁", "x₂", equal=True)

    def update(width, depth, seed):
        found = cells_of(width, depth, seed)
        areas.set_paths(shaded(found))
        for layer, edge in enumerate(edges):
            alter(edge, data=with_gaps(found.folds[layer] if layer < depth else []))
            names[layer].set_visible(layer < depth)
        neurons = width * depth
        return (f"{depth} × {width} = {counted(neurons, 'neuron')}: "
                f"{counted(found.count, 'cell')} in the window; one layer of {neurons} could have "
                f"{zaslavsky(neurons)} in the plane.")

    return update
