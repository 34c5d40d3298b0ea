"""A drawing that is changed piece by piece equals one that is drawn whole, whatever changes."""
import re

import numpy as np
import pytest
from ipywidgets import IntSlider
from matplotlib.path import Path
from matplotlib.patheffects import Normal, SimpleLineShadow
from matplotlib.transforms import Affine2D

from helpers.explorer import explore

X = np.linspace(-4, 4, 81)
MAPS = {1: "gray", 2: "viridis", 3: "gray"}
STEPS = {1: "default", 2: "steps-mid", 3: "default"}
BLURS = {1: "none", 2: "bilinear", 3: "none"}
CIRCLES = {k: Path.circle(radius=k / 3) for k in (1, 2, 3)}

MANY = np.linspace(-9, 9, 3001)
SHADOW = {1: [], 2: [SimpleLineShadow(), Normal()], 3: []}


def rgb(k):
    """A colour as an array, which is the same object each time."""
    COLOUR[:] = k / 3
    return COLOUR


COLOUR = np.zeros(3)
CHANGES = {
    "line": lambda ax, k: ax.lines[0].set_ydata(X ** k),
    "line leaves": lambda ax, k: ax.lines[0].set_ydata(X + 99 * (k == 2)),
    "line has holes": lambda ax, k: ax.lines[0].set_ydata(np.where(X > k, np.nan, X)),
    "line vanishes": lambda ax, k: ax.lines[0].set_ydata(X + (np.nan if k == 2 else 0)),
    "line of many points": lambda ax, k: ax.lines[0].set_data(MANY / k, np.sin(MANY)),
    "line of steps": lambda ax, k: ax.lines[0].set(ydata=X / k, drawstyle=STEPS[k]),
    "line dashed": lambda ax, k: ax.lines[0].set(ydata=X / k, linestyle=(0, (k, k))),
    "line with gaps": lambda ax, k: ax.lines[0].set(ydata=X / k, linestyle="--", gapcolor="C1"),
    "line with a shadow": lambda ax, k: ax.lines[0].set(ydata=X / k, path_effects=SHADOW[k]),
    "line sketched": lambda ax, k: ax.lines[0].set(ydata=X / k, sketch_params=2),
    "line turned": lambda ax, k: ax.lines[0].set_transform(Affine2D().rotate(k) + ax.transData),
    "line across": lambda ax, k: ax.lines[0].set(
        ydata=X / k, transform=ax.get_xaxis_transform()),
    "line unframed": lambda ax, k: ax.lines[0].set(ydata=X / k, clip_on=k != 2),
    "line's colour changed in place": lambda ax, k: ax.lines[0].set(ydata=X / k, color=rgb(k)),
    "dots": lambda ax, k: ax.lines[3].set_ydata([k, 2, np.nan if k == 2 else 1]),
    "dots get fewer": lambda ax, k: ax.lines[3].set_data(np.ones((2, 4 - k))),
    "dots grow": lambda ax, k: ax.lines[3].set(ydata=[k, 2, 1], markersize=4 * k),
    "dots vanish": lambda ax, k: ax.lines[3].set_data(np.ones((2, 2 * (k != 2)))),
    "dots here and there": lambda ax, k: ax.figure.axes[1].lines[0].set_ydata(X / k),
    "hollow dots": lambda ax, k: ax.lines[4].set_ydata([k, 0, 1]),
    "hollow dots get more": lambda ax, k: ax.lines[4].set_data(np.ones((2, k))),
    "dots on a line": lambda ax, k: ax.lines[5].set_ydata([0, k, 1]),
    "some dots on a line": lambda ax, k: ax.lines[5].set(ydata=[0, k, 1], markevery=[0, k - 1]),
    "colour": lambda ax, k: ax.lines[0].set_color(f"C{k}"),
    "limits": lambda ax, k: ax.set_xlim(-k, k),
    "scale": lambda ax, k: ax.set_yscale("symlog" if k == 2 else "linear"),
    "title": lambda ax, k: ax.set_title(f"title {k}"),
    "label": lambda ax, k: ax.set_xlabel(f"label {k}"),
    "label colour": lambda ax, k: ax.xaxis.label.set_color(f"C{k}"),
    "text": lambda ax, k: ax.texts[0].set(text=f"k = {k}", position=(k, 1)),
    "hide": lambda ax, k: ax.lines[1].set_visible(k != 2),
    "show": lambda ax, k: ax.lines[2].set_visible(k == 2),
    "axes hidden": lambda ax, k: ax.set_visible(k != 2),
    "axis off": lambda ax, k: ax.set_axis_off() if k == 2 else ax.set_axis_on(),
    "background": lambda ax, k: ax.set_facecolor("white" if k == 1 else "pink"),
    "order": lambda ax, k: ax.lines[0].set_zorder(k),
    "image": lambda ax, k: ax.images[0].set_data(np.diag([1, 1 / k, 0])),
    "image colours": lambda ax, k: ax.images[0].set(array=np.eye(3) * k, clim=(0, 3), cmap=MAPS[k]),
    "image of colours": lambda ax, k: ax.images[0].set_data(np.full((3, 3, 3), k / 4)),
    "image grows": lambda ax, k: ax.images[0].set_data(np.eye(k + 2)),
    "image moves": lambda ax, k: ax.images[0].set_extent((-k, k, -1, 1)),
    "image leaves": lambda ax, k: ax.images[0].set(array=np.eye(3) / k, extent=(-9 * k, 2, -1, 1)),
    "image fades": lambda ax, k: ax.images[0].set(array=np.eye(3) / k, alpha=1 / k),
    "image has holes": lambda ax, k: ax.images[0].set(array=np.eye(3) / k, alpha=np.eye(3)),
    "image hidden": lambda ax, k: ax.images[0].set(array=np.eye(3) / k, visible=k != 2),
    "image blurred": lambda ax, k: ax.images[0].set(array=np.eye(3) / k, interpolation=BLURS[k]),
    "image unframed": lambda ax, k: ax.images[0].set(array=np.eye(3) / k, clip_on=k != 2),
    "image in a circle": lambda ax, k: ax.images[0].set_clip_path(CIRCLES[k], ax.transData),
    "image turned": lambda ax, k: ax.images[0].set_transform(Affine2D().rotate(k) + ax.transData),
    "histogram": lambda ax, k: ax.patches[0].set_data(values=[k, 1, k]),
    "collection": lambda ax, k: ax.collections[0].set_sizes([20 * k]),
    "offsets": lambda ax, k: ax.collections[0].set_offsets([[k, k], [0, k]]),
    "added": lambda ax, k: ax.plot(X, X / k),
    "legend": lambda ax, k: ax.get_legend().get_texts()[0].set_text(f"entry {k}"),
    "legend moves": lambda ax, k: ax.lines[0].set_ydata(np.full(X.size, 4.0 if k == 2 else -4)),
    "ticks": lambda ax, k: ax.set_xticks(range(k)),
    "grid": lambda ax, k: ax.grid(k == 2),
    "annotation": lambda ax, k: setattr(ax.texts[1], "xy", (k, k)) or ax.texts[1].set_text(f"{k}"),
    "annotation moves": lambda ax, k: setattr(ax.texts[1], "xy", (k, k)),
    "title of all": lambda ax, k: ax.figure.texts[0].set_text(f"all {k}"),
    "anchor": lambda ax, k: ax.set_anchor("W" if k == 2 else "C"),
    "position": lambda ax, k: ax.set_position([0.1, 0.1, 0.8 / k, 0.8]),
}


def playground(change):
    """A build with one artist of each kind, whose update applies one change."""
    def build(figure):
        figure.suptitle("all")
        ax, other = figure.subplots(1, 2)
        ax.set_xlabel("x")
        ax.plot(X, X, label="first")
        ax.plot(X, -X, label="second")
        ax.plot(X, 0 * X, visible=False)
        ax.plot([1, 2, 3], [1, 2, 1], linestyle="none", marker="s")
        ax.plot([1, 2, 3], [0, 1, 0], linestyle="none", marker="o", markerfacecolor="white")
        ax.plot([1, 2, 3], [-1, -2, -1], "o-", label="third")
        ax.text(0, 0, "k")
        ax.annotate("note", (0, 0), xytext=(2, 2), arrowprops={"arrowstyle": "->"})
        ax.imshow(np.eye(3), extent=(-1, 1, -1, 1))
        ax.stairs([1, 2, 3], fill=True)
        ax.scatter([0, 1], [1, 0], marker="s")
        ax.legend(loc="best")
        other.plot(X, X, "o", markevery=20)

        def update(k):
            change(ax, k)
            return f"{k}"
        return update
    return build


@pytest.mark.parametrize("name", CHANGES)
def test_the_changed_picture_equals_one_drawn_again_whole(name):
    made = explore(playground(CHANGES[name]), k=IntSlider(min=1, max=3, value=1))
    for k in (2, 3, 2):
        made.controls["k"].value = k
        assert made.error is None
        partly = made.drawing.svg()
        made.drawing.redraw()
        assert partly == made.drawing.svg(), f"{name} at {k}"


PIECEWISE = {"line", "colour", "title", "text", "hide", "show", "image", "histogram",
             "collection", "offsets", "legend", "legend moves", "annotation", "annotation moves",
             "background", "title of all", *(name for name in CHANGES
               if name.startswith(("image ", "line ", "line's ", "dots", "hollow", "some dots")))
             } - {"image moves", "image leaves"}


@pytest.mark.parametrize("name", CHANGES)
def test_everything_is_drawn_again_only_where_it_must_be(name, monkeypatch):
    """The fast path is taken, also when one of the axes has no change at all."""
    made = explore(playground(CHANGES[name]), k=IntSlider(min=1, max=3, value=1))
    whole = []
    redraw = made.drawing.redraw
    monkeypatch.setattr(made.drawing, "redraw", lambda: (whole.append(1), redraw()))
    made.controls["k"].value = 2
    assert bool(whole) == (name not in PIECEWISE)


@pytest.mark.parametrize("name", sorted(set(CHANGES) - {"hide", "added", "legend moves"}))
def test_each_change_of_the_playground_changes_the_picture(name):
    """So that the test above compares something."""
    made = explore(playground(CHANGES[name]), k=IntSlider(min=1, max=3, value=1))
    before = made.drawing.svg()
    made.controls["k"].value = 2
    assert made.drawing.svg() != before


def test_the_layout_of_the_first_picture_stays():
    """A title of more lines, drawn with everything else again, moves nothing."""
    made = explore(playground(lambda ax, k: (ax.set_title("line\n" * k), ax.set_xlim(-k, k))),
                   k=IntSlider(min=1, max=3, value=1))
    before = made.figure.axes[1].get_position(original=True).extents.tolist()
    made.controls["k"].value = 3
    assert made.figure.axes[1].get_position(original=True).extents.tolist() == before


def test_drawing_is_reproducible_and_self_contained():
    first, second = (explore(playground(CHANGES["line"]), k=IntSlider(min=1, max=3, value=1))
                     for _ in range(2))
    assert first.drawing.svg() == second.drawing.svg()
    for fragment in first.drawing.fragments.values():
        defined = set(re.findall(r'\bid="([^"]+)"', fragment))
        used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', fragment))
        assert used <= defined
