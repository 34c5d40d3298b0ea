"""A claim that can fail, and what a trial of it found.

    Claim     a sentence, what would make it false, how it is measured, the threshold that decides
    Trial     the numbers of a claim, by case and seed, and all that follows from them: the verdict
    decided   whether numbers lie above or below a threshold by a margin, or neither

A claim is measured in one or more *cases* (with two scales of weights, at two depths, ...). It is
"true" if it holds in all of them, "false" if in none, "true when" if in some; "undecided" as soon
as one case is too close to the threshold for the number of seeds. Cases whose name begins with
"control: " do not count: they show that the measurement could have come out the other way, or what
else than ReLU could be behind it.
"""
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

STANDARD_ERRORS = 3.0
"""How far a mean has to be from the threshold; with ten seeds, chance does that in 1 or 2 of 100
cases."""
KINDS = ("true", "true when", "false", "undecided")
CONTROL = "control: "


@dataclass(frozen=True, eq=False)
class Claim:
    """What is claimed of ReLU, and how it is put on trial.

    sentence: the claim; falsifier: the result that would make it false; notebook: where the
    experiment is built, a file name with a heading, and `place`, what the link says; unit: what
    the number is; threshold: the claim holds in a case whose number is above it (or below it, as
    `holds` says); measure: seeds (S,) -> mapping of case -> numbers (S,), those of one seed not
    depending on the other seeds, except that these may choose its learning rate; pattern: in which
    cases (without controls) the claim held when `keep` was written, the sentence to keep, with {0},
    {1}, ... for the mean of a case: it is said only while the numbers agree; shown: the format of a
    number.
    """

    name: str
    sentence: str
    falsifier: str
    notebook: str
    place: str
    unit: str
    threshold: float
    measure: Callable
    pattern: tuple
    keep: str
    holds: str = "above"
    shown: str = ".2f"

    def __post_init__(self):
        if self.holds not in ("above", "below"):
            raise ValueError(f"holds must be 'above' or 'below', got {self.holds!r}")

    @property
    def rule(self):
        """The unit and the side of the threshold on which the claim holds."""
        return f"{self.unit}: holds {self.holds} {self.limit}"

    @property
    def limit(self):
        """The threshold as text."""
        return f"{self.threshold:g}".replace("-", "−")

    def written(self, number):
        """A number in this claim's format, without a minus before zero."""
        text = format(float(number), self.shown)
        return text.replace("-", "", 1) if not text.strip("-0.%") else text.replace("-", "−")


def decided(values, threshold, holds="above", errors=STANDARD_ERRORS):
    """True or False if the mean is on the claim's side of the threshold or on the other, by
    `errors` standard errors; None if it is nearer, or if a number is NaN.

    values: (S,), S >= 2. Equal values have a standard error of 0.
    """
    values = np.asarray(values, float)
    if values.ndim != 1 or values.size < 2:
        raise ValueError(f"values must be (seeds,), at least 2 of them, got {values.shape}")
    margin = errors * standard_error(values)
    distance = (values.mean() - threshold) * (1 if holds == "above" else -1)
    if np.isnan(distance) or abs(distance) <= margin:
        return None
    return bool(distance > 0)


def standard_error(values):
    """The standard deviation over seeds divided by the root of their number."""
    return float(np.std(values, ddof=1) / np.sqrt(np.size(values)))


@dataclass(frozen=True, eq=False)
class Trial:
    """claim; seeds: (S,); values: case -> (S,), cases in the order of the claim's measure."""

    claim: Claim
    seeds: tuple
    values: Mapping

    def __post_init__(self):
        for case, values in self.values.items():
            if np.shape(values) != (len(self.seeds),):
                raise ValueError(f"values of {case!r} must have shape ({len(self.seeds)},), one "
                                 f"a seed, got {np.shape(values)}")

    def clearance(self):
        """Case -> distance of the mean from the threshold in standard errors; no controls."""
        values = {case: self.values[case] for case in self.counted()}
        away = {case: abs(float(np.mean(v)) - self.claim.threshold) for case, v in values.items()}
        errors = {case: standard_error(v) for case, v in values.items()}
        return {case: away[case] / errors[case] if errors[case] else np.inf for case in values}

    def sides(self, errors=STANDARD_ERRORS, seeds=None):
        """Case -> True, False or None, controls included; `seeds`: how many of them are used."""
        return {case: decided(values[:seeds], self.claim.threshold, self.claim.holds, errors)
                for case, values in self.values.items()}

    def counted(self, errors=STANDARD_ERRORS, seeds=None):
        """The sides of the cases that count."""
        return {case: side for case, side in self.sides(errors, seeds).items()
                if not case.startswith(CONTROL)}

    def kind(self, errors=STANDARD_ERRORS, seeds=None):
        """One of KINDS."""
        counted = set(self.counted(errors, seeds).values())
        if None in counted:
            return "undecided"
        return {(True,): "true", (False,): "false"}.get(tuple(counted), "true when")

    def verdict(self, errors=STANDARD_ERRORS, seeds=None):
        """The verdict in words: with "true when", the cases in which the claim holds."""
        kind = self.kind(errors, seeds)
        wanted = {"true when": True, "undecided": None}.get(kind, "no case")
        named = [c for c, side in self.counted(errors, seeds).items() if side is wanted]
        return f"{kind}: {'; '.join(named)}" if named else kind

    def shown(self, case):
        """The number of a case with its spread: mean (lowest to highest)."""
        values = self.values[case]
        three = values.mean(), values.min(), values.max()
        mean, low, high = (self.claim.written(value) for value in three)
        return mean if low == high else f"{mean} ({low} to {high})"

    def keep(self):
        """One sentence for the student, with these numbers; a plain one if the verdict turned."""
        means = [self.claim.written(values.mean()) for values in self.values.values()]
        if tuple(self.counted().values()) == self.claim.pattern:
            return self.claim.keep.format(*means)
        numbers = ", ".join(f"{case} {m}" for case, m in zip(self.values, means, strict=True))
        return f"The verdict has turned to “{self.verdict()}”. {self.claim.unit}: {numbers}."
