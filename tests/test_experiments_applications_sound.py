"""Notebook 06 on sound: its synthesis by the definition, its findings with other seeds."""
import numpy as np
import pytest

from helpers.experiments.applications import sound

DATA = (40, 80)


@pytest.fixture(scope="module")
def found():
    """entrant -> test -> accuracies over two sets of speakers and three seeds each."""
    runs = [sound.compare(sound.speak(speakers=120, seed=seed), sound.trials(seed + 1),
                          seeds=(seed, seed + 1, seed + 2)) for seed in DATA]
    return {title: {test: np.concatenate([run[title][test] for run in runs])
                    for test in by_test} for title, by_test in runs[0].items()}


def test_a_voice_is_the_sum_of_its_harmonics():
    pitch, formants = 100.0, (500, 1500, 2500)
    t, total = np.arange(256) / 8000, 0
    for k in range(1, 39):
        f = k * pitch
        gain = np.prod([c ** 2 / (c ** 2 - f ** 2 + 1j * b * f)
                        for c, b in zip(formants, (60, 90, 150), strict=True)]) / k
        total = total + (gain * np.exp(2j * np.pi * f * t)).real
    got = sound.voiced([pitch], [formants], 256)[0]
    np.testing.assert_allclose(got, total / np.sqrt(np.mean(total ** 2)), atol=1e-9)


@pytest.mark.parametrize("word", ["heed", "hod", "who'd"])
def test_the_spectrum_of_a_vowel_has_its_formants(word):
    samples = sound.voiced([50.0], [sound.FORMANTS["man"][sound.VOWELS.index(word)]], 4000)[0]
    power = np.abs(np.fft.rfft(samples)) * np.fft.rfftfreq(4000)        # the fall of 1 / k undone
    lines = power[25::25]                                                # every 50 Hz
    peaks = 50 * (1 + np.flatnonzero((lines[1:-1] > lines[:-2]) & (lines[1:-1] > lines[2:])) + 1)
    for formant in sound.FORMANTS["man"][sound.VOWELS.index(word)]:
        assert np.abs(peaks - formant).min() <= 50


def test_a_vowel_to_hear_is_soft_at_both_ends_and_not_too_loud():
    heard = sound.vowel("had", "child", seconds=0.3)
    assert len(heard) == 2400 and heard[0] == heard[-1] == 0
    assert np.abs(heard).max() == pytest.approx(1, abs=0.01)


def test_noise_is_as_loud_as_asked_and_speakers_differ():
    quiet, loud = (sound.speak(speakers=5, noise=noise, seed=3).sounds for noise in (60, 10))
    clean_power = np.mean(quiet ** 2)
    assert clean_power == pytest.approx(1, abs=0.01)
    assert np.mean((loud - quiet) ** 2) == pytest.approx(0.1, rel=0.15)
    said = sound.speak(speakers=5, seed=3)
    assert np.all(np.bincount(said.words) == 10) and np.all(np.bincount(said.speakers) == 10)


def test_bands_do_not_depend_on_loudness():
    sounds = sound.speak(speakers=2, seed=4).sounds
    np.testing.assert_allclose(sound.bands(sounds), sound.bands(3 * sounds), atol=1e-6)
    tone = np.sin(2 * np.pi * 1000 * np.arange(256) / 8000)
    peak = sound.bands(tone[None])[0].argmax()
    edges = 700 * (10 ** (np.linspace(sound.mel_of(100), sound.mel_of(4000), 22) / 2595) - 1)
    assert edges[peak] < 1000 < edges[peak + 2]


def test_networks_beat_both_baselines_on_new_adults(found):
    middle = {title: np.median(by_test["new adults"]) for title, by_test in found.items()}
    assert middle["ReLU"] > middle["logistic regression"] + 0.008
    assert middle["logistic regression"] > middle["nearest mean"] + 0.03
    assert abs(middle["ReLU"] - middle["tanh"]) < 0.02


def test_children_show_larger_differences(found):
    middle = {title: np.median(by_test["children"]) for title, by_test in found.items()}
    assert middle["ReLU"] > middle["logistic regression"] + 0.08
    assert middle["logistic regression"] > middle["nearest mean"] + 0.05
    assert middle["tanh"] + 0.01 < middle["ReLU"] < middle["tanh"] + 0.08


def test_noise_that_was_not_heard_in_training_is_too_much_for_everybody(found):
    assert all(np.median(by_test["more noise"]) < 0.68 for by_test in found.values())


@pytest.mark.parametrize("seed", DATA)
def test_training_on_children_is_what_helps_with_children(seed, found):
    everyone = sound.speak(("man", "woman", "child"), speakers=80, seed=seed + 9)
    after = sound.trained(everyone, seeds=(seed, seed + 1, seed + 2))
    children = np.median(sound.accuracy(after, everyone, sound.trials(seed + 1)["children"]))
    assert children > np.median(found["ReLU"]["children"]) + 0.15


@pytest.mark.parametrize("title", list(sound.ENTRANTS))
def test_the_rates_are_those_that_a_sweep_chooses(title):
    shares = sound.rate_sweep(title, sound.speak(speakers=120, seed=50), seeds=(30, 31, 32))
    chosen = shares.mean(axis=1)[sound.GRID.index(sound.RATES[sound.ENTRANTS[title][0]])]
    assert chosen > shares.mean(axis=1).max() - 0.02
