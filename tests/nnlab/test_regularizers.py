"""Regularizers price weights by NumPy's norms, with the gradients of the complex step."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nnlab import regularizers
from nnlab.regularizers import L1, L1L2, L2

ALL = [L1(), L1(0.3), L2(), L2(0.3), L1L2(), L1L2(0.3, 0.7)]
weights = arrays(float, array_shapes(max_dims=2), elements=st.floats(-9, 9).filter(bool))


@given(weights)
def test_prices_are_norms(w):
    absolute, squared = np.linalg.norm(w.ravel(), 1), np.linalg.norm(w.ravel()) ** 2
    assert L1(0.3)(w) == pytest.approx(0.3 * absolute)
    assert L2(0.3)(w) == pytest.approx(0.3 * squared)
    assert L1L2(0.3, 0.7)(w) == pytest.approx(0.3 * absolute + 0.7 * squared)


@pytest.mark.parametrize("regularizer", ALL, ids=repr)
@given(w=weights)
def test_gradients_are_those_of_the_complex_step(regularizer, w):
    gradient = regularizer.gradient(w)
    assert gradient.shape == w.shape
    for index in np.ndindex(w.shape):
        step = w.astype(complex)
        step[index] += 1e-20j
        assert gradient[index] == pytest.approx(np.imag(regularizer(step)) / 1e-20, abs=1e-12)


def test_the_gradient_of_a_weight_of_0_is_0():
    assert L1L2(0.3, 0.7).gradient([0.0]) == 0


@pytest.mark.parametrize("regularizer", ALL, ids=repr)
def test_gives_a_number_and_keeps_dtype(regularizer):
    for dtype in (np.float32, np.float64):
        assert type(regularizer(np.ones(3, dtype))) is float
        assert regularizer.gradient(np.ones(3, dtype)).dtype == dtype
    assert repr(eval(repr(regularizer))) == repr(regularizer)


def test_defaults_are_keras():
    assert [repr(regularizers.get(name)) for name in ("l1", "l2", "l1l2")] == [
        "L1(l1=0.01)",
        "L2(l2=0.01)",
        "L1L2(l1=0.0, l2=0.0)",
    ]
    assert type(regularizers.get("L1")) is L1
    assert type(regularizers.get("L2")) is L2
    assert type(regularizers.get("L1L2")) is L1L2


def test_get_passes_through_and_suggests():
    penalty = L2(0.5)
    assert regularizers.get(penalty) is penalty
    assert regularizers.get(None) is None
    with pytest.raises(ValueError, match=r"no regularizer 'l1_l2'.*'l1l2'"):
        regularizers.get("l1_l2")


@pytest.mark.parametrize("value", [-0.1, np.nan, np.inf])
def test_refuses_a_price_below_0(value):
    with pytest.raises(ValueError, match="l2 must be a finite number, at least 0"):
        L1L2(l2=value)
    with pytest.raises(ValueError, match="l1 must be"):
        L1(value)
