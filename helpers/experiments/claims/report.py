"""Trials as text: what is claimed, a few lines of result, the table of all. Nothing is typed.

    charges   claims with what would make them false
    lines     the numbers of a trial, a line a case, and the verdict
    row       the cells of a trial in the table
    table     Markdown of many trials
"""
from helpers.experiments.claims.record import CONTROL

SIDES = {True: "holds", False: "fails", None: "too close"}


def charges(*claims):
    """Two lines for each claim: the sentence, and what would make it false."""
    return "\n".join(f"{claim.name.upper()}: {claim.sentence}\n    False if: {claim.falsifier}"
                     for claim in claims)


def lines(trial):
    """The unit with the threshold, a line for each case, and the verdict, as one text."""
    said = [f"{trial.claim.name.upper()}: {trial.claim.rule}"]
    for case, side in trial.sides().items():
        counted = "" if case.startswith(CONTROL) else f"  {SIDES[side]}"
        said.append(f"    {case:30} {trial.shown(case):24}{counted}".rstrip())
    return "\n".join([*said, f"    VERDICT  {trial.verdict()}"])


def row(trial):
    """(claim with falsifier and link, numbers with spread, verdict, sentence to keep)."""
    claim = trial.claim
    numbers = "<br>".join(f"{case}: {trial.shown(case)}" for case in trial.values)
    return (f"**{claim.sentence}** False if: {claim.falsifier} "
            f"[{claim.place}]({claim.notebook})",
            f"{claim.rule}<br>{numbers}", f"**{trial.verdict()}**", trial.keep())


def table(trials):
    """A Markdown table of the trials, an iterable, one row each."""
    head = ["| Claim, and what would make it false | Number: mean (lowest to highest seed) "
            "| Verdict | Keep |", "|---|---|---|---|"]
    return "\n".join(head + [f"| {' | '.join(row(trial))} |" for trial in trials])
