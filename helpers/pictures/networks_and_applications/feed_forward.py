"""Feed-forward blocks: held-out bits of each kind, beside the published losses."""
import numpy as np

from helpers import plots
from helpers.pictures.networks_and_applications.marks import dots


def blocks(bits, published):
    """A build: bits {kind: (seeds,)}, ours; published {kind: (mean, deviation, later loss)}."""

    def build(fig):
        left, right = fig.subplots(1, 2, sharey=True)
        kinds = list(bits)
        for row, kind in enumerate(kinds):
            colour = plots.VERMILLION if kind == "ReLU" else plots.BLUE
            dots(left, bits[kind], row, colour)
            if kind in published:
                mean, deviation, _ = published[kind]
                right.errorbar([mean], [row], xerr=[deviation], marker="D", markersize=7,
                               color=colour, capsize=4)
        left.set_yticks(range(len(kinds)), kinds)
        left.invert_yaxis()
        plots.frame(left, None, None, "bits per character, held out", title="ours", ticks=None)
        plots.frame(right, None, None, "log-perplexity, held out", title="Shazeer (2020)",
                    ticks=None)
        left.locator_params(axis="x", nbins=4)
        right.locator_params(axis="x", nbins=4)
        means = {kind: float(np.mean(values)) for kind, values in bits.items()}
        order = ", ".join(f"{kind} {means[kind]:.2f}" for kind in sorted(means, key=means.get))
        return f"Bits, best first: {order}."

    return build
