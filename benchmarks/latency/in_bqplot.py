"""A picture in bqplot: a figure an axes, a mark an artist, and only what changed is sent."""

import bqplot
import ipywidgets as widgets
import numpy as np

from helpers.explorer.core import PIXELS_PER_INCH

POINTS_TO_PIXELS = PIXELS_PER_INCH / 72
MARGIN = {"top": 30, "bottom": 30, "left": 40, "right": 10}


def drawn(picture, panels, all_frames, css_class):
    """The slider and the figures; the title of the last one is the number of the position.

    It is set after all marks: bqplot sends them one by one, and the move is over with the last.
    """
    start = picture.index(picture.control.value)
    scales = [scales_of(panel) for panel in panels]
    marks = [mark(shape, scales[shape.axes]) for shape in all_frames[start]]
    figures = [figure(k, panel, scales[k], marks, all_frames[start], picture.size)
               for k, panel in enumerate(panels)]
    figures[-1].title = f"#{start}"
    seen = {"frame": all_frames[start]}

    def answer(change):
        index = picture.index(change.new)
        for place, (old, new) in enumerate(zip(seen["frame"], all_frames[index], strict=True)):
            if not new.same(old):
                with marks[place].hold_sync():
                    for name, value in data(new).items():
                        setattr(marks[place], name, value)
        figures[-1].title = f"#{index}"
        seen["frame"] = all_frames[index]

    picture.control.observe(answer, "value")
    row = widgets.HBox(figures)
    row.add_class(css_class)
    return widgets.VBox([picture.control, row])


def scales_of(panel):
    def scale(limits, logarithmic):
        kind = bqplot.LogScale if logarithmic else bqplot.LinearScale
        return kind(min=min(limits), max=max(limits), reverse=limits[0] > limits[1])

    return {"x": scale(panel.xlim, panel.log[0]), "y": scale(panel.ylim, panel.log[1])}


def figure(number, panel, scales, marks, frame, size):
    """The figure of the axes with that number, with its share of the width."""
    own = [mark for mark, shape in zip(marks, frame, strict=True) if shape.axes == number]
    axes = [bqplot.Axis(scale=scales["x"], grid_lines="none"),
            bqplot.Axis(scale=scales["y"], orientation="vertical", grid_lines="none")]
    share = panel.place[1] - panel.place[0]
    width, height = (round(side * PIXELS_PER_INCH) for side in size)
    return bqplot.Figure(
        marks=own, axes=axes, animation_duration=0, fig_margin=MARGIN,
        layout={"width": f"{round(share * width)}px", "height": f"{height}px",
                "min_width": "80px", "min_height": "80px"})


def mark(shape, scales):
    """The mark of a Shape, with what never changes."""
    if shape.kind == "image":
        return bqplot.HeatMap(scales={**scales, "color": bqplot.ColorScale()}, **data(shape))
    fixed = {"line": {}, "points": {"stroke_width": 0}, "area": {"fill": "inside"},
             "text": {"default_size": 14, "align": "middle"}}[shape.kind]
    kind = {"line": bqplot.Lines, "points": bqplot.Scatter, "area": bqplot.Lines,
            "text": bqplot.Label}[shape.kind]
    return kind(scales=scales, **fixed, **data(shape))


def data(shape):
    """What may change: properties of the mark."""
    x, y = np.array(shape.x, dtype=float), np.array(shape.y, dtype=float)
    if shape.kind == "image":
        return {"x": x, "y": y, "color": np.array(shape.values)}
    size = shape.width * POINTS_TO_PIXELS
    more = {"line": {"colors": [shape.colour], "stroke_width": size},
            "points": {"colors": [shape.colour], "default_size": round(size**2)},
            "area": {"colors": [shape.colour], "stroke_width": 0.0,
                     "fill_colors": [shape.colour]},
            "text": {"colors": [shape.colour], "text": [shape.text] * len(x)}}[shape.kind]
    return {"x": x, "y": y, **more}
