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
turns a figure into exchangeable SVG fragments (`renderer` writes them, with the path data and
images of `outlines`; `lines` and `images` put new data and colours into those that are there),
`frames` makes and keeps what is shown at given values, `ahead` sends
frames before they are wanted, `controls` tells values and positions, `picture` is the widget in
the browser, `core` puts all this together, `still` is the picture for pages without scripts,
`cells` forgets the explorers of a cell that runs again. In the browser `view.js` is the picture
on the page, `frames.js` keeps frames, `explorer.js` follows the controls.
"""
from helpers.explorer.controls import positions
from helpers.explorer.core import Explorer, Still, explore, show

__all__ = ["Explorer", "Still", "explore", "positions", "show"]
