"""Sequences: how far back a gradient reaches, and who learns the adding problem."""
import numpy as np

from helpers import plots
from helpers.experiments.applications.sequences import CASES, GUESS, gradient_norms

FLOOR = 1e-30
TITLES = {"relu": "ReLU", "tanh": "tanh"}
LOOKS = dict(zip(CASES, ((plots.BLUE, "-"), (plots.SKY, "--"), (plots.VERMILLION, "-"),
                         (plots.ORANGE, "--")), strict=True))


def gradient_back(fig):
    """The norm of the gradient so many steps back, against that at the end; not trained."""
    steps = 150
    ax = fig.subplots()
    back = np.arange(steps + 1)
    line = plots.curve(ax, back, np.ones(steps + 1), colour=plots.BLUE, linewidth=2.5)
    ax.axhline(1, color=plots.GREY, linewidth=1, linestyle=":")
    ax.set_yscale("log")
    plots.frame(ax, (0, steps), (FLOOR, 1e30), "steps back", "gradient, share of the last")
    ax.set_yticks([1e-30, 1e-20, 1e-10, 1, 1e10, 1e20, 1e30])

    def update(function, start, scale, numbers):
        signed = numbers == "both signs"
        norms = gradient_norms(function, start, scale=scale, steps=steps, signed=signed)
        line.set_ydata(np.maximum(norms[::-1], FLOOR))
        lost = np.flatnonzero(norms[::-1] == 0)
        end = (f"exactly 0 from {lost[0]} steps back on" if lost.size
               else f"{norms[0]:.2g} of it is left {steps} steps back")
        return f"{TITLES[function]}, {start} start times {scale:.2f}: {end}."

    return update


def adding_curves(learned):
    """A build: learned {case: Learned}; error on new sequences by step, each line a seed."""

    def build(fig):
        panels = fig.subplots(1, len(learned), sharey=True)
        for ax, (case, found) in zip(panels, learned.items(), strict=True):
            colour, dash = LOOKS[case]
            for seed in found.curves.T:
                plots.curve(ax, found.steps, seed, colour=colour, line=dash, linewidth=1.4)
            ax.axhline(GUESS, color=plots.BLACK, linewidth=1, linestyle=":")
            plots.frame(ax, (0, found.steps[-1]), (0, 0.2), "step", None,
                        title=f"{TITLES[case[0]]}, {case[1]}", ticks=3)
        panels[0].set_ylabel("mean squared error")
        parts = (f"{TITLES[f]} {start} {np.sum(one.final < 0.1)} of {one.final.size}"
                 for (f, start), one in learned.items())
        return (f"Seeds that end below an error of 0.1: {', '.join(parts)}. "
                f"Dotted: always saying 1, {GUESS:.3f}.")

    return build
