"""Sliders on a picture that is drawn once: afterwards only what changed is drawn and sent.

    def kink(figure):
        ax = figure.subplots()
        curve, = ax.plot(x, relu(x))
        def update(b):
            curve.set_ydata(relu(x - b))
            return f"The kink is at x = {b:.1f}."
        return update

    explore(kink, b=FloatSlider(min=-4, max=4, value=0, description="bias"))

`explore` joins a picture with controls, `show` is a picture without any. The map: `drawing`
turns a figure into exchangeable SVG fragments, `picture` is the widget that holds them,
`cells` forgets the explorers of a cell that runs again; `explorer.js` and `explorer.css` are
the front end.
"""
from helpers.explorer.core import Explorer, Still, explore, show

__all__ = ["Explorer", "Still", "explore", "show"]
