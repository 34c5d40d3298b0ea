"""Claims about ReLU on trial: each measured, judged and kept as one sentence.

    record    Claim, Trial and the decision
    counting  numbers that count what is done with them
    function  claims about the function itself
    depth     claims about many layers, or many steps
    zeros     claims about sparsity
    death     claims about dead neurons
    training  claims about speed, means, smoothness and rivals
    report    trials as lines of text and as the table at the end of notebook 07

`SECTIONS` holds the claims of each file by name, `CLAIMS` all of them; `put_on_trial` runs one.
"""
from types import MappingProxyType

from helpers.experiments.claims import death, depth, function, report, training, zeros
from helpers.experiments.claims.record import KINDS, STANDARD_ERRORS, Claim, Trial, decided
from helpers.experiments.claims.report import lines, row, table

__all__ = ["CLAIMS", "KINDS", "SECTIONS", "SEEDS", "STANDARD_ERRORS", "Claim", "Trial",
           "charges", "claim", "decided", "lines", "put_on_trial", "row", "table"]

SECTIONS = MappingProxyType({
    "function": tuple(one.name for one in function.CLAIMS),
    "depth": tuple(one.name for one in depth.CLAIMS),
    "zeros": tuple(one.name for one in zeros.CLAIMS),
    "death": tuple(one.name for one in death.CLAIMS),
    "training": tuple(one.name for one in training.CLAIMS),
})
CLAIMS = MappingProxyType({one.name: one for module in (function, depth, zeros, death, training)
                           for one in module.CLAIMS})
SEEDS = tuple(range(10))


def claim(name):
    """The Claim of that name."""
    if name not in CLAIMS:
        raise ValueError(f"name must be one of {', '.join(CLAIMS)}; got {name!r}")
    return CLAIMS[name]


def charges(*names):
    """The named claims as text, each with what would make it false."""
    return report.charges(*map(claim, names))


def put_on_trial(name, seeds=SEEDS):
    """The Trial of the claim of that name; seeds: at least 3 different whole numbers from 0 on."""
    charged = claim(name)
    seeds = tuple(seeds)
    whole = all(isinstance(s, int) and not isinstance(s, bool) and s >= 0 for s in seeds)
    if not whole or len(seeds) < 3 or len(set(seeds)) < len(seeds):
        raise ValueError("seeds must be at least 3 different whole numbers, 0 or above, "
                         f"got {seeds}")
    return Trial(charged, seeds, charged.measure(seeds))
