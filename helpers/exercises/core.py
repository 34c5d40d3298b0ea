"""What every exercise shares: three possible verdicts, each a sentence that teaches.

    @exercise
    def check_double(double):
        if double(3) != 6:
            raise Wrong(f"double(3) should be 6, you gave {double(3)}. What is 3 + 3?")
        return "because adding a number to itself doubles it."

    check_double(lambda x: 2 * x)   # Correct, because adding a number to itself doubles it.
"""
import traceback
from dataclasses import dataclass
from functools import wraps

NOT_ATTEMPTED = "Not attempted yet: replace the dots, then run this cell again."


class Wrong(Exception):
    """An answer that is not right: the message says what was seen and gives a hint."""


class NotAttempted(Exception):
    """An answer that still consists of the dots of its stub."""


@dataclass(frozen=True)
class Verdict:
    """What a check says: `correct` is True, False or None (not attempted yet)."""

    correct: bool | None
    text: str

    def __repr__(self):
        return self.text


def is_missing(value):
    """Whether a value is what a stub gives: None, the dots, or a tuple or list with one of them."""
    if isinstance(value, (tuple, list)):
        return any(is_missing(item) for item in value)
    return value is None or value is Ellipsis


def guarded(answer):
    """The reader's function, raising NotAttempted when it returns what a stub returns."""

    @wraps(answer)
    def call(*args, **kwargs):
        result = answer(*args, **kwargs)
        if is_missing(result):
            raise NotAttempted
        return result

    return call


def exercise(check):
    """A check that takes the reader's answers and returns a Verdict, whatever they do.

    `check(*answers)` returns the sentence that follows "Correct, " or raises `Wrong` with a
    hint. Functions among the answers arrive guarded: a stub that returns nothing ends the check
    with "not attempted yet". An exception in the reader's code becomes a verdict that names it.
    """

    @wraps(check)
    def verdict(*answers):
        try:
            if any(is_missing(answer) for answer in answers):
                raise NotAttempted
            reason = check(*[guarded(a) if callable(a) else a for a in answers])
        except NotAttempted:
            return Verdict(None, NOT_ATTEMPTED)
        except Wrong as hint:
            return Verdict(False, f"Not yet. {hint}")
        except Exception as error:
            return Verdict(False, failure(error))
        return Verdict(True, f"Correct, {reason}")

    return verdict


def failure(error):
    """The sentence for an exception that the reader's code raised, with the line it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    line = (frames[-1].line or "").strip()
    where = f" at the line `{line}`" if line else ""
    return f"Not yet. Your answer raised {type(error).__name__}: {error}{where}."
