"""Regularizers and their gradients are Keras', in float64."""

import numpy as np
import pytest

from nnlab import regularizers

keras = pytest.importorskip("keras")
tensorflow = pytest.importorskip("tensorflow")
pytestmark = [
    pytest.mark.usefixtures("keras64"),
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]

CASES = [
    ("L1", {}),
    ("L1", {"l1": 0.3}),
    ("L2", {}),
    ("L2", {"l2": 0.3}),
    ("L1L2", {}),
    ("L1L2", {"l1": 0.3, "l2": 0.7}),
]


@pytest.mark.parametrize(("name", "parameters"), CASES, ids=str)
def test_value_and_gradient_are_keras(agree, name, parameters):
    w = np.random.default_rng(1).normal(size=(7, 5))
    w[0, 0] = 0
    variable = tensorflow.Variable(w)
    with tensorflow.GradientTape() as tape:
        # Added to something that depends on w, as the price of 0 does not.
        theirs = getattr(keras.regularizers, name)(**parameters)(variable)
        total = theirs + tensorflow.reduce_sum(variable)
    gradient = tape.gradient(total, variable) - 1.0

    ours = getattr(regularizers, name)(**parameters)
    agree(f"regularizers.{name}", ours(w), theirs.numpy())
    agree(f"regularizers.{name}: gradient", ours.gradient(w), gradient.numpy())
