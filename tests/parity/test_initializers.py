"""Initializers have Keras' scale: the same quantiles, up to the chance of a draw."""

import numpy as np
import pytest
from scipy import stats

from nnlab import initializers

keras = pytest.importorskip("keras")

NAMES = [
    "random_normal",
    "random_uniform",
    "truncated_normal",
    "variance_scaling",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
    "lecun_normal",
    "lecun_uniform",
]


@pytest.mark.parametrize("name", NAMES)
def test_draws_from_keras_distribution(name):
    # Two right samples of n = 90,000 differ by more than 0.0155 with a probability of at most
    # 2 exp(−n d²) = 8·10⁻¹⁰; the seeds are fixed as well.
    shape = (450, 200)
    keras.utils.set_random_seed(17)
    theirs = np.asarray(keras.initializers.get(name)(shape), dtype=np.float64)
    ours = initializers.get(name)(shape, np.random.default_rng(17))
    assert stats.ks_2samp(ours.ravel(), theirs.ravel()).statistic < 0.0155
    assert np.abs(ours).max() == pytest.approx(np.abs(theirs).max(), rel=0.25)


@pytest.mark.parametrize("name", ["zeros", "ones"])
def test_constants_are_keras(name):
    theirs = np.asarray(keras.initializers.get(name)((2, 3)))
    assert (initializers.get(name)((2, 3), np.random.default_rng(1)) == theirs).all()
