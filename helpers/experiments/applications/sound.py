"""Vowels made from their formants, and networks that tell them apart.

    VOWELS, FORMANTS, PITCH   the averages of Peterson & Barney (1952, table II)
    vowel                     the sound of one vowel, to be heard
    speak                     short vowels by many speakers, in noise -> Utterances
    bands                     the logarithm of a sound's energy in 20 bands
    nearest_mean, trained     the baseline and the networks
    rate_sweep                how the learning rates were chosen
    trials, compare           what they are tested on, and how often each of them is right

A source makes harmonics of the pitch, whose amplitudes fall as 1 / k; the mouth's resonances, the
formants, raise those near them (Fant 1960). Frequencies are in hertz, noise in decibels.
"""
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from helpers import networks
from helpers.experiments.comparison.plain import PLAIN
from helpers.experiments.comparison.tuning import own_gain

RATE, SAMPLES, BANDS = 8000, 256, 20
VOWELS = ("heed", "hid", "head", "had", "hod", "hawed", "hood", "who'd", "hud", "heard")
FORMANTS = {
    "man": ((270, 2290, 3010), (390, 1990, 2550), (530, 1840, 2480), (660, 1720, 2410),
            (730, 1090, 2440), (570, 840, 2410), (440, 1020, 2240), (300, 870, 2240),
            (640, 1190, 2390), (490, 1350, 1690)),
    "woman": ((310, 2790, 3310), (430, 2480, 3070), (610, 2330, 2990), (860, 2050, 2850),
              (850, 1220, 2810), (590, 920, 2710), (470, 1160, 2680), (370, 950, 2670),
              (760, 1400, 2780), (500, 1640, 1960)),
    "child": ((370, 3200, 3730), (530, 2730, 3600), (690, 2610, 3570), (1010, 2320, 3320),
              (1030, 1370, 3170), (680, 1060, 3180), (560, 1410, 3310), (430, 1170, 3260),
              (850, 1590, 3360), (560, 1820, 2160)),
}
"""Three formants of each vowel, by voice."""
PITCH = {"man": (136, 135, 130, 127, 124, 129, 137, 141, 130, 133),
         "woman": (235, 232, 223, 210, 212, 216, 232, 231, 221, 218),
         "child": (272, 269, 260, 251, 256, 263, 276, 274, 261, 261)}
BANDWIDTHS = np.array([60.0, 90.0, 150.0])
SIZES, STEPS, BATCH, SEEDS = (BANDS, 32, 32, 10), 400, 64, (0, 1, 2, 3, 4)
GRID = (0.003, 0.01, 0.03, 0.1)
RATES = {"relu": 0.01, "tanh": 0.01, "identity": 0.03}


def resonance(f, formants):
    """The complex gain (..., K) of resonances (..., 3) at frequencies f (..., K)."""
    f, centre = np.asarray(f)[..., None, :], np.asarray(formants, float)[..., None]
    return np.prod(centre ** 2 / (centre ** 2 - f ** 2 + 1j * BANDWIDTHS[:, None] * f), axis=-2)


def voiced(pitch, formants, samples, rate=RATE):
    """Sounds (N, samples) of loudness 1 (root mean square): pitch (N,), formants (N, 3).

    The sum of c_k z^k over the harmonics below half the rate, by Horner's rule.
    """
    pitch = np.asarray(pitch, float)
    k = np.arange(1, int(rate / 2 / pitch.min()) + 1)
    f = pitch[:, None] * k
    c = np.where(f < 0.48 * rate, resonance(f, formants) / k, 0)
    z = np.exp(2j * np.pi * pitch[:, None] * np.arange(samples) / rate)
    total = np.zeros_like(z)
    for coefficient in c.T[::-1]:
        total = (total + coefficient[:, None]) * z
    return total.real / np.sqrt(np.mean(total.real ** 2, axis=1, keepdims=True))


def vowel(word, voice="man", seconds=0.4):
    """The sound (samples,) of a vowel in the average voice, faded in and out, between -1 and 1."""
    at = VOWELS.index(word)
    sound = voiced([PITCH[voice][at]], [FORMANTS[voice][at]], int(seconds * RATE))[0]
    fade = np.minimum(1, np.minimum(np.arange(len(sound)), np.arange(len(sound))[::-1]) / 400)
    return sound * fade / np.abs(sound).max()


@dataclass(frozen=True, eq=False)
class Utterances:
    """sounds (N, 256) of 32 ms, the position of each one's word in VOWELS (N,), speakers (N,)."""

    sounds: np.ndarray
    words: np.ndarray
    speakers: np.ndarray

    @cached_property
    def bands(self):
        """The `bands` (N, 20) of the sounds, found once."""
        return bands(self.sounds)


def speak(voices=("man", "woman"), *, speakers=40, noise=(10, 20), seed=0):
    """Every vowel once by each of `speakers` new speakers a voice, so many dB above white noise.

    noise: a number, or (lowest, highest), between which each utterance's is drawn.
    A speaker's formants are all 7 % (standard deviation) longer or shorter than the average, the
    pitch 12 % higher or lower; each formant of each vowel varies by another 3 %, its pitch by 5 %.
    """
    rng = np.random.default_rng([seed, 23])
    people = np.repeat(np.arange(len(voices) * speakers), 10)
    voice, words = people // speakers, np.tile(np.arange(10), len(voices) * speakers)
    formants, pitch = (np.array([table[v] for v in voices])[voice, words]
                       for table in (FORMANTS, PITCH))
    tract = np.exp(rng.normal(0, 0.07, size=people.max() + 1))[people, None]
    tone = np.exp(rng.normal(0, 0.12, size=people.max() + 1))[people]
    formants = formants * tract * np.exp(rng.normal(0, 0.03, size=formants.shape))
    clean = voiced(pitch * tone * np.exp(rng.normal(0, 0.05, size=len(tone))), formants, SAMPLES)
    level = rng.uniform(np.min(noise), np.max(noise), size=(len(clean), 1))
    sounds = clean + 10 ** (-level / 20) * rng.standard_normal(clean.shape)
    return Utterances(sounds, words, people)


@cache
def filters(samples=SAMPLES, count=BANDS):
    """Triangles (samples / 2 + 1, count), equally wide on the mel scale (Stevens et al. 1937)."""
    f = np.fft.rfftfreq(samples, 1 / RATE)
    mel = np.linspace(mel_of(100), mel_of(RATE / 2), count + 2)
    rise = (mel_of(f)[:, None] - mel[:-2]) / np.diff(mel)[:-1]
    return np.clip(np.minimum(rise, 2 - rise), 0, None)


def mel_of(f):
    """The mel scale: nearly linear below 700 hertz, logarithmic above."""
    return 2595 * np.log10(1 + np.asarray(f) / 700)


def bands(sounds):
    """The energies (N, 20) of sounds (N, 256) by band, in units of 10 dB, less their mean."""
    spectrum = np.abs(np.fft.rfft(sounds * np.hanning(sounds.shape[-1]))) ** 2
    level = np.log10(spectrum @ filters(sounds.shape[-1]) + 1e-9)
    return level - level.mean(axis=-1, keepdims=True)


def nearest_mean(heard, utterances):
    """The word (N,) whose mean in `heard` is nearest to each of the utterances, band by band."""
    means = np.array([heard.bands[heard.words == word].mean(axis=0) for word in range(10)])
    distance = np.linalg.norm(utterances.bands[:, None] - means, axis=2)
    return distance.argmin(axis=1)


def scaled(heard, utterances):
    """The bands of utterances, with the mean and spread of those that were heard taken out."""
    return (utterances.bands - heard.bands.mean(axis=0)) / heard.bands.std(axis=0)


def trained(heard, activation="relu", *, rates=None, seeds=SEEDS, steps=STEPS, sizes=SIZES):
    """The Parameters of networks trained on the utterances `heard`, one a seed.

    sizes (20, 10) has no hidden layer: logistic regression.
    """
    begin = networks.initialise(sizes, scheme="lecun", gain=own_gain(activation),
                                ensemble=len(seeds), seed=seeds)
    return networks.train(begin, scaled(heard, heard), heard.words, activation=PLAIN[activation],
                          optimiser="adam", batch_size=BATCH, steps=steps, seed=seeds,
                          learning_rate=RATES[activation] if rates is None else rates,
                          record_every=steps).parameters


def accuracy(parameters, heard, utterances, activation="relu"):
    """The share (E,) of utterances that each network gets right."""
    out = networks.forward(parameters, scaled(heard, utterances), PLAIN[activation]).output
    return networks.accuracy(out, utterances.words)


NO_HIDDEN = (BANDS, 10)
ENTRANTS = {"ReLU": ("relu", SIZES), "tanh": ("tanh", SIZES),
            "logistic regression": ("identity", NO_HIDDEN)}
"""Title -> (activation, layer sizes)."""


def trials(seed=1):
    """What nobody has trained on: Utterances by new adults, by new adults in noise, by children."""
    return {"new adults": speak(seed=seed), "more noise": speak(seed=seed + 1, noise=5),
            "children": speak(("child",), seed=seed + 2)}


def compare(heard, tests, seeds=SEEDS):
    """Accuracies (S,) by entrant and test, after training on the utterances `heard`."""
    found = {"nearest mean": {name: np.array([np.mean(nearest_mean(heard, u) == u.words)])
                              for name, u in tests.items()}}
    for title, (activation, sizes) in ENTRANTS.items():
        after = trained(heard, activation, seeds=seeds, sizes=sizes)
        found[title] = {name: accuracy(after, heard, u, activation) for name, u in tests.items()}
    return found


def rate_sweep(title, heard, *, grid=GRID, seeds=(10, 11, 12), speakers=30):
    """Accuracy on further new adults for each learning rate and seed, (R, S), to choose by."""
    activation, sizes = ENTRANTS[title]
    after = trained(heard, activation, sizes=sizes, rates=np.repeat(grid, len(seeds)),
                    seeds=tuple(seeds) * len(grid))
    others = speak(seed=99, speakers=speakers)
    return accuracy(after, heard, others, activation).reshape(len(grid), -1)
