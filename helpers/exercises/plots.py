"""Checks for notebook 02_plots: drawing, hinges, regions and depth."""
from math import comb

import numpy as np

from helpers.activations import relu
from helpers.exercises.core import Wrong, exercise

POINTS = np.linspace(-6, 6, 241)


def number(value, name):
    """A single finite number given by the reader."""
    array = np.asarray(value, float)
    if array.size != 1 or not np.isfinite(array).all():
        raise Wrong(f"{name} should be one finite number, you gave {value!r}.")
    return float(array.ravel()[0])


@exercise
def check_drawn_error(drawn_error):
    """The height of the joined samples above the kink, from the step and the share before it."""
    for step, share in ((0.5, 0.5), (1.0, 0.2), (0.1, 0.0), (2.0, 0.75)):
        samples = np.array([-share * step, (1 - share) * step])
        expected = np.interp(0, samples, relu(samples))
        got = number(drawn_error(step, share), f"drawn_error({step}, {share})")
        if not np.isclose(got, expected, atol=1e-9):
            raise Wrong(f"For step {step} and share {share} you gave {got:.4g}, the line is at "
                        f"{expected:.4g}. The chord starts at x = -{share * step:.4g} with slope "
                        f"{1 - share:.4g}: how high is it when it reaches 0?")
    return "because the chord climbs with slope (1 - share) over a distance of share · step."


@exercise
def check_neuron(neuron):
    """Weight, bias and output weight of a hinge with a given kink, slope and open side."""
    for kink, slope, side in ((1.0, 2.0, "right"), (-2.0, 0.5, "left"), (0.5, -3.0, "right"),
                              (3.0, -1.0, "left")):
        w, b, a = (number(part, "each of w, b, a") for part in neuron(kink, slope, side))
        distance = POINTS - kink
        expected = slope * np.where((distance > 0) == (side == "right"), distance, 0.0)
        got = a * relu(w * POINTS + b)
        if not np.allclose(got, expected, atol=1e-9):
            raise Wrong(neuron_hint(kink, slope, side, w, b, a))
    return "because the kink is at -b / w, the sign of w chooses the side, and a·w is the slope."


def neuron_hint(kink, slope, side, w, b, a):
    """What is wrong with a hinge, kink first."""
    asked = f"kink {kink:g}, slope {slope:g}, open to the {side}"
    if w == 0 or not np.isclose(-b / w, kink):
        seen = "there is no kink because w is 0" if w == 0 else f"the kink is at {-b / w:g}"
        return f"For {asked} {seen}. Where is w x + b equal to 0?"
    if (w > 0) != (side == "right"):
        return f"For {asked} w = {w:g} opens to the other side. Which sign of w opens to the left?"
    return f"For {asked} the slope is a·w = {a * w:g}. Which a gives the slope that was asked?"


@exercise
def check_bump(positions, changes):
    """Hinges of a bump: 0 up to x = 1, height 2 at x = 2, back to 0 at x = 4, then 0."""
    positions, changes = np.atleast_1d(positions), np.atleast_1d(changes)
    if positions.shape != changes.shape or positions.ndim != 1:
        raise Wrong(f"Give as many changes as positions; you gave {positions.size} positions and "
                    f"{changes.size} changes.")
    got = relu(np.subtract.outer(POINTS, positions.astype(float))) @ changes.astype(float)
    expected = np.interp(POINTS, [1, 2, 4], [0, 2, 0])
    first = int(np.argmax(~np.isclose(got, expected, atol=1e-9)))
    if not np.isclose(got[first], expected[first], atol=1e-9):
        raise Wrong(f"At x = {POINTS[first]:.2f} the sum is {got[first]:.2f} and should be "
                    f"{expected[first]:.2f}. Left of it all is right: by how much must the slope "
                    "change at the last corner before it?")
    return "because the slopes are 0, 2, -1, 0, so they change by 2, -3 and 1 at x = 1, 2 and 4."


def sine_error(hinges):
    """The worst error of `hinges` even pieces for sin(pi x) on [-1, 1]."""
    x, knots = np.linspace(-1, 1, 4001), np.linspace(-1, 1, hinges + 1)
    return np.abs(np.interp(x, knots, np.sin(np.pi * knots)) - np.sin(np.pi * x)).max()


@exercise
def check_hinges_needed(hinges_needed):
    """How many evenly placed hinges reach a given worst error for sin(pi x) on [-1, 1]."""
    for error in (0.1, 0.01, 0.001):
        got = number(hinges_needed(error), f"hinges_needed({error})")
        if got != round(got) or got < 1:
            raise Wrong(f"Hinges come in whole numbers from 1; you gave {got:g}. Round up.")
        if sine_error(int(got)) > error:
            raise Wrong(f"{got:g} hinges leave an error of {sine_error(int(got)):.3g}, above "
                        f"{error}. The bound is step² / 8 · pi² and the step is 2 / hinges.")
        if got > np.ceil(np.pi / np.sqrt(2 * error)) + 1:
            raise Wrong(f"{got:g} hinges are more than needed for {error}. Solve "
                        "step² / 8 · pi² = error for the number of hinges, then round up.")
    return "because the bound is pi² / (2 hinges²): a hundredth of the error, ten times the hinges."


@exercise
def check_regions(regions):
    """Regions of a plane cut by lines, some of them parallel to one another."""
    for lines, parallel in ((3, 0), (3, 2), (3, 3), (10, 4), (1, 1)):
        crossings = comb(lines, 2) - comb(parallel, 2)
        got = number(regions(lines, parallel), f"regions({lines}, {parallel})")
        if got != 1 + lines + crossings:
            raise Wrong(f"For {lines} lines, {parallel} of them parallel, you gave {got:g}; they "
                        f"have {crossings} crossings. Start with 1 region: what does each line "
                        "add, and what does each crossing add?")
    return "because each line adds one region and each crossing one more; parallels never cross."


@exercise
def check_square(square):
    """x² on [0, 1] from tents (Yarotsky 2017), its error at most 2^(-2 layers - 2)."""
    x = np.linspace(0, 1, 2**12 + 1)
    for layers in (1, 2, 4):
        got = np.asarray(square(x, layers), float)
        if got.shape != x.shape:
            raise Wrong(f"square should return an array of the shape of x, {x.shape}; you gave "
                        f"{got.shape}.")
        error, expected = np.abs(got - x**2).max(), 2.0 ** (-2 * layers - 2)
        if not np.isclose(error, expected, rtol=1e-6):
            raise Wrong(f"With {layers} layers the worst error is {error:.4g}, it should be "
                        f"{expected:.4g}. Start from x and subtract tent applied k times, divided "
                        "by 4^k, for k = 1 .. layers.")
    return "because every further tent divides the error by 4: here 2^(-2m-2) with m layers."
