"""What is true of dropout, as statistics and to the last digit."""

import math

import numpy as np
import pytest
from scipy import stats

from nnlab import activations, layers

BOTH = pytest.mark.parametrize("make", [layers.Dropout, layers.AlphaDropout])

# ---- statistics -------------------------------------------------------------------------------
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


# ---- to the last digit ------------------------------------------------------------------------


class _Grid:
    """A generator whose draws lie evenly in [0, 1): 0, 1/n, 2/n, ..."""

    def random(self, shape, dtype):
        return (np.arange(math.prod(shape)) / math.prod(shape)).astype(dtype).reshape(shape)


@BOTH
@pytest.mark.parametrize("rate", [0.125, 0.25, 0.5])
def test_of_draws_in_equal_distance_exactly_the_rate_is_dropped(make, rate):
    layer = make(rate)
    layer.build((8,))
    layer.rng = _Grid()
    layer.forward(np.ones((2, 8)), training=True)
    assert np.count_nonzero(layer.backward(np.ones((2, 8))) == 0) == 16 * rate


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.5, 0.9])
def test_alpha_dropout_sends_to_selus_limit_and_keeps_both_moments(rate):
    x = np.tile([1.0, -1.0], (100, 10))  # mean 0, variance 1
    layer = layers.AlphaDropout(rate, seed=9)
    y = layer(x, training=True)
    kept = layer.backward(np.ones_like(x)) != 0
    (silent,), (high,), (low,) = (
        np.unique(y[where].round(12)) for where in (~kept, kept & (x > 0), kept & (x < 0))
    )
    assert (1 - rate) * (high + low) / 2 + rate * silent == pytest.approx(0, abs=1e-10)
    assert (1 - rate) * (high**2 + low**2) / 2 + rate * silent**2 == pytest.approx(1, rel=1e-10)
    scale, shift = (high - low) / 2, (high + low) / 2
    assert (silent - shift) / scale == pytest.approx(activations.selu(-1000.0), rel=1e-10)


@BOTH
def test_outside_training_and_at_rate_0_the_inputs_pass_untouched(make):
    x = np.random.default_rng(8).normal(size=(5, 4))
    for layer, training in [(make(0.5), {}), (make(0.0), {"training": True})]:
        assert layer(x, **training) is x
        assert layer.forward(x, **training) is x
        assert layer.backward(x) is x


@BOTH
def test_the_same_seed_draws_the_same_masks(make):
    x = np.ones((6, 6))
    first, second = (make(0.5, seed=1)(x, training=True) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    assert (first != make(0.5, seed=2)(x, training=True)).any()


@BOTH
@pytest.mark.parametrize("rate", [-0.1, 1.0, 1.5, math.nan])
def test_a_rate_must_lie_from_0_to_below_1(make, rate):
    with pytest.raises(ValueError, match=r"Received rate=.* Expected 0 <= rate < 1"):
        make(rate)
