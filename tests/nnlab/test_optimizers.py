"""What is true of every optimizer; that each walks Keras' path stands in tests/parity."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import optimizers
from nnlab.optimizers import clipping, schedules

NAMES = ["SGD", "Adagrad", "RMSprop", "Adadelta", "Adam", "AdamW", "Nadam"]
EVERY = pytest.mark.parametrize("optimizer", [getattr(optimizers, name) for name in NAMES])


@EVERY
def test_large_parameters_move_as_small_ones_do(optimizer):
    rng = np.random.default_rng(1)
    large = rng.normal(size=(300, 251))  # more than two blocks, the last one not full
    small = [row.copy() for row in large]
    one, many = optimizer(0.1), optimizer(0.1)
    for _ in range(4):
        gradient = rng.normal(size=large.shape)
        one.apply([gradient], [large])
        many.apply(list(gradient), small)
        np.testing.assert_array_equal(large, small)


@EVERY
def test_parameters_that_are_views_move_in_place(optimizer):
    rng = np.random.default_rng(2)
    matrix, copy = (np.ones((400, 300)) for _ in range(2))
    gradient = rng.normal(size=(300, 400))
    optimizer(0.1).apply([gradient], [matrix.T])
    optimizer(0.1).apply([gradient.T.copy()], [copy])
    np.testing.assert_array_equal(matrix, copy)


@EVERY
def test_gradients_are_left_alone_and_float32_stays_float32(optimizer):
    w, gradient = np.ones(3, np.float32), np.array([1, -2, 0.5], np.float32)
    before = gradient.copy()
    instance = optimizer(0.1, clipnorm=0.5)
    instance.apply([gradient], [w])
    np.testing.assert_array_equal(gradient, before)
    assert w.dtype == np.float32
    assert all(memory.dtype == np.float32 for state in instance._state for memory in state)


@EVERY
def test_another_models_parameters_are_refused(optimizer):
    instance = optimizer(0.1)
    w = np.ones(3)
    instance.apply([w], [w])
    with pytest.raises(ValueError, match="already moves 1 other parameters"):
        instance.apply([w], [w.copy()])
    with pytest.raises(ValueError, match=r"Create a new \w+ for each model"):
        instance.apply([w, w], [w, w.copy()])
    assert instance.iterations == 1


@EVERY
def test_one_works_its_way_down_a_bowl(optimizer):
    w = np.array([1.0, -1.0])
    instance = optimizer(1.0 if optimizer is optimizers.Adadelta else 0.05)
    for _ in range(500):
        instance.apply([np.array([1.0, 3.0]) * w], [w])
    assert np.abs(w).max() < 0.5


def test_gradients_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"Received gradients of shapes \[\(2, 3\)\].*\(3, 2\)"):
        optimizers.SGD().apply([np.ones((2, 3))], [np.ones((3, 2))])
    with pytest.raises(ValueError, match="one gradient for each parameter"):
        optimizers.SGD().apply([], [np.ones(2)])


@pytest.mark.parametrize("param", [[1.0, 2.0], np.array([1, 2]), 3.0])
def test_what_cannot_be_changed_in_place_is_refused(param):
    with pytest.raises(TypeError, match="Expected a NumPy array of floats"):
        optimizers.SGD().apply([np.ones(2)], [param])


@pytest.mark.parametrize("rate", [-0.1, math.nan, math.inf])
def test_a_rate_below_zero_or_not_finite_is_refused(rate):
    with pytest.raises(ValueError, match="learning_rate="):
        optimizers.SGD(rate)


@pytest.mark.parametrize("rate", ["0.1", None, True])
def test_a_rate_that_is_no_number_is_refused(rate):
    with pytest.raises(TypeError, match="Expected a number such as"):
        optimizers.Adam(rate)


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: optimizers.SGD(momentum=1.0), "momentum=1.0"),
        (lambda: optimizers.RMSprop(rho=-0.1), "rho=-0.1"),
        (lambda: optimizers.Adadelta(rho=1.5), "rho=1.5"),
        (lambda: optimizers.Adam(beta_1=1.0), "beta_1=1.0"),
        (lambda: optimizers.Nadam(beta_2=2.0), "beta_2=2.0"),
        (lambda: optimizers.AdamW(weight_decay=-1.0), "weight_decay=-1.0"),
        (lambda: optimizers.Adagrad(initial_accumulator_value=-1.0), "initial_accumulator_value"),
        (lambda: optimizers.SGD(clipnorm=0.0), "clipnorm=0.0"),
        (lambda: optimizers.SGD(clipnorm=1.0, clipvalue=2.0), "clipnorm=1.0 and clipvalue=2.0"),
    ],
)
def test_settings_out_of_range_are_named(make, named):
    with pytest.raises(ValueError, match=named):
        make()


@EVERY
def test_at_rate_0_nothing_moves(optimizer):
    w = np.array([1.0, -2.0])
    optimizer(0).apply([np.ones(2)], [w])
    np.testing.assert_array_equal(w, [1.0, -2.0])


def test_adamw_without_decay_is_adam():
    one, other = np.array([1.0, -2.0]), np.array([1.0, -2.0])
    adam, adamw = optimizers.Adam(0.1), optimizers.AdamW(0.1, weight_decay=0.0)
    for _ in range(3):
        adam.apply([one.copy()], [one])
        adamw.apply([other.copy()], [other])
    np.testing.assert_array_equal(one, other)


def test_the_rate_follows_a_schedule_and_cannot_be_set_beside_it():
    optimizer = optimizers.SGD(lambda step: 0.1 / (1 + step))
    w = np.zeros(1)
    for _ in range(3):
        optimizer.apply([np.ones(1)], [w])
    assert w[0] == pytest.approx(-0.1 * (1 + 1 / 2 + 1 / 3))
    assert optimizer.learning_rate == pytest.approx(0.1 / 4)
    with pytest.raises(TypeError, match="follows a schedule"):
        optimizer.learning_rate = 0.5


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=6), st.floats(1e-3, 1e3))
def test_clipping_by_norm_keeps_the_direction_and_bounds_the_length(values, bound):
    gradient = np.array(values)
    clipped = clipping.clip_by_norm(gradient, bound)
    assert np.linalg.norm(clipped) <= bound * (1 + 1e-12)
    scale = min(1.0, bound / max(np.linalg.norm(gradient), 1e-300))
    np.testing.assert_allclose(clipped, gradient * scale, rtol=1e-12, atol=1e-300)


def test_global_clipping_shortens_all_gradients_by_one_factor():
    grads = [np.array([3.0, 0.0]), np.array([[0.0], [4.0]])]
    clipped = clipping.clip_by_global_norm(grads, 2.5)
    for before, after in zip(grads, clipped, strict=True):
        np.testing.assert_allclose(after, before / 2)


@given(st.integers(1, 400))
def test_one_cycle_rises_to_its_peak_then_falls_to_its_end(steps):
    rates = [schedules.OneCycle(0.5, steps)(step) for step in range(steps)]
    assert max(rates) <= 0.5
    peak = int(np.argmax(rates))
    assert all(np.diff(rates[: peak + 1]) >= 0)
    assert all(np.diff(rates[peak:]) <= 0)
    assert rates[-1] == pytest.approx(0.5 / 250_000 if steps > 1 else rates[0])


def test_one_cycle_turns_at_pytorchs_steps():
    # OneCycleLR's defaults: pct_start=0.3, div_factor=25, final_div_factor=1e4
    schedule = schedules.OneCycle(1.0, 20)
    assert schedule(0) == pytest.approx(1 / 25)
    assert schedule(5) == pytest.approx(1.0)
    assert schedule(19) == pytest.approx(1 / 25e4)
    assert schedule(12) == pytest.approx((1 + 1 / 25e4) / 2)
    assert schedules.OneCycle(1.0, 10)(1) == pytest.approx((1 + 1 / 25) / 2)
    assert schedule(100) == schedule(19)


@pytest.mark.parametrize(
    "make",
    [
        lambda: schedules.ExponentialDecay(0.1, 0, 0.5),
        lambda: schedules.CosineDecay(0.1, -3),
        lambda: schedules.OneCycle(0.1, 0),
        lambda: schedules.PiecewiseConstantDecay([1, 2], [0.1, 0.2]),
        lambda: schedules.PiecewiseConstantDecay([2, 1], [0.1, 0.2, 0.3]),
        lambda: schedules.PiecewiseConstantDecay([2, 2], [0.1, 0.2, 0.3]),
    ],
)
def test_schedules_say_what_they_expect(make):
    with pytest.raises(ValueError, match=r"Received .* Expected"):
        make()


def test_a_schedule_may_be_a_single_step_long():
    assert schedules.ExponentialDecay(0.8, 1, 0.5)(2) == pytest.approx(0.2)
    assert schedules.CosineDecay(0.8, 1)(1) == pytest.approx(0)
    assert schedules.OneCycle(0.8, 1)(0) == pytest.approx(0.8 / 250_000)


def test_an_optimizer_is_found_by_its_name_and_a_near_miss_is_answered():
    assert isinstance(optimizers.get("RMSprop"), optimizers.RMSprop)
    instance = optimizers.SGD(0.5)
    assert optimizers.get(instance) is instance
    with pytest.raises(ValueError, match="Did you mean 'adam'"):
        optimizers.get("adamm")
    with pytest.raises(TypeError, match="Expected a name such as 'sgd'"):
        optimizers.get(0.1)
