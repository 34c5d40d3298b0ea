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
