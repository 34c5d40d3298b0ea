"""One number and its slope: secants, finite differences, exact zeros, steps towards a kink."""
import numpy as np

from helpers import plots
from helpers.activations import ACTIVATIONS, relu
from helpers.experiments import kinks
from helpers.pictures.gradients.marks import decades, names


def tangent_and_secant(fig):
    """ReLU with tangent and secant at x (left); the step and what the secant makes of it."""
    left, right = fig.subplots(1, 2)
    grid = np.linspace(-3, 3, 241)
    plots.cross(left)
    plots.curve(left, grid, relu(grid), colour=plots.BLACK)
    tangent = plots.curve(left, [], [], colour=plots.BLUE)
    secant = plots.curve(left, [], [], colour=plots.VERMILLION, line="--", marker="o",
                         markersize=7)
    point = plots.marker(left, 0, 0, plots.BLUE)
    plots.frame(left, (-3, 3), (-1.5, 3.2), "x", "f(x)", equal=True)
    names(left, "tangent", "secant")
    plots.curve(right, [-3, 0], [0, 0], colour=plots.BLUE)
    plots.curve(right, [0, 3], [1, 1], colour=plots.BLUE)
    ramp = plots.curve(right, grid, 0 * grid, colour=plots.VERMILLION, line="--")
    dot = plots.marker(right, 0, 0, plots.BLUE)
    estimate = plots.marker(right, 0, 0, plots.VERMILLION, shape="D", size=9)
    plots.frame(right, (-3, 3), (-0.25, 1.5), "x", "slope")
    names(right, "f′(x)", "central difference")

    def update(x, h, at_zero):
        x = round(x, 6) + 0.0          # no -0.00 in the sentence
        slope = at_zero if x == 0 else float(x > 0)
        central = kinks.central_difference(relu, x, h)
        reach = 1.6 / np.hypot(1, slope)
        tangent.set_data([x - reach, x + reach], relu(x) + slope * np.array([-reach, reach]))
        secant.set_data([x - h, x + h], relu(np.array([x - h, x + h])))
        point.set_data([x], [relu(x)])
        ramp.set_ydata(kinks.central_difference(relu, grid, h))
        dot.set_data([x], [slope])
        estimate.set_data([x], [central])
        return (f"At x = {x:.2f} the slope is {slope:.2f}"
                + (", by convention" if x == 0 else "")
                + f"; the secant of half-width h = {h:.2f} has slope {central:.3f}, "
                  f"a difference of {abs(central - slope):.3f}.")

    return update


def step_errors(fig):
    """The error of both finite differences against the step h, for a function at a point x."""
    ax = fig.subplots()
    steps = np.logspace(-15, 0, 151)
    decades(ax.xaxis, -15, -10, -5, 0)
    decades(ax.yaxis, -15, -10, -5, 0)
    ax.plot(steps, steps, color=plots.GREY, linewidth=0.8)
    ax.plot(steps, steps ** 2, color=plots.GREY, linewidth=0.8)
    ax.plot(steps, 2.0 ** -53 / steps, color=plots.GREY, linewidth=0.8)
    for x, y, law in ((1e-11, 1e-4, "1/h"), (2e-4, 3e-3, "h"), (3e-3, 3e-7, "h²")):
        ax.text(x, y, law, color=plots.GREY, va="center")
    forward = plots.curve(ax, steps, steps, colour=plots.BLUE)
    central = plots.curve(ax, steps, steps, colour=plots.VERMILLION, line="--")
    kink = ax.axvline(1, color=plots.BLACK, linestyle=":", linewidth=1.5)
    plots.frame(ax, (1e-15, 1), (2e-18, 10), "step h", "error of the slope")
    names(ax, "forward", "central", top=0.2)

    def update(function, x):
        x = round(x, 6) + 0.0
        record = ACTIVATIONS[function]
        errors = kinks.difference_errors(record.f, record.df, x, steps)
        for line, error in zip((forward, central), errors, strict=True):
            line.set_ydata(np.maximum(error, 1e-17))             # the floor of the picture
        kink.set(xdata=[max(abs(x), 1e-15)] * 2, visible=function in KINKED)
        return _error_sentence(record, x, steps, errors[1])

    return update


KINKED = ("relu", "leaky_relu")


def _error_sentence(record, x, steps, central):
    """What the picture of errors says, in numbers that rounding noise does not move."""
    if record.name in KINKED:
        inside = steps[steps > abs(x)]
        start = f"{record.title} at x = {x:.2f}: the kink is {abs(x):.2f} away"
        if inside.size == 0:
            return f"{start}, beyond every step drawn."
        return (f"{start}; at h = 1 the central difference is off by {central[-1]:.2f}, "
                f"and for h below {abs(x):.2f} only rounding is left.")
    return (f"{record.title} at x = {x:.2f}: the central error is {central[-31]:.0e} at h = 0.001 "
            f"and smallest near h = 1e{np.log10(_valley(steps, central)):.0f}.")


def _valley(steps, errors):
    """The step in the middle of the decade with the smallest typical error."""
    decades = np.maximum(errors[:-1], 1e-17).reshape(-1, 10)
    best = np.argmin(np.median(decades, axis=1))
    return steps[best * 10 + 5]


def zero_shares(bits, shares):
    """A build: shares of exactly zero sums against the bits of a number, and the law 2^-bits."""
    bits, shares = np.asarray(bits, float), np.asarray(shares, float)
    scale = shares.sum() / np.sum(2.0 ** -bits)
    expected = {name: scale * 2.0 ** -bit for name, bit in kinks.SIGNIFICAND_BITS.items()}

    def build(fig):
        ax = fig.subplots()
        decades(ax.yaxis, -15, -10, -5)
        ends = np.array([bits.min(), 53])
        plots.curve(ax, ends, scale * 2.0 ** -ends, colour=plots.GREY, line="--")
        for bit, share in zip(bits, shares, strict=True):
            plots.marker(ax, bit, share, plots.BLUE)
        ax.text(26, 1e-8, "half as many with every bit", color=plots.GREY)
        plots.frame(ax, (4, 56), (1e-18, 1e-2), "bits that carry digits", "share of exact zeros")
        ax.set_xticks(list(kinks.SIGNIFICAND_BITS.values()),
                      [f"{bit}\n{name}" for name, bit in kinks.SIGNIFICAND_BITS.items()])
        return ("Measured for short numbers (dots), halved with every further bit (dashed): "
                + ", ".join(f"{share:.0e} in {name}" for name, share in expected.items()) + ".")

    return build


def descent(fig):
    """Subgradient descent on |x| from x = 2: the steps on the curve, the distance by step."""
    left, right = fig.subplots(1, 2)
    grid, count = np.linspace(-2.4, 2.4, 3), 100
    plots.curve(left, grid, relu(grid) + relu(-grid), colour=plots.BLACK, linewidth=1.6)
    path = plots.curve(left, [], [], colour=plots.BLUE, marker="o", markersize=5, linewidth=0.8)
    last = plots.marker(left, 0, 0)
    plots.frame(left, (-1.4, 2.3), (-0.15, 2.3), "x", "|x|", equal=True)
    decades(right.yaxis, -4, -2, 0)
    distance = plots.curve(right, np.arange(count + 1), np.ones(count + 1), colour=plots.BLUE,
                           marker="o", markersize=3.5, line="none")
    plots.frame(right, (0, count), (0.7e-4, 5), "step number k", "distance to the kink")

    def update(schedule, step):
        steps = kinks.SCHEDULES[schedule](step, np.arange(1.0, count + 1))
        x = kinks.descend(np.sign, 2.0, steps)
        path.set_data(x, np.abs(x))
        last.set_data([x[-1]], [abs(x[-1])])
        distance.set_ydata(np.maximum(np.abs(x), 1e-4))      # the floor of the picture
        jumps = int(np.sum(x[:-1] * x[1:] < 0))
        return (f"First step {step:.2f}, {schedule}: the last 10 of {count} points lie up to "
                f"{np.abs(x[-10:]).max():.4f} from the kink; the walk jumped over it "
                f"{jumps} times.")

    return update
