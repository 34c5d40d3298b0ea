"""Our renderer beside matplotlib's own: the same shapes at the same places in the same order."""
import re
from base64 import b64decode
from io import BytesIO
from itertools import pairwise
from math import radians
from xml.etree import ElementTree

import numpy as np
from fontTools.misc.transform import Identity
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path import parse_path
from ipywidgets import IntSlider
from matplotlib.collections import PolyCollection
from matplotlib.transforms import IdentityTransform
from PIL import Image

from helpers.explorer import explore
from helpers.explorer.drawing import house_style
from tests.test_drawing import CHANGES, playground

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"


def shapes(text):
    """(kind, segments, points (K, 2) on the page, style) of each contour that is seen, in order."""
    root = ElementTree.fromstring(text)
    named = {node.get("id"): node for node in root.iter() if node.get("id")}
    return [(kind, [name for name, _ in contour],
             np.array([xy for _, ends in contour for xy in ends]), style)
            for kind, drawn, style in seen(root, Identity, named) for contour in contours(drawn)]


def contours(drawn):
    """The operations of a pen, cut before each move."""
    starts = [k for k, (name, _) in enumerate(drawn) if name == "moveTo"]
    return [drawn[start:end] for start, end in pairwise([*starts, len(drawn)])]


def seen(node, placed, named):
    """(kind, operations of a pen, style) of a node and all in it; `placed` is its transform."""
    placed = moved(placed, node.get("transform", ""))
    letters = [child for child in node if child.tag == f"{SVG}use" and not child.get("x")]
    if letters or (node.tag == f"{SVG}path" and "scale" in node.get("transform", "")):  # a text
        yield "text", operations(node, placed, named), node.get("style")
    elif node.tag in (f"{SVG}path", f"{SVG}use"):
        used = named[node.get(LINK)[1:]] if node.tag == f"{SVG}use" else node
        yield "shape", operations(node, placed, named), node.get("style") or used.get("style")
    elif node.tag == f"{SVG}image":
        yield pixels(node.get(LINK)), operations(node, placed, named), node.get("style")
    elif node.tag != f"{SVG}defs":
        for child in node:
            yield from seen(child, placed, named)


def pixels(address):
    """Size and colours of the PNG in an address that holds it."""
    image = Image.open(BytesIO(b64decode(address.split(",")[1])))
    return image.size, image.convert("RGBA").tobytes()


def operations(node, placed, named):
    """What a pen draws for one path, or for all that a node uses; an image has its corners."""
    pen = RecordingPen()
    placed = placed.translate(float(node.get("x", 0)), float(node.get("y", 0)))
    if node.tag == f"{SVG}image":
        width, height = float(node.get("width")), float(node.get("height"))
        pen.moveTo(placed.transformPoint((0, 0)))
        pen.lineTo(placed.transformPoint((width, height)))
    elif node.get("d"):
        parse_path(node.get("d"), TransformPen(pen, placed))
    parts = [named[node.get(LINK)[1:]]] if node.tag == f"{SVG}use" else node
    drawn = [operation for part in parts if part.tag != f"{SVG}defs"
             for operation in operations(part, moved(placed, part.get("transform", "")), named)]
    return tidy(pen.value) + drawn


def tidy(drawn):
    """Without ends, and without moves after which nothing is drawn."""
    drawn = [operation for operation in drawn if operation[0] != "endPath"]
    return [operation for operation, (following, _) in pairwise([*drawn, ("moveTo", ())])
            if not operation[0] == following == "moveTo"]


def moved(placed, transform):
    for name, numbers in re.findall(r"(\w+)\(([^)]*)\)", transform):
        numbers = [float(part) for part in re.split(r"[ ,]+", numbers.strip())]
        if name == "rotate":
            numbers = [radians(numbers[0])]
        placed = placed.transform(numbers) if name == "matrix" else getattr(placed, name)(*numbers)
    return placed


def by_matplotlib(figure):
    file = BytesIO()
    with house_style():
        figure.savefig(file, format="svg", metadata={"Date": None}, dpi=72)
    return file.getvalue().decode()


def agree_with_matplotlib(made, more_than):
    """The same shapes of the same style in the same order, within 0.02 points."""
    ours, theirs = shapes(made.drawing.svg()), shapes(by_matplotlib(made.figure))
    assert len(ours) == len(theirs) > more_than
    for mine, other in zip(ours, theirs, strict=True):
        assert mine[:2] == other[:2] and mine[3] == other[3]
        np.testing.assert_allclose(mine[2], other[2], rtol=0, atol=0.02)


def test_shapes_are_matplotlibs():
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
        ax.add_collection(PolyCollection(many, facecolors=["#ff000080", "C2"], edgecolors="none",
                                         closed=False))
        ax.add_collection(PolyCollection([], facecolors="C1", edgecolors="none"))
        ax.add_collection(PolyCollection(many, offsets=(0.5, 0.5), edgecolors="none",
                                         offset_transform=ax.transData))
        other.add_collection(PolyCollection(many, facecolors="C2", edgecolors="C3", hatch="/"))
        other.fill_between([1, 10], [1, 2], [3, 5], linewidth=0)
        for each in (ax, other):
            each.set(xlim=(0.1, 4), ylim=(0.1, 4))
        other.set_xscale("log")
        return lambda k: "."

    made = explore(build, k=IntSlider())
    agree_with_matplotlib(made, more_than=47)


def test_markers_are_matplotlibs():
    def build(figure):
        ax = figure.subplots()
        for row, looks in enumerate((
                {"marker": "o"}, {"marker": "s", "markeredgecolor": "white"}, {"marker": "x"},
                {"marker": "D", "alpha": 0.3}, {"marker": "*", "color": "#ff000080"},
                {"marker": "^", "markerfacecolor": "none"}, {"marker": "h", "linewidth": 0})):
            ax.plot([1, 2, np.nan, 3], np.full(4, row), linestyle="none", markersize=9, **looks)
            ax.plot([4], [row], **looks)
        return lambda k: "."

    made = explore(build, k=IntSlider())
    agree_with_matplotlib(made, more_than=60)
    copied = [fragment.count("<use") for fragment in made.drawing.fragments.values()]
    assert sorted(copied)[-5:] == [0, 3, 3, 3, 3]


def test_images_are_matplotlibs():
    levels = np.arange(12.0).reshape(3, 4)

    def build(figure):
        axes = figure.subplots(1, 4)
        for ax, values, looks in zip(
                axes, (levels, np.where(levels == 5, np.nan, levels), levels > 5, levels),
                ({}, {"origin": "lower"}, {"alpha": 0.5, "extent": (1, 4, 2, 6)},
                 {"interpolation": "bilinear"}), strict=True):
            ax.imshow(values, **{"interpolation": "none", **looks})
        return lambda k: "."

    made = explore(build, k=IntSlider())
    agree_with_matplotlib(made, more_than=40)
    assert made.drawing.svg().count("pixelated") == 3


def test_a_mesh_of_equal_rectangles_is_one_image_of_the_same_cells():
    values = np.arange(12.0).reshape(3, 4)

    def build(figure):
        ax = figure.subplots()
        ax.set_yscale("log", base=2)
        ax.pcolormesh([0, 1, 2, 3, 4], [1, 2, 4, 8], values, cmap="viridis")
        return lambda k: "."

    made = explore(build, k=IntSlider())
    (kind, _, (first, last), _), = (
        shape for shape in shapes(made.drawing.svg()) if shape[0] not in ("text", "shape"))
    size, colours = kind
    assert size == (4, 3)
    cells = [shape for shape in shapes(by_matplotlib(made.figure)) if len(shape[1]) == 5]
    for number, (_, _, corners, style) in enumerate(cells[:12]):
        row, column = divmod(number, 4)
        cell = (last - first) / size
        here = first + cell * (column, row)
        np.testing.assert_allclose(corners.min(axis=0), np.minimum(here, here + cell), atol=0.02)
        np.testing.assert_allclose(corners.max(axis=0), np.maximum(here, here + cell), atol=0.02)
        assert style == f"fill: #{colours[4 * number:4 * number + 3].hex()}"


def test_other_meshes_are_drawn_cell_by_cell():
    def build(figure):
        axes = figure.subplots(1, 4)
        axes[0].pcolormesh([0, 1, 3], [0, 1, 2], np.eye(2))
        axes[1].pcolormesh([0, 1, 2], [0, 1, 2], np.eye(2), edgecolors="red")
        axes[2].pcolormesh([0, 1, 2], [[0] * 3, [1, 1.5, 2], [3] * 3], np.eye(2), alpha=0.5)
        mesh = axes[3].pcolormesh([0, 1, 2], [0, 1, 2], np.eye(2))
        mesh.set(offsets=[(5, 5)], offset_transform=IdentityTransform())
        return lambda k: "."

    made = explore(build, k=IntSlider())
    agree_with_matplotlib(made, more_than=60)
    assert "<image" not in made.drawing.svg()


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


def test_texts_of_all_kinds():
    def build(figure):
        for k, words in enumerate(("a < b & c", "2.10 ✓", "$x^2 / \\sqrt{2}$", "two\nlines")):
            figure.text(0.1, 0.2 * k, words, rotation=30 * k, alpha=0.5, color="C1", fontsize=9 + k)
            figure.text(0.5, 0.2 * k, words, ha=("left", "center", "right")[k % 3],
                        va=("baseline", "top", "center", "bottom")[k], bbox={})
        return lambda k: "."

    agree_with_matplotlib(explore(build, k=IntSlider()), more_than=13)
