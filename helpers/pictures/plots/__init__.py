"""The figures of notebook 02_plots; each function draws on an empty figure.

drawing   sampling, aspect, zoom, step_drawn_twice
hinges    one_hinge, three_hinges, layer_grid
fitting   approximating, training_replay
plane     fold, seven_regions, random_cells
depth     teeth

Functions of a figure that return `update` answer sliders, those that return a caption are still.
`approximating` and `training_replay` take data and return such a function.
"""
from helpers.pictures.plots.depth import teeth
from helpers.pictures.plots.drawing import aspect, sampling, step_drawn_twice, zoom
from helpers.pictures.plots.fitting import approximating, training_replay
from helpers.pictures.plots.hinges import layer_grid, one_hinge, three_hinges
from helpers.pictures.plots.plane import fold, random_cells, seven_regions

__all__ = ["approximating", "aspect", "fold", "layer_grid",
           "one_hinge", "random_cells", "sampling", "seven_regions", "step_drawn_twice", "teeth",
           "three_hinges", "training_replay", "zoom"]
