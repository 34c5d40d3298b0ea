"""A picture as a plotly FigureWidget: one trace an artist, and only what changed is sent."""

import ipywidgets as widgets
import plotly.graph_objects as go

from helpers.explorer.core import PIXELS_PER_INCH

POINTS_TO_PIXELS = PIXELS_PER_INCH / 72


def drawn(picture, panels, all_frames, css_class):
    """The slider and the figure; a text trace holds the number of the position."""
    start = picture.index(picture.control.value)
    figure = go.FigureWidget([trace(shape) for shape in all_frames[start]]
                             + [number(start, panels[0])],
                             layout(panels, picture.size))
    figure.add_class(css_class)
    seen = {"frame": all_frames[start]}

    def answer(change):
        index = picture.index(change.new)
        before, now = seen["frame"], all_frames[index]
        with figure.batch_update():
            for place, (old, new) in enumerate(zip(before, now, strict=True)):
                if not new.same(old):
                    figure.data[place].update(data(new))
            figure.data[-1].text = [f"#{index}"]
        seen["frame"] = now

    picture.control.observe(answer, "value")
    return widgets.VBox([picture.control, figure])


def number(index, panel):
    """The text with the position, in a corner: a logarithmic axis has no 0."""
    return go.Scatter(x=panel.xlim[:1], y=panel.ylim[:1], mode="text", text=[f"#{index}"],
                      cliponaxis=False, xaxis="x", yaxis="y")


def trace(shape):
    """The trace of a Shape, with what never changes."""
    axes = {"xaxis": f"x{shape.axes + 1 if shape.axes else ''}",
            "yaxis": f"y{shape.axes + 1 if shape.axes else ''}"}
    if shape.kind == "image":
        return go.Heatmap(showscale=False, **data(shape), **axes)
    fixed = {"line": {"mode": "lines"}, "points": {"mode": "markers"}, "text": {"mode": "text"},
             "area": {"mode": "lines", "fill": "toself"}}[shape.kind]
    return go.Scatter(hoverinfo="skip", **fixed, **data(shape), **axes)


def data(shape):
    """What may change: properties of the trace."""
    if shape.kind == "image":
        return {"x": shape.x, "y": shape.y, "z": shape.values}
    size = shape.width * POINTS_TO_PIXELS
    more = {"line": {"line": {"color": shape.colour, "width": size}},
            "points": {"marker": {"color": shape.colour, "size": size}},
            "text": {"text": [shape.text] * len(shape.x), "textfont": {"color": shape.colour}},
            "area": {"line": {"width": 0}, "fillcolor": shape.colour}}[shape.kind]
    return {"x": shape.x, "y": shape.y, **more}


def layout(panels, size):
    """Axes at the places of the panels, with fixed limits, nothing to click on."""
    found = {"width": size[0] * PIXELS_PER_INCH, "height": size[1] * PIXELS_PER_INCH,
             "margin": dict.fromkeys("lrtb", 0), "showlegend": False, "template": "none"}
    for k, panel in enumerate(panels):
        x0, x1, y0, y1 = panel.place
        name = str(k + 1) if k else ""
        found[f"xaxis{name}"] = {**axis(panel.xlim, panel.log[0]), "domain": (x0, x1),
                                 "anchor": f"y{name}"}
        found[f"yaxis{name}"] = {**axis(panel.ylim, panel.log[1]), "domain": (y0, y1),
                                 "anchor": f"x{name}"}
    return found


def axis(limits, logarithmic):
    if not logarithmic:
        return {"range": limits}
    from math import log10

    return {"type": "log", "range": [log10(limit) for limit in limits]}
