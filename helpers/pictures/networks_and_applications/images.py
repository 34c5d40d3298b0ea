"""Images: a kernel and a threshold on a digit, the maps of a trained network, accuracies."""
import numpy as np

from helpers import plots
from helpers.experiments.applications.images import KERNELS
from helpers.pictures.networks_and_applications.marks import dots

REACH = 3.0
"""Colours of pre-activations reach from minus this to this; what lies beyond has the last one."""


def picture(ax, values, title, low, high, colours):
    """Values (rows, columns) as squares, row 0 on top, without ticks."""
    rows, columns = np.shape(values)
    image = ax.imshow(values, cmap=colours, vmin=low, vmax=high, interpolation="none",
                      extent=(0, columns, rows, 0))
    ax.set(xticks=[], yticks=[])
    ax.set_title(title)
    for edge in ax.spines.values():
        edge.set(visible=True, color=plots.GREY, linewidth=0.8)
    return image


def filtered(image, kernel, bias):
    """The pre-activations (H - 2, W - 2) of a 3 x 3 kernel on an image (H, W)."""
    windows = np.lib.stride_tricks.sliding_window_view(image, (3, 3))
    return np.einsum("rcij,ij->rc", windows, kernel) + bias


def kernel_and_threshold(digits):
    """A build: digits (10, 8, 8); kernel, digit, map before ReLU (red below 0) and after it."""

    def build(fig):
        axes = fig.subplots(1, 4, width_ratios=(0.6, 1, 1.2, 1.2))
        weights = picture(axes[0], np.zeros((3, 3)), "kernel", -1, 1, "RdBu")
        ink = picture(axes[1], digits[0], "image", 0, 1, "Greys")
        before = picture(axes[2], np.zeros((6, 6)), "before ReLU", -REACH, REACH, "RdBu")
        after = picture(axes[3], np.zeros((6, 6)), "after ReLU", 0, REACH, "Blues")
        for ax, image, beyond in ((axes[2], before, "both"), (axes[3], after, "max")):
            plots.colour_bar(ax, image, "", beyond).ax.locator_params(nbins=4)
        window = axes[1].add_patch(_square())
        largest, = axes[3].plot([0.5], [0.5], marker="o", color=plots.VERMILLION, markersize=8)

        def update(kernel, digit, bias):
            k = KERNELS[kernel]
            z = filtered(digits[digit], k, bias)
            plots.alter(weights, array=k / np.abs(k).max())
            plots.alter(ink, array=digits[digit])
            before.set_data(z)
            after.set_data(np.maximum(z, 0))
            row, column = np.unravel_index(np.argmax(z), z.shape)
            on = z.max() > 0
            largest.set_data([column + 0.5], [row + 0.5])
            largest.set_visible(on)
            window.set_xy((column, row))
            window.set_visible(on)
            found = (f"the largest activation, {z.max():.2f}, is in row {row + 1}, column "
                     f"{column + 1} (dot)" if on else "no place is on")
            return (f"Digit {digit}, {kernel}, bias {bias + 0.0:.1f}: {np.sum(z > 0)} of {z.size} "
                    f"places pass; {found}.")

        return update

    return build


def _square():
    """The outline of the patch of pixels that a place of the map looks at."""
    from matplotlib.patches import Rectangle

    return Rectangle((0, 0), 3, 3, fill=False, edgecolor=plots.VERMILLION, linewidth=2)


def mosaic(maps, gap=1):
    """Maps (H, W, K) side by side in one array (H, K * (W + gap) - gap), NaN between them."""
    h, w, k = maps.shape
    wide = np.full((h, k, w + gap), np.nan)
    wide[:, :, :w] = maps.transpose(0, 2, 1)
    return wide.reshape(h, -1)[:, :k * (w + gap) - gap]


def feature_maps(image, kernels, before, after):
    """A build: image (8, 8), kernels (3, 3, K), maps (8, 8, K) before and after the activation."""

    def build(fig):
        grid = fig.add_gridspec(3, 2, width_ratios=(1, 7))
        rows = [fig.add_subplot(grid[row, 1]) for row in range(3)]
        picture(fig.add_subplot(grid[:, 0]), image, "image", image.min(), image.max(), "Greys")
        limit = np.abs(before).max()
        shown = ((np.pad(kernels, ((2, 3), (2, 3), (0, 0)), constant_values=np.nan), "kernels",
                  np.abs(kernels).max(), "RdBu"), (before, "before ReLU", limit, "RdBu"),
                 (after, "after ReLU", limit, "Blues"))
        for ax, (maps, title, reach, colours) in zip(rows, shown, strict=True):
            picture(ax, mosaic(maps), "", 0 if colours == "Blues" else -reach, reach, colours)
            ax.set_axis_off()
            ax.text(-0.6, 4, title, ha="right", va="center")
        silent = int(np.sum(after.max(axis=(0, 1)) == 0))
        return (f"{before.shape[2]} kernels and their maps of one digit: {np.mean(after == 0):.0%} "
                f"of the numbers are 0 after ReLU; {silent} maps are off everywhere.")

    return build


def accuracies(results, baseline, baseline_name):
    """A build: results {name: test accuracies, one a seed}, a line at the baseline's."""

    def build(fig):
        ax = fig.subplots()
        for row, (name, values) in enumerate(results.items()):
            relu = name.startswith("ReLU")
            dots(ax, np.asarray(values), row, plots.VERMILLION if relu else plots.BLUE,
                 "D" if relu else "o", np.median)
        ax.axvline(baseline, color=plots.BLACK, linewidth=1.4, linestyle=":")
        ax.text(baseline, -0.62, baseline_name, ha="center", va="bottom")
        ax.set_yticks(range(len(results)), list(results))
        low = min(baseline, min(np.min(values) for values in results.values()))
        plots.frame(ax, (low - 0.004, 1), (len(results) - 0.5, -0.6),
                    "test accuracy, one dot a network (bar: median)", ticks=None)
        best = max(results, key=lambda name: np.median(results[name]))
        return (f"Highest median: {best}, {np.median(results[best]):.3f}; {baseline_name}: "
                f"{baseline:.3f}.")

    return build
