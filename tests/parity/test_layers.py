"""Layers give Keras' outputs and gradients, in float64."""

import numpy as np
import pytest

from nnlab import layers, regularizers

keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")
pytestmark = [
    pytest.mark.usefixtures("keras64"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

DENSE = [
    {},
    {"use_bias": False},
    {"activation": "sigmoid"},
    {"activation": "softmax"},
    {"activation": "elu", "kernel_regularizer": "l2"},
    {"activation": "tanh", "kernel_regularizer": "l1"},
]


def _gradients(layer, inputs, d_output):
    """Keras' output, and the gradients of the inputs and of each weight."""
    x = tf.Variable(inputs)
    with tf.GradientTape() as tape:
        output = layer(x)
        scalar = tf.reduce_sum(output * d_output) + sum(layer.losses)
    return output.numpy(), [g.numpy() for g in tape.gradient(scalar, [x, *layer.weights])]


@pytest.mark.parametrize("settings", DENSE, ids=str)
@pytest.mark.parametrize("shape", [(7, 5), (1, 1), (4, 3, 5)], ids=str)
def test_dense_goes_forward_and_back_as_that_of_keras(settings, shape, agree):
    rng = np.random.default_rng(3)
    inputs = rng.normal(size=shape)
    theirs = keras.layers.Dense(11, **settings)
    theirs.build(shape)
    ours = layers.Dense(11, **settings)
    ours.build(shape[1:], dtype=np.float64)
    for param, weight in zip(ours.params.values(), theirs.weights, strict=True):
        param[...] = rng.normal(size=param.shape)
        weight.assign(param)
    d_output = rng.normal(size=(*shape[:-1], 11))
    output, (d_inputs, *d_weights) = _gradients(theirs, inputs, d_output)
    agree("layers.Dense", ours(inputs), output)
    agree("layers.Dense", ours.backward(d_output), d_inputs)
    for gradient, expected in zip(ours.grads.values(), d_weights, strict=True):
        agree("layers.Dense", gradient, expected)
    agree("layers.Dense", ours.penalty(), float(sum(theirs.losses)))


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "elu", "selu", "softmax"])
def test_an_activation_layer_goes_forward_and_back_as_that_of_keras(name, agree):
    rng = np.random.default_rng(4)
    inputs, d_output = rng.normal(size=(7, 5)), rng.normal(size=(7, 5))
    ours = layers.Activation(name)
    output, (d_inputs,) = _gradients(keras.layers.Activation(name), inputs, d_output)
    agree("layers.Activation", ours(inputs), output)
    agree("layers.Activation", ours.backward(d_output), d_inputs)


def test_flatten_goes_forward_and_back_as_that_of_keras(agree):
    rng = np.random.default_rng(5)
    inputs, d_output = rng.normal(size=(7, 2, 3)), rng.normal(size=(7, 6))
    ours = layers.Flatten()
    output, (d_inputs,) = _gradients(keras.layers.Flatten(), inputs, d_output)
    agree("layers.Flatten", ours(inputs), output)
    agree("layers.Flatten", ours.backward(d_output), d_inputs)


class _Uniform:
    """A generator whose draws are given: 1 keeps an element, 0 drops it."""

    def __init__(self, draws):
        self.draws = draws

    def random(self, shape, dtype):
        assert shape == self.draws.shape
        return self.draws.astype(dtype)


@pytest.mark.parametrize("name", ["Dropout", "AlphaDropout"])
@pytest.mark.parametrize("rate", [0.0, 0.2, 0.7])
def test_dropout_does_with_keras_mask_what_keras_does(name, rate, agree):
    rng = np.random.default_rng(6)
    inputs, d_output = rng.normal(size=(31, 17)), rng.normal(size=(31, 17))
    x = tf.Variable(inputs)
    theirs = getattr(keras.layers, name)(rate, seed=1)
    with tf.GradientTape() as tape:
        output = theirs(x, training=True)
        scalar = tf.reduce_sum(output * d_output)
    d_inputs = tape.gradient(scalar, x).numpy()
    ours = getattr(layers, name)(rate)
    ours.build((17,))
    ours.rng = _Uniform(d_inputs != 0)
    agree(f"layers.{name}", ours.forward(inputs, training=True), output.numpy())
    agree(f"layers.{name}", ours.backward(d_output), d_inputs)
    agree(f"layers.{name}", ours(inputs), theirs(x, training=False).numpy())
    agree(f"layers.{name}", ours.backward(d_output), d_output)


@pytest.mark.parametrize("settings", [{"l1": 0.02}, {"l2": 0.3}, {"l1": 0.1, "l2": 0.2}], ids=str)
def test_a_penalty_is_that_of_keras(settings, agree):
    weights = np.random.default_rng(7).normal(size=(5, 3))
    theirs = keras.regularizers.L1L2(**settings)(tf.constant(weights))
    agree("regularizers", regularizers.L1L2(**settings)(weights), float(theirs))
