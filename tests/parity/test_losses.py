"""Losses and their gradients are Keras', in float64."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnlab import losses

keras = pytest.importorskip("keras")
tensorflow = pytest.importorskip("tensorflow")
pytestmark = [
    pytest.mark.usefixtures("keras64"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

CASES = [
    ("MeanSquaredError", {}),
    ("MeanAbsoluteError", {}),
    ("Huber", {}),
    ("Huber", {"delta": 0.3}),
    ("BinaryCrossentropy", {}),
    ("BinaryCrossentropy", {"from_logits": True}),
    ("CategoricalCrossentropy", {}),
    ("CategoricalCrossentropy", {"from_logits": True}),
    ("SparseCategoricalCrossentropy", {}),
    ("SparseCategoricalCrossentropy", {"from_logits": True}),
]


@pytest.mark.parametrize("from_logits", [False, True])
def test_one_sample_may_be_flat_as_in_keras(agree, from_logits):
    y_true, y_pred = np.array([0.0, 1.0, 0.0]), np.array([0.2, 0.3, 0.5])
    ours = losses.CategoricalCrossentropy(from_logits)(y_true, y_pred)
    theirs = keras.losses.CategoricalCrossentropy(from_logits)(y_true, y_pred)
    agree("losses.CategoricalCrossentropy", ours, theirs.numpy())


@pytest.mark.parametrize(("name", "parameters"), CASES, ids=str)
@settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    n_samples=st.integers(1, 7),
    n_outputs=st.integers(2, 5),
    seed=st.integers(0, 99),
    weighted=st.booleans(),
)
def test_value_and_gradient_are_keras(
    agree, name, parameters, n_samples, n_outputs, seed, weighted
):
    rng = np.random.default_rng(seed)
    y_true = rng.integers(0, 2, (n_samples, n_outputs)).astype(float)
    y_pred = rng.normal(size=(n_samples, n_outputs), scale=3)
    weights = rng.uniform(0, 3, n_samples) if weighted else None
    if "Categorical" in name:
        classes = rng.integers(n_outputs, size=n_samples)
        y_true = classes if "Sparse" in name else np.eye(n_outputs)[classes]
    if "Crossentropy" in name and not parameters:
        # Some far too sure, so that Keras clips them; none need sum to 1.
        y_pred = 1 / (1 + np.exp(-y_pred))
        y_pred[:, 0] = rng.choice([1e-9, 0.3, 1 - 1e-9], n_samples)

    variable = tensorflow.Variable(y_pred)
    with tensorflow.GradientTape() as tape:
        theirs = getattr(keras.losses, name)(**parameters)(y_true, variable, weights)
    gradient = tape.gradient(theirs, variable)

    ours = getattr(losses, name)(**parameters)
    agree(f"losses.{name}", ours(y_true, y_pred, weights), theirs.numpy())
    agree(
        f"losses.{name}: gradient",
        ours.gradient(y_true, y_pred, weights),
        gradient.numpy(),
    )
