"""What is true of every layer; that they agree with Keras stands in tests/parity."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nnlab import layers
from nnlab.gradcheck import check_layer

SMOOTH = ["linear", "sigmoid", "tanh", "swish", "softplus", "elu", "selu", "softmax"]
SIZES = st.integers(1, 6)


@settings(max_examples=40, deadline=None)
@given(
    batch=SIZES,
    n_features=SIZES,
    units=SIZES,
    activation=st.sampled_from([*SMOOTH, "relu", "leaky_relu"]),
    use_bias=st.booleans(),
    regularizer=st.sampled_from([None, "l1", "l2"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_dense_goes_back_as_the_complex_step_says(
    batch, n_features, units, activation, use_bias, regularizer, seed
):
    rng = np.random.default_rng(seed)
    layer = layers.Dense(units, activation, use_bias, kernel_regularizer=regularizer)
    layer.build((n_features,), rng, np.float64)
    result = check_layer(layer, rng.normal(size=(batch, n_features)))
    assert result.passed, result
    assert not result.kinks


@settings(max_examples=20, deadline=None)
@given(shape=st.lists(SIZES, min_size=1, max_size=3), seed=st.integers(0, 2**32 - 1))
@pytest.mark.parametrize(
    "make",
    [
        layers.Flatten,
        lambda: layers.Activation("tanh"),
        lambda: layers.Activation("softmax"),
        lambda: layers.Dropout(0.4),
        lambda: layers.AlphaDropout(0.4),
        lambda: layers.Dense(3, "sigmoid"),
    ],
    ids=["Flatten", "tanh", "softmax", "Dropout", "AlphaDropout", "Dense"],
)
def test_every_layer_goes_back_as_the_complex_step_says(make, shape, seed):
    rng = np.random.default_rng(seed)
    layer = make()
    layer.build(shape, rng, np.float64)
    result = check_layer(layer, rng.normal(size=(3, *shape)), training=True)
    assert result.passed, result


# ---- dropout as statistics ------------------------------------------------------------------
# Each of these tests errs with probability 1e-10, and there are fewer than 10 of them: a right
# implementation with free seeds would fail less than once in 10⁹ runs. The seeds are fixed.

LEVEL = 1e-10


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.8])
def test_dropout_drops_its_share_and_amplifies_the_rest(rate):
    n = 200_000
    output = layers.Dropout(rate, seed=3)(np.ones((n // 100, 100)), training=True)
    kept = output != 0
    np.testing.assert_allclose(output[kept], 1 / (1 - rate), rtol=1e-12)
    assert stats.binomtest(int(kept.sum()), n, 1 - rate).pvalue > LEVEL


def test_dropout_drops_every_element_alike_and_by_itself():
    rate, n = 0.3, 50_000
    layer = layers.Dropout(rate, seed=4)
    kept = layer(np.ones((n, 4)), training=True) != 0
    patterns = np.bincount(kept @ [8, 4, 2, 1], minlength=16)
    numbers = [bin(pattern).count("1") for pattern in range(16)]
    expected = [n * (1 - rate) ** k * rate ** (4 - k) for k in numbers]
    assert stats.chisquare(patterns, expected).pvalue > LEVEL


def test_every_forward_pass_draws_a_new_mask_and_backward_uses_it():
    layer = layers.Dropout(0.5, seed=5)
    x = np.ones((20, 20))
    first = layer(x, training=True)
    second = layer(x, training=True)
    assert (first != second).any()
    np.testing.assert_array_equal(layer.backward(x), second)


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5])
def test_alpha_dropout_keeps_mean_and_variance(rate):
    n = 400_000
    x = np.random.default_rng(6).normal(size=(n // 100, 100))
    y = layers.AlphaDropout(rate, seed=7)(x, training=True)
    z = stats.norm.isf(LEVEL / 2)
    assert abs(y.mean()) < z * y.std() / math.sqrt(n)
    fourth = np.mean((y - y.mean()) ** 4)  # the variance of a variance
    assert abs(y.var() - 1) < z * math.sqrt((fourth - y.var() ** 2) / n)


@pytest.mark.parametrize("make", [layers.Dropout, layers.AlphaDropout])
def test_dropout_does_nothing_outside_training_or_at_rate_0(make):
    x = np.random.default_rng(8).normal(size=(5, 4))
    np.testing.assert_array_equal(make(0.5)(x), x)
    np.testing.assert_array_equal(make(0.0)(x, training=True), x)


@pytest.mark.parametrize("make", [layers.Dropout, layers.AlphaDropout])
def test_the_same_seed_draws_the_same_masks(make):
    x = np.ones((6, 6))
    np.testing.assert_array_equal(
        make(0.5, seed=1)(x, training=True), make(0.5, seed=1)(x, training=True)
    )


# ---- shapes, dtypes, bad input ---------------------------------------------------------------


@pytest.mark.parametrize(
    "layer", [layers.Dense(3, "relu"), layers.Dropout(0.5), layers.AlphaDropout(0.5)]
)
def test_float32_stays_float32(layer):
    layer.build((4,), np.random.default_rng(0), np.float32)
    x = np.ones((5, 4), np.float32)
    output = layer.forward(x, training=True)
    assert output.dtype == np.float32
    assert layer.backward(np.ones_like(output)).dtype == np.float32
    assert all(a.dtype == np.float32 for a in [*layer.params.values(), *layer.grads.values()])


def test_inputs_of_another_dtype_leave_gradients_in_that_of_the_layer():
    layer = layers.Dense(3, "tanh")
    layer.build((4,), np.random.default_rng(0), np.float32)
    x, d = np.random.default_rng(1).normal(size=(5, 4)), np.ones((5, 3))
    layer.forward(x)
    layer.backward(d)
    mixed = layer.grads["kernel"].copy()
    assert mixed.dtype == np.float32
    layer.forward(x.astype(np.float32))
    layer.backward(d.astype(np.float32))
    np.testing.assert_allclose(mixed, layer.grads["kernel"], rtol=1e-5)


def test_an_empty_batch_passes_through():
    stack = [layers.Flatten(), layers.Dense(3, "softmax"), layers.Dropout(0.5)]
    output = np.zeros((0, 2, 2))
    for layer in stack:
        output = layer(output, training=True)
    assert output.shape == (0, 3)
    for layer in reversed(stack):
        output = layer.backward(output)
    assert output.shape == (0, 2, 2)
    assert not stack[1].grads["kernel"].any()


def test_the_inputs_are_left_alone():
    x = np.random.default_rng(1).normal(size=(4, 3))
    for layer in [layers.Dense(3, "linear"), layers.Activation("linear"), layers.Dropout(0.5)]:
        before = x.copy()
        output = layer(x, training=True)
        d_output = np.ones_like(output)
        layer.backward(d_output)
        np.testing.assert_array_equal(x, before)
        np.testing.assert_array_equal(d_output, 1)


def test_without_the_way_to_the_inputs_the_gradients_are_the_same():
    layer = layers.Dense(3, "tanh")
    x, d = np.random.default_rng(2).normal(size=(2, 5, 3))
    layer(x)
    assert layer.backward(d) is not None
    full = layer.grads["kernel"].copy()
    layer.grads["kernel"][...] = 0
    assert layer.backward(d, to_inputs=False) is None
    np.testing.assert_array_equal(layer.grads["kernel"], full)


@pytest.mark.parametrize("units", [0, -1, 2.5, "3", True, None])
def test_units_must_be_a_whole_number_above_0(units):
    with pytest.raises(ValueError, match=r"Received units=.*Expected a whole number"):
        layers.Dense(units)


@pytest.mark.parametrize("rate", [-0.1, 1.0, 1.5, math.nan])
@pytest.mark.parametrize("make", [layers.Dropout, layers.AlphaDropout])
def test_a_rate_must_lie_from_0_to_below_1(make, rate):
    with pytest.raises(ValueError, match=r"Received rate=.* Expected 0 <= rate < 1"):
        make(rate)


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda: layers.Dense(3, "rleu"), ValueError, "Did you mean 'relu'"),
        (lambda: layers.Dense(3, kernel_initializer="he_norm"), ValueError, "Did you mean"),
        (lambda: layers.Dense(3, kernel_regularizer="l3"), ValueError, "l3"),
        (lambda: layers.Dense(3, activation=math.tanh), TypeError, "no derivative"),
        (lambda: layers.Dense(3).backward(np.ones((1, 3))), ValueError, "before forward"),
        (lambda: layers.Dense(3)(np.ones(4)), ValueError, r"use inputs.reshape\(-1, 1\)"),
        (lambda: layers.Dense(3)(5.0), ValueError, "batch as axis 0"),
        (lambda: layers.Input((0,)), ValueError, "Expected the shape of one sample"),
        (lambda: layers.Input(784), ValueError, "Expected the shape of one sample"),
    ],
)
def test_bad_input_is_told_what_was_expected(make, error, says):
    with pytest.raises(error, match=says):
        make()


def test_inputs_of_another_shape_are_refused():
    layer = layers.Dense(3)
    layer(np.ones((2, 5)))
    with pytest.raises(ValueError, match=r"inputs of shape \(5,\); received \(4,\)"):
        layer(np.ones((2, 4)))
    with pytest.raises(ValueError, match="Expected 5 features"):
        layer.forward(np.ones((2, 4)))
