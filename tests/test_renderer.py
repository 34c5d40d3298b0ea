"""Our renderer beside matplotlib's own: the same shapes in the same order."""
import re
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
from ipywidgets import IntSlider
from matplotlib.collections import PolyCollection

from helpers.explorer import explore
from helpers.explorer.drawing import house_style
from tests.test_drawing import CHANGES, playground

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")


def shapes(text):
    """(tag, letters, numbers, style) of all that is seen, in order; without definitions."""
    found = []

    def visit(node):
        if node.tag == f"{SVG}defs":
            return
        words = node.get("d") or f"{node.get('x', '')} {node.get('y', '')}"
        if node.tag in (f"{SVG}path", f"{SVG}image", f"{SVG}use"):
            found.append((node.tag, re.sub(r"[^A-Za-z]", "", words),
                          [float(part) for part in NUMBER.findall(words)], node.get("style")))
        for child in node:
            visit(child)

    visit(ElementTree.fromstring(text))
    return found


def by_matplotlib(figure):
    file = BytesIO()
    with house_style():
        figure.savefig(file, format="svg", metadata={"Date": None}, dpi=72)
    return file.getvalue().decode()


def agree_with_matplotlib(made, more_than):
    """The same shapes of the same style in the same order, numbers within .0051 points."""
    ours, theirs = shapes(made.drawing.svg()), shapes(by_matplotlib(made.figure))
    assert len(ours) == len(theirs) > more_than
    for mine, other in zip(ours, theirs, strict=True):
        assert mine[:2] == other[:2] and mine[3] == other[3]
        np.testing.assert_allclose(mine[2], other[2], rtol=0, atol=0.0051)


def test_shapes_are_matplotlibs_within_a_hundredth_of_a_point():
    made = explore(playground(CHANGES["line"]), k=IntSlider(min=1, max=3, value=1))
    made.controls["k"].value = 2
    agree_with_matplotlib(made, more_than=50)


def test_areas_are_matplotlibs_too():
    corners = np.array([[0, 0], [1, 0], [0.5, 1]])

    def build(figure):
        ax, other = figure.subplots(1, 2)
        many = [corners + k / 3 for k in range(7)]
        ax.add_collection(PolyCollection(many, cmap="cividis", array=np.arange(7.0), alpha=0.45,
                                         edgecolors="none"))
        ax.add_collection(PolyCollection(many, facecolors=["black", "C1"], edgecolors="none"))
        ax.add_collection(PolyCollection(many, offsets=(0.5, 0.5), edgecolors="none",
                                         offset_transform=ax.transData))
        other.add_collection(PolyCollection(many, facecolors="C2", edgecolors="C3", hatch="/"))
        other.fill_between([1, 10], [1, 2], [3, 5], linewidth=0)
        for each in (ax, other):
            each.set(xlim=(0.1, 4), ylim=(0.1, 4))
        other.set_xscale("log")
        return lambda k: "."

    made = explore(build, k=IntSlider())
    agree_with_matplotlib(made, more_than=40)


def test_many_elements_in_one_frame_are_clipped_together():
    def build(figure):
        ax = figure.subplots()
        ax.scatter(np.arange(8), np.arange(8), s=np.arange(1, 9))
        ax.plot([0, 9], [0, 9])
        return lambda k: "."

    made = explore(build, k=IntSlider())
    clipped = [text for text in made.drawing.fragments.values() if "clip-path=" in text]
    assert [text.count("clip-path=") for text in clipped] == [1, 1]
    many, one = clipped
    assert many.startswith('<g clip-path="url(#') and many.count("<use") + many.count("<path") >= 8
    assert '<g clip-path' not in one


def test_words_are_escaped():
    made = explore(lambda figure: figure.text(0, 0, "a < b & c") and (lambda k: "."),
                   k=IntSlider())
    assert len(shapes(made.drawing.svg())) >= 5
