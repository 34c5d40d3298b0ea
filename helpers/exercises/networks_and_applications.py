"""The exercises of notebook 06: a threshold, a rectified tone, an arm; text, sequences, zeros."""
import numpy as np

from helpers.exercises.core import Wrong, exercise


@exercise
def check_bias_for(bias_for):
    """`bias_for(values, share)`: the bias that lets this share of the values through ReLU."""
    rng = np.random.default_rng(4)
    for values in (np.arange(10.0), rng.normal(size=(6, 6)), 3 + rng.normal(size=50)):
        for share in (0.1, 0.5, 0.9):
            bias = float(bias_for(values, share))
            got = float(np.mean(np.asarray(values) + bias > 0))
            if abs(got - share) > 1 / values.size:
                raise Wrong(f"For share {share} you gave the bias {bias:.3f}, which lets "
                            f"{got:.2f} of {values.size} values through. " + _bias_hint(
                                values, share, bias))
    return "because the values above the (1 - share) quantile pass when the bias is minus it."


def _bias_hint(values, share, bias):
    if np.isclose(bias, np.quantile(values, 1 - share)):
        return "That is the threshold: which number, added, brings the threshold to 0?"
    if np.isclose(bias, -np.quantile(values, share)):
        return "That lets the other share through: how many values lie above your threshold?"
    return "Sort the values: which of them should come to lie at 0?"


@exercise
def check_octave(octave):
    """`octave(amplitude)`: the amplitude of the octave in relu(amplitude * sin)."""
    t = 2 * np.pi * np.arange(4096) / 4096
    for amplitude in (1.0, 0.5, 3.0):
        want = 2 * np.abs(np.fft.rfft(np.maximum(amplitude * np.sin(t), 0))[2]) / t.size
        got = float(octave(amplitude))
        if not np.isclose(abs(got), want, rtol=6e-3):
            raise Wrong(f"For a tone of amplitude {amplitude} you gave {got:.4f}, measured is "
                        f"{want:.4f}. " + _octave_hint(amplitude, got))
    return "because relu(a x) = a relu(x) for a > 0: distortion grows with the tone, no faster."


def _octave_hint(amplitude, got):
    if amplitude != 1:
        return "For amplitude 1 you were right. Is ReLU homogeneous? Then what does a factor do?"
    if np.isclose(got, 0.5, rtol=0.02):
        return "That is the amplitude of the tone itself; the octave is the second multiple."
    return "Look at what the explorer says for bias 0."


@exercise
def check_inverse(inverse):
    """`inverse(x, y)`: angles (shoulder, elbow) of the arm with links of 1 and 0.8 metres."""
    for x, y in ((1.2, 0.8), (0.3, 1.2), (-0.4, 1.0), (1.0, -0.5)):
        first, second = (float(angle) for angle in inverse(x, y))
        hand = (np.cos(first) + 0.8 * np.cos(first + second),
                np.sin(first) + 0.8 * np.sin(first + second))
        error = np.hypot(hand[0] - x, hand[1] - y)
        if not error < 0.005:
            raise Wrong(f"For ({x}, {y}) you gave {first:.3f} and {second:.3f}, which bring the "
                        f"hand to ({hand[0]:.3f}, {hand[1]:.3f}). "
                        + _inverse_hint(x, y, first, second))
    return "because three sides fix the triangle; the other bend of the elbow is right as well."


def _inverse_hint(x, y, first, second):
    distance = np.hypot(x, y)
    wanted = np.arccos((distance ** 2 - 1.64) / 1.6)
    if not np.isfinite([first, second]).all():
        return "Something is not a number: arccos wants a cosine between -1 and 1."
    if max(abs(first), abs(second)) > 7:
        return "Angles are in radians."
    if np.isclose(abs(second), np.pi - wanted, atol=1e-3):
        return ("Your elbow is the angle inside the triangle; a straight arm has elbow 0. "
                "How do the two hang together?")
    if np.isclose(abs(second), wanted, atol=1e-3):
        return ("The elbow is right. The shoulder is the direction of the target, less the angle "
                "between that direction and the upper arm: of which sign?")
    return "The distance to the target is one side of a triangle with sides 1 and 0.8."


@exercise
def check_bits(bits_per_character):
    """`bits_per_character(p)`: what a text costs whose characters were given probabilities p."""
    cases = (([0.5] * 4, "p = 0.5 four times"), ([1.0, 0.25], "p = 1 and 0.25"),
             ([0.9, 0.01, 0.3], "p = 0.9, 0.01 and 0.3"))
    for p, name in cases:
        got, want = float(bits_per_character(np.array(p))), -np.log2(p).mean()
        if not np.isclose(got, want, atol=1e-6):
            raise Wrong(f"For {name} you gave {got:.3f}, it is {want:.3f}. " + _bits_hint(p, got))
    return "because each character costs -log2 of its own probability, and the text their mean."


def _bits_hint(p, got):
    if np.isclose(got, np.log2(p).mean()):
        return "The logarithm of a probability is negative: what makes it a cost?"
    if np.isclose(got, -np.log(p).mean()):
        return "Those are nats; a bit is a factor of 2."
    if np.isclose(got, -np.log2(p).sum()):
        return "That is the whole text: how much is it for one character?"
    if np.isclose(got, -np.log2(np.mean(p))):
        return "You took the mean first: one very improbable character should cost a lot."
    return "What does a character of probability one half cost, and one of probability one quarter?"


@exercise
def check_memory(memory):
    """`memory(scale, share)`: how many steps back at least `share` of the gradient is left."""
    for scale, share in ((0.9, 0.5), (0.99, 0.1), (0.5, 0.2), (0.95, 0.01)):
        got = float(memory(scale, share))
        want = int(np.floor(np.log(share) / np.log(scale)))
        if got != want:
            raise Wrong(f"For R = {scale} I and a share of {share} you gave {got:g}; "
                        f"{abs(got):g} steps back {scale ** abs(got):.4f} of it is left, and "
                        f"one step further {scale ** (abs(got) + 1):.4f}. " + _memory_hint(
                            scale, share, got))
    return "because neurons that are on pass the gradient times the scale, step after step."


def _memory_hint(scale, share, got):
    exact = np.log(share) / np.log(scale)
    if np.isclose(got, exact):
        return "Steps are whole numbers: which one is the last that still has the share?"
    if got == np.ceil(exact):
        return "There it is below the share already."
    return "After k steps the factor is scale to the power k: solve that for k."


@exercise
def check_share_for(share_for):
    """`share_for(rows, batch)`: the share of zeros with which a batch needs that share of rows."""
    for rows, batch in ((0.1, 1), (0.5, 2), (0.1, 16), (0.5, 64)):
        got = float(share_for(rows, batch))
        if not 0 <= got <= 1 or not np.isclose(1 - got ** batch, rows, atol=1e-4):
            need = 1 - np.clip(got, 0, 1) ** batch
            raise Wrong(f"For {rows:.0%} of the rows and a batch of {batch} you gave {got:.4f}; "
                        f"with that share of zeros it needs {need:.1%}. "
                        + _share_hint(rows, batch, got))
    return "because a row is left out only if all examples have a zero there: share to the batch."


def _share_hint(rows, batch, got):
    if batch == 1:
        return "One example needs the rows where it is not zero: what share is that?"
    if np.isclose(got, 1 - rows):
        return "That is right for a batch of one. Which examples have to agree on a zero?"
    return "The chance that all examples have a zero in a column is a power: of what?"
