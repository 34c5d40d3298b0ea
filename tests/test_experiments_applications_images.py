"""What notebook 06 says of images, with other seeds than its own."""
import numpy as np
import pytest

from helpers.experiments.applications import images

SEEDS = (20, 21, 22, 23)


@pytest.fixture(scope="module")
def accuracy():
    """Test accuracies of networks that the notebook has not trained, by name."""
    settings = {"ReLU": ("relu", "max"), "none": ("identity", "max"),
                "linear": ("identity", "mean")}
    found = {name: images.accuracies(*both, seeds=SEEDS) for name, both in settings.items()}
    moved = [images.accuracies(task=images.shuffled(images.digit_images(), seed), seeds=(20, 21))
             for seed in (3, 4)]
    return found | {"moved": np.concatenate(moved)}


def test_relu_reads_at_least_97_percent_and_beats_logistic_regression(accuracy):
    baseline = images.logistic_regression()[0]
    assert np.median(accuracy["ReLU"]) >= 0.974 > baseline + 0.004
    assert accuracy["ReLU"].min() > baseline


def test_without_activation_max_pooling_alone_does_better_still(accuracy):
    assert np.median(accuracy["none"]) > np.median(accuracy["ReLU"]) + 0.004


def test_without_any_non_linearity_it_is_no_better_than_logistic_regression(accuracy):
    assert abs(np.median(accuracy["linear"]) - images.logistic_regression()[0]) < 0.008
    assert np.median(accuracy["linear"]) < np.median(accuracy["ReLU"]) - 0.004


def test_pixels_that_have_moved_cost_the_network_and_not_the_baseline(accuracy):
    assert np.median(accuracy["moved"]) < np.median(accuracy["ReLU"]) - 0.004
    task = images.digit_images()
    here, moved = images.logistic_regression(task), images.logistic_regression(
        images.shuffled(task, 3))
    np.testing.assert_allclose(here, moved, atol=1e-12)


def test_the_baseline_is_tuned_as_well():
    decays = (0.0, 0.001, 0.003, 0.03)
    chosen = images.logistic_regression(images.held_out(images.digit_images()), decays)
    assert chosen[1] >= chosen.max() - 0.011
    assert images.logistic_regression(decay=decays).max() < 0.9735


@pytest.mark.parametrize(("activation", "pooling"), [("relu", "max"), ("tanh", "max"),
                                                     ("identity", "max"), ("identity", "mean")])
def test_the_rates_are_those_that_a_sweep_chooses(activation, pooling):
    rate = images.RATES[activation, pooling]
    near = [r for r in images.GRID if rate / 2.1 < r < rate * 2.1]
    loss = dict(zip(near, images.rate_sweep(activation, pooling, grid=near,
                                            seeds=(30, 31)).mean(axis=1), strict=True))
    assert rate in loss and loss[rate] < 1.25 * min(loss.values())


def test_held_out_images_are_training_images_and_are_not_trained_on():
    task, part = images.digit_images(), images.held_out(images.digit_images(), seed=3)
    rows = {image.tobytes() for image in task.x}
    assert len(part.x) + len(part.x_test) == len(task.x)
    assert {image.tobytes() for image in part.x_test} <= rows
    assert not {i.tobytes() for i in part.x} & {i.tobytes() for i in part.x_test}


def test_shuffled_moves_all_images_alike():
    task = images.digit_images()
    moved = images.shuffled(task, 2)
    flat, after = task.x.reshape(-1, 64), moved.x.reshape(-1, 64)
    np.testing.assert_array_equal(np.sort(flat), np.sort(after))
    order = [np.flatnonzero((flat == column[:, None]).all(axis=0))[0] for column in after.T]
    np.testing.assert_array_equal(moved.x_test.reshape(-1, 64),
                                  task.x_test.reshape(-1, 64)[:, order])
    assert not np.array_equal(order, np.arange(64))


def test_edge_kernels_find_the_edges_they_are_named_after():
    stroke = np.zeros((7, 7))
    stroke[2:5, 2:5] = 1.0
    windows = np.lib.stride_tricks.sliding_window_view(stroke, (3, 3))
    for name, (axis, low) in {"left edge": (1, True), "right edge": (1, False),
                              "upper edge": (0, True), "lower edge": (0, False)}.items():
        z = np.einsum("rcij,ij->rc", windows, images.KERNELS[name])
        place = np.argwhere(z > 2.5).mean(axis=0)[axis]
        assert (place < 2) == low and z.min() == -z.max()
    assert images.KERNELS["spot"].sum() == 0 and images.KERNELS["blur"].sum() == pytest.approx(1)
