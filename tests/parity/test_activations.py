"""Activations and their slopes are Keras', in float64."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnlab import activations

keras = pytest.importorskip("keras")
tensorflow = pytest.importorskip("tensorflow")
pytestmark = [
    pytest.mark.usefixtures("keras64"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:You are using a softmax over axis"),
]

CASES = [
    ("linear", {}),
    ("sigmoid", {}),
    ("tanh", {}),
    ("relu", {}),
    ("leaky_relu", {"negative_slope": float(np.float32(0.2))}),  # TensorFlow reads a float32
    ("leaky_relu", {"negative_slope": 0.0625}),
    ("elu", {}),
    ("elu", {"alpha": 1.3}),
    ("selu", {}),
    ("silu", {}),
    ("swish", {}),
    ("gelu", {}),
    ("softplus", {}),
    ("softmax", {}),
    ("softmax", {"axis": 0}),
]

zs = arrays(
    float,
    array_shapes(min_dims=2, max_dims=3, max_side=7),
    # Without tiny numbers: TensorFlow takes them for 0 in the slope of some.
    elements=st.integers(-30_000, 30_000).map(lambda n: n / 1000)
    | st.sampled_from([0.0, 1.0, -1000.0, 1000.0]),
)


@pytest.fixture(autouse=True)
def _root_of_2_in_full(monkeypatch):
    """TensorFlow's GELU casts √2 to a float32 first; here it reads every digit of it."""
    math_ops = pytest.importorskip("tensorflow.python.ops.math_ops")
    cast = math_ops.cast
    monkeypatch.setattr(
        math_ops,
        "cast",
        lambda x, *args, **kwargs: cast(np.float64(x) if type(x) is float else x, *args, **kwargs),
    )


@pytest.mark.parametrize(("name", "parameters"), CASES, ids=str)
@settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(z=zs, seed=st.integers(0, 9))
def test_value_and_backward_are_keras(agree, name, parameters, z, seed):
    # At the kink of an ELU with α ≠ 1 Keras takes the slope from the left, ours is from the right.
    z = np.where(z == 0, 1e-9, z) if "alpha" in parameters else z
    d_a = np.random.default_rng(seed).normal(size=z.shape)
    variable = tensorflow.Variable(z)
    with tensorflow.GradientTape() as tape:
        theirs = keras.activations.get(name)(variable, **parameters)
    d_z = tape.gradient(theirs, variable, output_gradients=tensorflow.constant(d_a))

    ours = type(activations.get(name))(**parameters)
    agree(f"activations.{name}", ours(z), theirs.numpy())
    agree(f"activations.{name}: backward", ours.backward(d_a, z, ours(z)), d_z.numpy())


def test_default_parameters_are_keras():
    agree_to_float32 = {"rtol": 1e-7}
    z = np.linspace(-3, 3, 7)
    for name in ("leaky_relu", "elu"):
        theirs = keras.activations.get(name)(z)
        np.testing.assert_allclose(activations.get(name)(z), theirs, **agree_to_float32)
