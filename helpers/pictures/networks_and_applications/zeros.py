"""The cost of zeros: what could be saved, what is saved, by share of zeros and batch."""
import numpy as np

from helpers import plots
from helpers.experiments.applications import zeros


def cost(measured):
    """A build: measured, a Measured of this machine; its times are drawn, not written."""
    fine = np.linspace(0, 1, 101)

    def build(fig):
        left, right = fig.subplots(1, 2, width_ratios=(3, 2))
        left.axhline(1, color=plots.GREY, linewidth=1, linestyle=":")
        time = plots.curve(left, measured.shares, measured.ratio[0], colour=plots.VERMILLION,
                           marker="o", markersize=6)
        rows = plots.curve(left, fine, fine, colour=plots.BLUE, line="--")
        here = plots.marker(left, 0, 0, colour=plots.BLUE)
        plots.frame(left, (0, 1), (0, 3), "share of zeros", "ratio to dense")
        for row, (name, colour) in enumerate((("time, measured here (cut at 3)", plots.VERMILLION),
                                              ("rows needed (dashed)", plots.BLUE))):
            left.text(0.97, 0.97 - 0.09 * row, name, color=colour, ha="right", va="top",
                      transform=left.transAxes)
        bars = plots.bars(right, [0, 1], [1, 1], colour=plots.BLUE)
        bars[1].set_color(plots.VERMILLION)
        plots.frame(right, (-0.6, 1.6), (0, 34), None, "kilobytes of one vector", ticks=None)
        right.set_xticks([0, 1], ["as it is", "values and\nindices"])

        def update(share, batch):
            k = list(measured.batches).index(batch)
            time.set_ydata(np.minimum(measured.ratio[k], 3))
            rows.set_ydata(zeros.rows_needed(fine, batch))
            needed = float(zeros.rows_needed(share, batch))
            here.set_data([share], [needed])
            dense, by_rows, _ = zeros.multiplications(share, batch)
            whole, sparse = zeros.bytes_of(share)
            for bar, size in zip(bars, (whole, sparse), strict=True):
                bar.set_height(size / 1000)
            return (f"{share:.0%} zeros, batch {batch}: {needed:.1%} of the rows are needed, "
                    f"{by_rows / 1e6:.1f} of {dense / 1e6:.1f} million multiplications; "
                    f"one vector: {whole:,} bytes, with indices {sparse:,.0f}.")

        return update

    return build
