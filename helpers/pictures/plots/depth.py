"""Depth: the sawtooth, whole and shaken."""
from helpers.experiments.regions import sawtooth, segment, walk
from helpers.pictures.words import counted
from helpers.plots import BLUE, GREY, curve, frame


def teeth(figure):
    """The tent map applied `depth` times; with `noise` every weight is off by that share."""
    ax = figure.subplots()
    ideal = curve(ax, [], [], colour=GREY, line=":", linewidth=1.5)
    line = curve(ax, [], [], colour=BLUE, linewidth=1.6)
    frame(ax, (0, 1), (-0.6, 1.8), "x", "", "blue: the network, dotted: without noise")

    def update(depth, noise):
        exact = walk(sawtooth(depth), segment(0, 1))
        shaken = walk(sawtooth(depth, noise=noise, seed=1), segment(0, 1))
        ideal.set_data(exact.points[:, 0], exact.values[:, 0])
        line.set_data(shaken.points[:, 0], shaken.values[:, 0])
        return (f"{counted(depth, 'layer')}, {2 * depth} ReLUs, noise {noise:.0%}: "
                f"{counted(shaken.pieces, 'piece')}; "
                f"2^{depth} = {2**depth} without noise.")

    return update
