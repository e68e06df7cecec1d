"""What is true of every layer; that they agree with Keras stands in tests/parity."""

import inspect
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnlab import layers, optimizers
from nnlab.gradcheck import check_layer
from nnlab.layers.descent import Descent

SMOOTH = ["linear", "sigmoid", "tanh", "swish", "softplus", "elu", "selu", "softmax"]
SIZES = st.integers(1, 6)
MAKERS = {
    "Flatten": layers.Flatten,
    "tanh": lambda: layers.Activation("tanh"),
    "softmax": lambda: layers.Activation("softmax"),
    "Dropout": lambda: layers.Dropout(0.4),
    "AlphaDropout": lambda: layers.AlphaDropout(0.4),
    "Dense": lambda: layers.Dense(3, "sigmoid"),
}
EVERY = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


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
@EVERY
def test_every_layer_goes_back_as_the_complex_step_says(make, shape, seed):
    rng = np.random.default_rng(seed)
    layer = make()
    layer.build(shape, rng, np.float64)
    result = check_layer(layer, rng.normal(size=(3, *shape)), training=True)
    assert result.passed, result


# ---- what is left unsaid ---------------------------------------------------------------------


@pytest.mark.parametrize("layer", [getattr(layers, name) for name in layers.__all__])
@pytest.mark.parametrize(
    ("method", "argument", "default"),
    [
        ("__call__", "training", False),
        ("forward", "training", False),
        ("backward", "to_inputs", True),
        ("backward_z", "to_inputs", True),
    ],
)
def test_nothing_trains_and_the_way_back_is_whole_unless_told_otherwise(
    layer, method, argument, default
):
    if hasattr(layer, method):
        assert inspect.signature(getattr(layer, method)).parameters[argument].default is default


def test_dense_adds_a_bias_unless_told_otherwise():
    layer = layers.Dense(3, kernel_initializer="zeros", bias_initializer="ones")
    np.testing.assert_array_equal(layer(np.ones((2, 4))), np.ones((2, 3)))
    assert list(layer.params) == ["kernel", "bias"]
    np.testing.assert_array_equal(layers.Dense(3, kernel_initializer="zeros")(np.ones((2, 4))), 0)
    without = layers.Dense(3, use_bias=False)
    without.build((4,))
    assert list(without.params) == ["kernel"]


@EVERY
def test_only_a_regularizer_has_a_price(make):
    layer = make()
    layer.build((4,))
    assert layer.penalty() == 0
    priced = layers.Dense(2, kernel_initializer="ones", kernel_regularizer="l1")
    priced.build((4,))
    assert priced.penalty() == pytest.approx(0.01 * 8)


def test_gradients_are_zero_until_something_goes_back():
    layer = layers.Dense(3, bias_initializer="ones")
    layer.build((4,))
    assert layer.grads.keys() == layer.params.keys()
    assert not any(gradient.any() for gradient in layer.grads.values())


def test_an_input_keeps_shape_and_dtype_and_computes_nothing():
    plain, half = layers.Input((1,)), layers.Input([28, np.int64(28)], dtype="float16", name="x")
    assert (plain.shape, plain.dtype) == ((1,), None)
    assert (half.shape, half.dtype) == ((28, 28), np.float16)
    assert plain.get_config() == {"name": None, "shape": (1,), "dtype": None}
    assert half.get_config() == {"name": "x", "shape": (28, 28), "dtype": "float16"}
    x = np.ones((2, 1))
    assert plain(x) is x
    assert plain.backward(x) is x


# ---- descent on the way back -----------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("use_bias", [True, False])
@pytest.mark.parametrize("to_inputs", [True, False])
@pytest.mark.parametrize("shape", [(1, 4), (5, 4), (1, 2, 4)], ids=str)
def test_a_layer_that_descends_ends_where_sgd_does(shape, to_inputs, use_bias, dtype):
    rng = np.random.default_rng(3)
    descends, plain = (layers.Dense(3, "tanh", use_bias) for _ in range(2))
    for layer in (descends, plain):
        layer.build(shape[1:], np.random.default_rng(4), dtype)
    kernel, gradient = descends.params["kernel"], descends.grads["kernel"]
    descends.descent, sgd = Descent(kernel, room=gradient), optimizers.SGD(0.1)
    tolerance = 1e-5 if dtype == np.float32 else 1e-12
    for step in range(70):  # several times as many as wait for one another
        x = rng.normal(size=shape).astype(dtype)
        d_output = rng.normal(size=(*shape[:-1], 3)).astype(dtype)
        descends.descent.learning_rate = sgd.learning_rate = 0.1 / (step + 1)
        outputs = [layer.forward(x) for layer in (descends, plain)]
        np.testing.assert_allclose(*outputs, rtol=tolerance, atol=tolerance)
        d_inputs, expected = (
            layer.backward(d_output, to_inputs=to_inputs) for layer in (descends, plain)
        )
        if to_inputs:
            np.testing.assert_allclose(d_inputs, expected, rtol=tolerance, atol=tolerance)
        sgd.apply(list(plain.grads.values()), list(plain.params.values()))
    descends.descent.finish()
    for name, param in plain.params.items():
        np.testing.assert_allclose(descends.params[name], param, rtol=tolerance, atol=tolerance)
    assert descends.params["kernel"] is kernel


@pytest.mark.parametrize("descends", [False, True])
def test_slopes_of_another_batch_are_refused(descends):
    layer = layers.Dense(3)
    layer(np.ones((2, 4)))
    if descends:
        layer.descent = Descent(layer.params["kernel"], room=layer.grads["kernel"])
        layer.descent.learning_rate = 0.1
    with pytest.raises(ValueError, match="mismatch"):
        layer.backward_z(np.ones((3, 3)))


# ---- shapes, dtypes, bad input ---------------------------------------------------------------


@EVERY
@pytest.mark.parametrize("kind", [tuple, list])
def test_the_batch_may_stand_in_a_shape_as_in_keras(make, kind):
    layer = make()
    layer.build(kind([None, 4, 5]))
    assert layer.input_shape == (4, 5)


@EVERY
@pytest.mark.parametrize("shape", [(5,), (4, 5), (2, 4, 5)], ids=str)
def test_the_shape_of_an_output_is_known_before(make, shape):
    layer = make()
    layer.build(shape)
    output = layer.forward(np.ones((7, *shape), np.float32))
    assert output.shape == (7, *layer.output_shape)


def test_called_on_numbers_a_layer_takes_their_dtype_and_integers_as_float64():
    for inputs, dtype in [
        ([[1, 2]], np.float64),
        (np.ones((1, 2), bool), np.float64),
        (np.ones((1, 2), np.float32), np.float32),
    ]:
        layer = layers.Dense(3)
        assert layer(inputs).dtype == dtype
        assert layer.params["kernel"].dtype == dtype
    activation = layers.Activation("linear")
    assert activation([[1, 2]]).dtype == np.float64
    assert activation(np.ones((1, 2), np.float32)).dtype == np.float32


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


@pytest.mark.parametrize(
    ("make", "error", "says"),
    [
        (lambda: layers.Dense(3, "rleu"), ValueError, "Did you mean 'relu'"),
        (lambda: layers.Dense(3, kernel_initializer="he_norm"), ValueError, "Did you mean"),
        (lambda: layers.Dense(3, kernel_regularizer="l3"), ValueError, "l3"),
        (lambda: layers.Dense(3, kernel_regularizer=np.sum), TypeError, "has no gradient"),
        (lambda: layers.Dense(3).build(4), ValueError, "Expected the shape of one sample"),
        (lambda: layers.Dense(3, activation=math.tanh), TypeError, "no derivative"),
        (lambda: layers.Dense(3).backward(np.ones((1, 3))), ValueError, "before forward"),
        (lambda: layers.Dense(3)(np.ones(4)), ValueError, r"use inputs.reshape\(-1, 1\)"),
        (lambda: layers.Dense(3)(5.0), ValueError, "batch as axis 0"),
    ],
)
def test_bad_input_is_told_what_was_expected(make, error, says):
    with pytest.raises(error, match=says):
        make()


@pytest.mark.parametrize("shape", [784, (0,), (2.5,), ("a",), "ab", (True,), (None, 784)])
def test_an_input_has_the_shape_of_one_sample(shape):
    with pytest.raises(ValueError, match=r"Received shape=.* Expected the shape of one sample"):
        layers.Input(shape)


def test_inputs_of_another_shape_are_refused():
    layer = layers.Dense(3)
    layer(np.ones((2, 5)))
    with pytest.raises(ValueError, match=r"inputs of shape \(5,\); received \(4,\)"):
        layer(np.ones((2, 4)))
    with pytest.raises(ValueError, match="Expected 5 features"):
        layer.forward(np.ones((2, 4)))
