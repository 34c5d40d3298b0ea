"""The exercises of notebook 07: deciding, refuting, comparing fairly, an own claim."""
import numpy as np

from helpers.exercises.core import Wrong, exercise

SIDES = ("holds", "fails", "too close")
VALUES = (([0.9, 1.1, 1.0, 1.0], 0.5, "holds"), ([0.9, 1.1, 1.0, 1.0], 1.5, "fails"),
          ([0.2, 0.9, 0.4, 1.3], 0.6, "too close"), ([2.0, 2.0, 2.0], 1.9, "holds"),
          ([1.0, 2.0, 3.0, 4.0], 0.7, "too close"),
          ([0.0, 0.4] * 8, 0.0, "holds"))
"""Values, threshold, side. The fourth has no spread; the fifth parts n from n - 1."""


@exercise
def check_side(side):
    """`side(values, threshold)`: "holds", "fails" or "too close", by 3 standard errors."""
    for values, threshold, want in VALUES:
        got = side(np.array(values), threshold)
        if got not in SIDES:
            raise Wrong(f"You gave {got!r}; it has to be one of {', '.join(SIDES)}.")
        if got != want:
            raise Wrong(f"Values {values}, threshold {threshold:g}: you gave “{got}”, it is "
                        f"“{want}”. {_side_hint(values, threshold, got)}")
    return "because a mean counts only if it is further from the threshold than its own noise."


def _side_hint(values, threshold, got):
    deviation, n = np.std(values, ddof=1), len(values)
    near = abs(np.mean(values) - threshold)
    if got == "too close":
        return (f"The standard error is {deviation / np.sqrt(n):.3f}: the standard deviation over "
                "seeds divided by √n. Did you divide?")
    if near > 3 * np.std(values) / np.sqrt(n):
        return "Almost: a deviation from n numbers divides by n - 1 (ddof=1)."
    return f"The distance is {near:.3f}. How large are three standard errors?"


GRID = np.linspace(-6, 6, 2401)


@exercise
def check_counterexample(w, b, v):
    """Neurons (w, b) and output weights v for which the sum of ReLUs is not convex."""
    w, b, v = (np.atleast_1d(np.asarray(a, float)) for a in (w, b, v))
    if not w.shape == b.shape == v.shape or w.ndim != 1:
        raise Wrong(f"w, b and v need one number a neuron, you gave shapes {w.shape}, {b.shape} "
                    f"and {v.shape}.")
    y = np.maximum(GRID[:, None] * w + b, 0) @ v
    bend = np.diff(y, 2)
    if not np.any(bend < -1e-9):
        raise Wrong("Between x = -6 and 6 this sum never bends down, so it does not refute the "
                    "claim. " + ("Which sign of an output weight turns a hinge over?"
                                 if np.all(v >= 0) else "Where is the kink, -b / w?"))
    place = GRID[1 + np.argmin(bend)]
    return (f"because it bends down at x = {place:.2f}. One counterexample is enough; no number of "
            "examples would have been.")


CASES = (([[1.0, -1.0], [-1.0, 1.0]], True), ([[-1.0, -2.0], [-3.0, -0.5]], False),
         ([[1.0, 2.0], [3.0, 0.5]], False), ([[-1.0, 1.0], [-2.0, 1.0]], False),
         ([[-1.0, 1.0, 0.0], [-2.0, 1.0, 3.0]], True))


@exercise
def check_refutes(refutes):
    """`refutes(pre)`: whether pre-activations (inputs, neurons) refute "off once, dead"."""
    for pre, want in CASES:
        got = bool(refutes(np.array(pre)))
        if got != want:
            raise Wrong(f"For pre-activations {pre}, one row an input, you gave {got}. "
                        + _refutes_hint(want))
    return "because it takes one neuron that is off for one input and on for another."


def _refutes_hint(want):
    if want:
        return "A neuron (a column) is off for one input and on for another: the claim is wrong."
    return "No neuron is off here and on there, so these data say nothing against the claim."


REASONS = {"B": "both ran at a rate that only one of them had chosen",
           "C": "one seed has no spread",
           "D": "“never above 0” means dead for ReLU only; Leaky ReLU still has a slope there",
           "E": "who may choose among more runs, on the test images, looks better"}


@exercise
def check_unfair(unfair):
    """The letters of the unfair comparisons, as one text, a list or a set."""
    letters = {str(letter).strip().upper() for letter in unfair} - {"", ",", " "}
    strange = letters - set("ABCDE")
    if strange:
        raise Wrong(f"There is no comparison {', '.join(sorted(strange))}; they are A to E.")
    if "A" in letters:
        raise Wrong("A is as fair as a comparison gets: what would you ask for?")
    missing = sorted(set(REASONS) - letters)
    if missing:
        found = len(letters)
        raise Wrong(f"{found} found. Look again at {missing[0]}: would you accept it if the other "
                    "side had done it to your function?")
    return "because " + "; ".join(f"{letter}: {why}" for letter, why in REASONS.items()) + "."


@exercise
def check_seeds_needed(seeds_needed):
    """`seeds_needed(difference, deviation)`: the fewest seeds whose 3 standard errors are less."""
    for difference, deviation, want in ((1.0, 0.5, 3), (1.0, 1.0, 10), (0.3, 1.0, 101),
                                        (2.0, 0.1, 2)):
        got = float(seeds_needed(difference, deviation))
        if not got.is_integer():
            raise Wrong(f"You gave {got:g} seeds; there are no parts of a seed: round up.")
        if got == want or (got, want) == (1, 2):
            continue
        raise Wrong(f"A difference of {difference:g}, a deviation of {deviation:g}: you gave "
                    f"{got:g} seeds, then three standard errors are "
                    f"{3 * deviation / np.sqrt(max(got, 1)):.3f}. " + _seeds_hint(got, want))
    return "because the noise of a mean falls with √n: for half the difference, four times as many."


def _seeds_hint(got, want):
    return "Fewer would do: when is 3 × deviation / √n below the difference?" if got > want else (
        "That is not below the difference: solve 3 × deviation / √n < difference for n.")


@exercise
def check_own_claim(my_claim):
    """A record with sentence, falsifier, threshold, holds and measure(seeds) -> case -> numbers."""
    for name in ("sentence", "falsifier"):
        if len(str(getattr(my_claim, name, "")).split()) < 4:
            raise Wrong(f"my_claim.{name} should be a sentence.")
    few, more = my_claim.measure((3, 4, 5)), my_claim.measure((5, 4, 3, 6))
    for case, values in few.items():
        if np.shape(values) != (3,):
            raise Wrong(f"For three seeds the case {case!r} has shape {np.shape(values)} instead "
                        "of (3,): one number a seed.")
        if not np.allclose(values, np.asarray(more[case])[[2, 1, 0]], equal_nan=True):
            raise Wrong(f"In the case {case!r} the numbers of seeds 3, 4, 5 change when other "
                        "seeds take part. Where do your random numbers come from?")
    if not np.isfinite([values for values in few.values()]).all():
        raise Wrong("Some numbers are not finite; what should a failed run count as?")
    side = 1 if my_claim.holds == "above" else -1
    held = [side * (np.mean(values) - my_claim.threshold) > 0 for values in few.values()]
    return (f"because it can be measured, repeated and refuted; with seeds 3, 4, 5 it holds in "
            f"{sum(held)} of {len(held)} cases. Now put it on trial with ten.")
