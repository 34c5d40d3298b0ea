"""Text: what two models expect next, and how many bits a character costs them."""
import numpy as np

from helpers import plots
from helpers.datasets import ALPHABET, decoded, encoded
from helpers.experiments.applications.text import CONTEXT, contexts
from helpers.pictures.networks_and_applications.marks import dots

NAMES = "".join("␣" if character == " " else character for character in ALPHABET)


def next_character(model, table, sentence):
    """A build: model, a LanguageModel of one; table, a trigram's (33, 33, 33); sentence, a text.

    Position k: what both expect after the first k characters of the sentence, CONTEXT <= k.
    """
    codes = encoded(sentence)
    rows = np.arange(CONTEXT, len(codes))
    network = model.probabilities(contexts(codes, rows))[0]
    trigram = table[codes[rows - 2], codes[rows - 1]]

    def build(fig):
        ax = fig.subplots()
        places = np.arange(len(ALPHABET))
        columns = plots.columns(ax, places, network[0])
        dots, = ax.plot(places, trigram[0], linestyle="none", marker="D", markersize=5,
                        color=plots.VERMILLION)
        plots.frame(ax, (-0.8, len(ALPHABET) - 0.2), (0, 1.4), "next character", "probability",
                    ticks=None)
        ax.set_xticks(places, NAMES)
        ax.set_yticks([0, 0.5, 1])
        truth = ax.text(0, 0, "came", ha="center", va="bottom")
        said = _labels(ax)

        def update(position):
            k = position - CONTEXT
            columns.set_ydata(plots.column_heights(network[k]))
            dots.set_ydata(trigram[k])
            came = codes[position]
            truth.set_position((came, max(network[k, came], trigram[k, came]) + 0.02))
            before = decoded(codes[max(0, position - 24):position])
            said.set_text(f"{before}|")
            p, q = network[k, came], trigram[k, came]
            return (f"After “{before[-CONTEXT:]}” comes “{ALPHABET[came]}”: the network gave it "
                    f"{p:.2f} ({-np.log2(p):.1f} bits), the trigram {q:.2f} ({-np.log2(q):.1f} "
                    "bits).")

        return update

    return build


def _labels(ax):
    """Names of the two models above the bars; returns the text that shows what came before."""
    for x, name, colour in ((0.02, "bars: network", plots.BLUE),
                            (0.24, "diamonds: trigram", plots.VERMILLION)):
        ax.text(x, 0.97, name, color=colour, va="top", transform=ax.transAxes)
    return ax.text(0.98, 0.97, "", ha="right", va="top", transform=ax.transAxes,
                   family="monospace")


def bits(models, ngrams):
    """A build: models {name: bits of each seed}, ngrams {name: bits}; bits per character."""

    def build(fig):
        ax = fig.subplots()
        rows = list(models) + list(ngrams)
        for row, name in enumerate(models):
            dots(ax, models[name], row, plots.BLUE)
        for row, name in enumerate(ngrams, len(models)):
            ax.plot([ngrams[name]], [row], linestyle="none", marker="D", markersize=8,
                    color=plots.VERMILLION)
        reach = [*np.concatenate(list(models.values())), *ngrams.values()]
        plots.frame(ax, (min(reach) - 0.1, max(reach) + 0.1), None,
                    "bits per character on held-out text", ticks=None)
        ax.set_yticks(range(len(rows)), rows)
        ax.invert_yaxis()
        best = min(models, key=lambda name: models[name].mean())
        low, high = models[best].min(), models[best].max()
        counted = ", ".join(f"{name} {value:.2f}" for name, value in ngrams.items())
        return f"{best} network: {low:.2f} to {high:.2f} bits over seeds; {counted}."

    return build
