"""Sound: players, a rectified tone with its harmonics, what a network hears, accuracies."""
import io
import wave
from base64 import b64encode
from dataclasses import dataclass
from html import escape

import numpy as np
from matplotlib.colors import to_rgba

from helpers import networks, plots
from helpers.experiments.applications import sound
from helpers.experiments.comparison.plain import PLAIN
from helpers.pictures.networks_and_applications.marks import dots


@dataclass(frozen=True, eq=False)
class Player:
    """Sounds to be played in the notebook: name -> samples (N,) between -1 and 1."""

    sounds: dict
    rate: int = sound.RATE

    def __repr__(self):
        listed = ", ".join(f"{name} ({len(samples) / self.rate:.1f} s)"
                           for name, samples in self.sounds.items())
        return f"Sounds: {listed}"

    def _repr_html_(self):
        return "".join(
            f'<figure style="display:inline-block;margin:0 1em 0.5em 0">'
            f'<figcaption>{escape(name)}</figcaption><audio controls preload="none" '
            f'aria-label="{escape(name)}" src="data:audio/wav;base64,{wav(samples, self.rate)}">'
            f"</audio></figure>" for name, samples in self.sounds.items())


def wav(samples, rate):
    """Samples between -1 and 1 as the text (base64) of a WAV file of 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(np.round(32000 * np.asarray(samples)).astype("<i2").tobytes())
    return b64encode(file.getvalue()).decode()


def harmonics(samples, count=6):
    """The amplitudes (count + 1,) of a sound's mean and of its first multiples, over one period."""
    c = np.abs(np.fft.rfft(samples))[:count + 1] * 2 / len(samples)
    c[0] /= 2
    return c


def rectified(fig):
    """A tone through ReLU with a bias: two periods of the wave, and the harmonics of the result."""
    left, right = fig.subplots(1, 2, width_ratios=(1.2, 1))
    t = np.arange(240) / 240
    tone = np.sin(2 * np.pi * t)
    two = np.arange(480) / 240
    plots.cross(left)
    before = plots.curve(left, two, np.tile(tone, 2), colour=plots.GREY, line="--", linewidth=1.6)
    after = plots.curve(left, two, np.tile(tone, 2), colour=plots.BLUE)
    plots.frame(left, (0, 2), (-2.1, 2.1), "time (periods)", "sound")
    heights = plots.bars(right, np.arange(7), np.zeros(7))
    plots.frame(right, (-0.6, 6.6), (0, 1.05), "multiple of the tone", "amplitude", ticks=7)

    def update(bias):
        wave_in = tone + bias
        wave_out = np.maximum(wave_in, 0)
        before.set_ydata(np.tile(wave_in, 2))
        after.set_ydata(np.tile(wave_out, 2))
        amplitudes = harmonics(wave_out)
        for bar, height in zip(heights, amplitudes, strict=True):
            bar.set_height(height)
        on = np.mean(wave_in > 1e-9)
        return (f"Bias {bias + 0.0:.1f}: on for {on:.0%} of the time. Amplitude of the tone "
                f"{amplitudes[1]:.3f}, of its octave {amplitudes[2]:.3f}, of the third multiple "
                f"{amplitudes[3]:.3f}.")

    return update


def hears(parameters, heard, activation="relu", seed=100):
    """A build: one network listening to average voices in noise; bands, and its probabilities."""
    centre = np.round(_centres()).astype(int)
    noise_of = np.random.default_rng(seed).standard_normal(sound.SAMPLES)
    clean = {voice: sound.voiced(sound.PITCH[voice], sound.FORMANTS[voice], sound.SAMPLES)
             for voice in sound.FORMANTS}

    def build(fig):
        left, right = fig.subplots(1, 2, width_ratios=(1.1, 1))
        line = plots.curve(left, centre, np.zeros(sound.BANDS), colour=plots.BLUE)
        marks = [left.axvline(500, color=plots.GREY, linestyle="--", linewidth=1.2)
                 for _ in range(3)]
        plots.frame(left, (100, 4000), (-25, 30), "frequency (Hz), dashed: formants",
                    "level (dB)")
        bars = right.barh(range(10), np.zeros(10), color=plots.BLUE)
        right.set_yticks(range(10), sound.VOWELS)
        right.invert_yaxis()
        plots.frame(right, (0, 1), None, "probability", "", ticks=None)

        def update(word, voice, noise):
            at = sound.VOWELS.index(word)
            samples = clean[voice][at] + 10 ** (-noise / 20) * noise_of
            one = sound.Utterances(samples[None], np.array([at]), np.array([0]))
            line.set_ydata(10 * one.bands[0])
            for mark, f in zip(marks, sound.FORMANTS[voice][at], strict=True):
                mark.set_xdata([f, f])
            out = networks.forward(parameters, sound.scaled(heard, one), PLAIN[activation]).output
            p = np.exp(out[0, 0] - out[0, 0].max())
            p /= p.sum()
            for k, (bar, width) in enumerate(zip(bars, p, strict=True)):
                colour = to_rgba(plots.VERMILLION if k == at else plots.BLUE)
                plots.alter(bar, width=width, facecolor=colour, edgecolor=colour)
            said = sound.VOWELS[int(p.argmax())]
            return (f"A {voice} says “{word}”, noise {noise:g} dB below the voice: the network "
                    f"hears “{said}” ({p.max():.0%}); “{word}” gets {p[at]:.0%}.")

        return update

    return build


def _centres():
    """The middles of the bands in hertz, (20,)."""
    mel = np.linspace(sound.mel_of(100), sound.mel_of(sound.RATE / 2), sound.BANDS + 2)[1:-1]
    return 700 * (10 ** (mel / 2595) - 1)


def recognition(results, tests):
    """A build: results {name: {test: accuracies}}, tests: the names of the tests in order."""
    looks = tuple(zip((plots.BLUE, plots.VERMILLION, plots.GREEN), "oDs", "●◆■", strict=True))

    def build(fig):
        ax = fig.subplots()
        for row, by_test in enumerate(results.values()):
            for test, (colour, shape, _) in zip(tests, looks, strict=False):
                dots(ax, np.atleast_1d(by_test[test]), row, colour, shape, np.median)
        ax.set_yticks(range(len(results)), list(results))
        for k, (test, (colour, _, sign)) in enumerate(zip(tests, looks, strict=False)):
            ax.text(0.82 - 0.24 * k, -0.75, f"{sign} {test}", color=colour)
        plots.frame(ax, (0.25, 1), (len(results) - 0.5, -1.3),
                    "share right, one mark a network (bar: median)", ticks=6)
        best = max(results, key=lambda name: np.median(results[name][tests[-1]]))
        return (f"Highest median on {tests[-1]}: {best}, "
                f"{np.median(results[best][tests[-1]]):.2f}.")

    return build
