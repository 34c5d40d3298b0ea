"""What notebook 06 says of the arm, with other seeds, and its geometry by complex numbers."""
import numpy as np
import pytest

from helpers.experiments.applications import arm

SEEDS = (20, 21, 22, 23, 24)


@pytest.fixture(scope="module")
def data():
    return arm.poses(2000, seed=7)


@pytest.fixture(scope="module")
def targets():
    return arm.poses(800, seed=8).p


@pytest.fixture(scope="module")
def errors(data, targets):
    """Mean reach errors in centimetres, one a seed, by activation."""
    return {name: 100 * arm.reach_errors(arm.trained(data, name, seeds=SEEDS)(targets),
                                         targets).mean(axis=1) for name in arm.RATES}


def test_the_hand_is_where_complex_numbers_put_it():
    q = np.random.default_rng(0).uniform(-3, 3, size=(50, 2))
    z = np.exp(1j * q[:, 0]) + 0.8 * np.exp(1j * (q[:, 0] + q[:, 1]))
    np.testing.assert_allclose(arm.hand(q), np.column_stack([z.real, z.imag]), atol=1e-12)
    np.testing.assert_allclose(np.linalg.norm(arm.hand(q) - arm.elbow(q), axis=1), 0.8)


@pytest.mark.parametrize("bend", [1, -1])
def test_the_exact_angles_reach_their_target_with_either_bend(bend):
    p = arm.poses(300, seed=5).p
    q = arm.angles(p, bend=bend)
    np.testing.assert_allclose(arm.hand(q), p, atol=1e-12)
    assert np.all(np.sign(q[:, 1]) == bend)
    np.testing.assert_allclose(arm.reach_errors(q, p), 0, atol=1e-12)


def test_out_of_reach_is_not_a_number():
    assert np.isnan(arm.angles([[2.0, 0.0], [0.1, 0.0]])).all()
    assert arm.reachable(np.array([[2.0, 0.0], [0.6, 0.8], [0.0, -1.2]])).tolist() == [
        False, True, False]


def test_poses_are_in_range_and_reachable():
    poses = arm.poses(500, seed=3)
    for column, (low, high) in zip(poses.q.T, (arm.SHOULDER, arm.ELBOW), strict=True):
        assert low <= column.min() < low + 0.1 and high - 0.1 < column.max() <= high
    assert arm.reachable(poses.p).all()
    np.testing.assert_allclose(arm.angles(poses.p), poses.q, atol=1e-9)


def test_networks_beat_the_linear_map_by_far(errors, data, targets):
    linear = 100 * arm.reach_errors(arm.linear_map(data)(targets), targets).mean()
    assert 28 < linear < 35
    assert all(found.max() < linear / 10 for found in errors.values())
    assert 1.0 < np.median(errors["relu"]) < 2.0


def test_the_worst_targets_are_at_the_ends_of_the_range_and_where_the_arm_is_stretched(data):
    new, ends, stretched = arm.poses(4000, seed=11), {}, {}
    shoulder, bend = new.q.T
    at_end = (shoulder < -0.3) | (shoulder > 1.6) | (bend < 0.5) | (bend > 2.4)
    for name in ("relu", "tanh"):
        error = arm.reach_errors(arm.trained(data, name, seeds=SEEDS[:3])(new.p), new.p)
        worst = np.argsort(error, axis=1)[:, -40:]
        ends[name], stretched[name] = at_end[worst].mean(), np.mean(bend[worst] < 0.6)
    assert at_end.mean() + 0.15 < ends["relu"] < ends["tanh"] - 0.05
    assert min(stretched.values()) > 2 * np.mean(bend < 0.6)


def test_the_linear_map_is_the_best_of_its_kind(data):
    fitted = arm.linear_map(data)
    error = np.sum((fitted(data.p) - data.q) ** 2)
    rng = np.random.default_rng(1)
    for _ in range(20):
        matrix, constant = 0.01 * rng.normal(size=(2, 2)), 0.01 * rng.normal(size=2)
        assert np.sum((fitted(data.p) + data.p @ matrix + constant - data.q) ** 2) > error


def test_tanh_is_ahead_of_relu_and_silu_is_not(errors):
    assert np.median(errors["tanh"]) < 0.92 * np.median(errors["relu"])
    assert np.median(errors["silu"]) > np.median(errors["tanh"])
    assert np.median(errors["silu"]) > 0.7 * np.median(errors["relu"])


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_two_right_answers_make_one_wrong_one(activation, targets, data):
    both = arm.poses(2000, seed=9, both_bends=True)
    np.testing.assert_allclose(arm.hand(both.q), both.p, atol=1e-12)
    assert 0.4 < np.mean(both.q[:, 1] < 0) < 0.6
    found = arm.trained(both, activation, seeds=SEEDS[:3])(targets)
    error = 100 * arm.reach_errors(found, targets).mean(axis=1)
    linear = 100 * arm.reach_errors(arm.linear_map(data)(targets), targets).mean()
    assert np.all(error > 1.4 * linear)
    assert np.abs(found[..., 1].mean()) < 0.15          # the mean elbow is straight


@pytest.mark.parametrize("activation", ["relu", "tanh", "silu"])
def test_the_rates_are_those_that_a_sweep_chooses(activation, data):
    found = arm.rate_sweep(activation, data, seeds=(30, 31, 32)).mean(axis=1)
    chosen = found[arm.GRID.index(arm.RATES[activation])]
    assert chosen < 1.15 * found.min() and found[-1] > found.min()
