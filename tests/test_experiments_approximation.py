"""Hinge sums against np.interp, error rates against theory, and what training does by seed."""
import numpy as np
import pytest
from matplotlib.cbook import get_sample_data

from helpers.experiments import approximation as approx
from helpers.networks import forward

X = np.linspace(-1, 1, 403)
SINE = np.sin(np.pi * X)
SEEDS = (2, 3, 4, 5, 6)


@pytest.fixture(scope="module")
def ridge():
    """The row of the elevation map that the notebook uses, scaled to [-1, 1]."""
    ground = get_sample_data("jacksboro_fault_dem.npz")["elevation"][172].astype(float)
    return 2 * (ground - ground.min()) / np.ptp(ground) - 1


@pytest.fixture(scope="module")
def trained(ridge):
    """Both curves from the even start, then each from five He starts: 12 networks of 8."""
    x, curves = X[::6], (SINE[::6], ridge[::6])
    starts, targets = [], []
    for y in curves:
        starts += [approx.even_start(x, y, 8), *[approx.he_start(8, seed) for seed in SEEDS]]
        targets += [y] * (1 + len(SEEDS))
    return x, curves, approx.train_hinges(approx.together(starts), x, np.stack(targets))


@pytest.mark.parametrize("seed", range(5))
def test_hinges_pass_through_every_corner(seed):
    rng = np.random.default_rng(seed)
    knots, heights = np.sort(rng.uniform(-2, 2, 12)), rng.normal(size=12)
    x = np.linspace(knots[0], knots[-1], 999)
    np.testing.assert_allclose(approx.through(knots, heights)(x), np.interp(x, knots, heights),
                               atol=1e-10)


def test_the_hinges_of_a_tent():
    tent = approx.through([0, 1, 2], [0, 3, 0])
    assert tent.offset == 0
    np.testing.assert_array_equal(tent.positions, [0, 1])
    np.testing.assert_array_equal(tent.changes, [3, -6])
    np.testing.assert_array_equal(tent(np.array([-5.0, 0.5, 1.5, 3.0])), [0, 1.5, 1.5, -3])


def test_the_straight_fit_cannot_be_improved():
    positions = approx.even_knots(X, 6)[:-1]
    best = approx.straight_fit(X, SINE, positions)
    least = approx.rms_error(best(X), SINE)
    assert least == pytest.approx(np.sqrt(np.mean((best(X) - SINE) ** 2)))
    rng = np.random.default_rng(0)
    for _ in range(20):
        other = approx.HingeSum(positions, best.changes + 0.05 * rng.normal(size=6), best.offset)
        assert approx.rms_error(other(X), SINE) > least


def test_even_hinges_on_the_sine_obey_the_bound_and_its_rate():
    x = np.linspace(-1, 1, 5001)
    y = np.sin(np.pi * x)
    counts = np.array([8, 16, 32, 64])
    errors = np.array([approx.worst_error(x, y, approx.even_knots(x, n)) for n in counts])
    bound = np.pi**2 / (2 * counts**2)
    assert np.all(errors < bound) and np.all(errors > 0.9 * bound)
    assert approx.rate(counts, errors) == pytest.approx(-2, abs=0.06)
    assert approx.rate(counts, 5.0 * counts**-1.5) == pytest.approx(-1.5)


def test_other_rows_of_the_map_are_rough_as_well():
    rows = get_sample_data("jacksboro_fault_dem.npz")["elevation"].astype(float)
    counts = [8, 16, 32, 64]
    for row in (60, 120, 230, 300):
        errors = [approx.worst_error(X, rows[row], approx.even_knots(X, n)) for n in counts]
        assert -1.3 < approx.rate(counts, errors) < -0.4


def test_greedy_choices_take_the_worst_sample_each_time(ridge):
    order = approx.greedy_order(X, ridge, 20)
    assert list(order[:2]) == [0, 402] and len(set(order)) == 21
    for n in range(2, 21):
        knots = np.sort(X[order[:n]])
        missed = np.abs(np.interp(X, knots, np.interp(knots, X, ridge)) - ridge)
        assert missed[order[n]] == missed.max()
    greedy = approx.worst_error(X, ridge, np.sort(X[order]))
    assert greedy < 0.6 * approx.worst_error(X, ridge, approx.even_knots(X, 20))


def test_starts_are_what_they_say(ridge):
    even = approx.even_start(X, ridge, 8)
    knots = approx.even_knots(X, 8)
    expected = np.interp(X, knots, np.interp(knots, X, ridge))
    np.testing.assert_allclose(forward(even, X[:, None]).output[0, :, 0], expected, atol=1e-12)
    np.testing.assert_allclose(approx.hinge_positions(even)[0], knots[:-1])
    assert np.all(approx.hinge_positions(approx.he_start(8, 3)) == 0)


def test_records_agree_with_one_another(trained):
    x, (sine, ridge), training = trained
    targets = np.stack([sine] * 6 + [ridge] * 6)
    assert training.steps[0] == 0 and training.steps[-1] == 1500
    errors = np.sqrt(((training.fits - targets) ** 2).mean(axis=-1))
    np.testing.assert_allclose(training.errors, errors)
    assert training.positions.shape == (31, 12, 8)


def test_trained_from_even_beats_fitted_slopes_a_little_on_the_sine_much_on_the_ridge(trained):
    x, curves, training = trained
    fixed = [approx.rms_error(approx.straight_fit(x, y, approx.even_knots(x, 8)[:-1])(x), y)
             for y in curves]
    final = training.errors[-1, [0, 6]]
    assert 0.75 < final[0] / fixed[0] < 1
    assert final[1] / fixed[1] < 0.75


def test_on_the_sine_hinges_leave_the_straight_middle(trained):
    positions = trained[2].positions[:, 0]
    assert np.sum(np.abs(positions[0]) < 0.24) == 1
    assert np.sum(np.abs(positions[-1]) < 0.24) == 0


def test_he_starts_flock_to_few_places_on_the_ridge_and_gain_little(trained):
    x, (_, ridge), training = trained
    fixed = approx.straight_fit(x, ridge, approx.even_knots(x, 8)[:-1])
    for member in range(7, 12):
        places = training.positions[-1, member]
        inside = np.sort(places[np.abs(places) <= 1])
        assert np.sum(np.diff(inside, prepend=-9) > 0.05) <= 3
        assert training.errors[-1, member] > 0.8 * approx.rms_error(fixed(x), ridge)
        assert training.errors[-1, member] > 1.15 * training.errors[-1, 6]


def test_a_weight_of_zero_has_its_hinge_at_infinity():
    network = approx.he_start(3, 0)
    network.weights[0][0, 0, 1] = 0
    assert approx.hinge_positions(network)[0, 1] == np.inf


@pytest.mark.parametrize("call, said", [
    (lambda: approx.through([0, 1], [0, 1, 2]), "same shape"),
    (lambda: approx.through([1], [1]), "2 or more"),
    (lambda: approx.through([0, 0, 1], [0, 1, 2]), "knots must increase"),
    (lambda: approx.even_knots(X, 0), "pieces must be at least 1"),
    (lambda: approx.greedy_order(X, SINE, 0), "pieces must lie in"),
    (lambda: approx.greedy_order(X, SINE, 403), "pieces must lie in"),
    (lambda: approx.train_hinges(approx.he_start(3, 0), X, SINE), "y must have shape"),
])
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
