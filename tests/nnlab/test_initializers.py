r"""Initializers draw from the distributions they are named for.

A statistical test here draws n numbers and compares with a bound that a right initializer misses
less than once in 10⁹ runs. Kolmogorov and Smirnov's distance D of n draws from their distribution
obeys P(D > d) ≤ 2 exp(−2 n d²) (Massart 1990): with n = 90,000 and d = 0.011 that is 7·10⁻¹⁰. The
seeds are fixed as well, so that a run that passes passes again.
"""

import numpy as np
import pytest
from scipy import stats

from nnlab import initializers
from nnlab.initializers import (
    Constant,
    RandomNormal,
    RandomUniform,
    TruncatedNormal,
    VarianceScaling,
)

SHAPE = (450, 200)
FAN_IN, FAN_OUT, FAN_AVG = 450, 200, 325
BOUND = 0.011


def normal(mean=0.0, stddev=1.0):
    return stats.norm(mean, stddev)


def truncated(mean=0.0, stddev=1.0):
    return stats.truncnorm(-2, 2, mean, stddev)


def truncated_to(variance):
    """Return the truncated normal that has this variance *after* it was cut."""
    return truncated(0, np.sqrt(variance / truncated().var()))


def uniform(low, high):
    return stats.uniform(low, high - low)


def uniform_to(variance):
    return uniform(-np.sqrt(3 * variance), np.sqrt(3 * variance))


def _name(parameter):
    return repr(parameter).partition(" object at")[0][:70]


DISTRIBUTIONS = [
    (RandomNormal(), normal(0, 0.05)),
    (RandomNormal(1.0, 0.3), normal(1, 0.3)),
    (RandomUniform(), uniform(-0.05, 0.05)),
    (RandomUniform(-1, 2), uniform(-1, 2)),
    (TruncatedNormal(), truncated(0, 0.05)),
    (TruncatedNormal(1.0, 0.3), truncated(1, 0.3)),
    (VarianceScaling(), truncated_to(1 / FAN_IN)),
    (VarianceScaling(3.0, "fan_out", "untruncated_normal"), normal(0, np.sqrt(3 / FAN_OUT))),
    (VarianceScaling(0.5, "fan_avg", "uniform"), uniform_to(0.5 / FAN_AVG)),
    (initializers.get("glorot_normal"), truncated_to(1 / FAN_AVG)),
    (initializers.get("glorot_uniform"), uniform_to(1 / FAN_AVG)),
    (initializers.get("he_normal"), truncated_to(2 / FAN_IN)),
    (initializers.get("he_uniform"), uniform_to(2 / FAN_IN)),
    (initializers.get("lecun_normal"), truncated_to(1 / FAN_IN)),
    (initializers.get("lecun_uniform"), uniform_to(1 / FAN_IN)),
]


@pytest.mark.parametrize(("initializer", "distribution"), DISTRIBUTIONS, ids=_name)
def test_draws_from_its_distribution(initializer, distribution):
    w = initializer(SHAPE, np.random.default_rng(17))
    assert w.shape == SHAPE
    assert w.dtype == np.float64
    low, high = distribution.support()
    assert low <= w.min() < w.max() <= high
    assert stats.kstest(w.ravel(), distribution.cdf).statistic < BOUND
    # No two rows or columns alike: uncorrelated neighbours. |r| √n is about |N(0, 1)| < 6.2.
    for axis in (0, 1):
        once = np.corrcoef(w.ravel(), np.roll(w, 1, axis).ravel())[0, 1]
        assert abs(once) * np.sqrt(w.size) < 6.2


def test_the_bound_tells_a_spread_from_one_a_twentieth_larger():
    # A bound that nothing exceeds would be no test.
    w = RandomNormal(0, 1.05)(SHAPE, np.random.default_rng(17))
    assert stats.kstest(w.ravel(), stats.norm.cdf).statistic > BOUND


def test_the_spread_of_a_truncated_normal_is_scipys():
    variance = initializers.variance_scaling._STDDEV_OF_TRUNCATED**2
    assert variance == pytest.approx(truncated().var(), rel=1e-14)


@pytest.mark.parametrize(("initializer", "_"), DISTRIBUTIONS, ids=_name)
def test_the_same_seed_gives_the_same_weights(initializer, _):
    one, same, other = (initializer((3, 2), np.random.default_rng(s)) for s in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).all()


def test_constants():
    rng = np.random.default_rng(1)
    assert initializers.get("zeros")((2, 1), rng).tolist() == [[0], [0]]
    assert initializers.get("ones")((2,), rng).tolist() == [1, 1]
    assert Constant(0.1)((1, 2), rng).tolist() == [[0.1, 0.1]]
    assert initializers.get("constant")((1,), rng).tolist() == [0]
    assert Constant(1)((1,), rng).dtype == np.float64


def test_defaults_are_keras():
    # A spread a hundredth off would pass as chance in the test of distributions.
    assert repr(initializers.get("random_normal")) == "RandomNormal(mean=0.0, stddev=0.05)"
    assert repr(initializers.get("truncated_normal")) == "TruncatedNormal(mean=0.0, stddev=0.05)"
    assert repr(initializers.get("random_uniform")) == "RandomUniform(minval=-0.05, maxval=0.05)"


def test_a_single_input_has_the_largest_variance():
    # The largest of 10,000 uniform numbers is below 0.997 of the limit once in 10¹³ runs.
    w = VarianceScaling(1, "fan_in", "uniform")((1, 10_000), np.random.default_rng(1))
    assert 0.997 < np.abs(w).max() / np.sqrt(3) <= 1
    assert VarianceScaling()((0, 3), np.random.default_rng(1)).shape == (0, 3)


def test_a_vector_has_itself_as_fans():
    w = VarianceScaling(1, "fan_in", "uniform")((10_000,), np.random.default_rng(1))
    assert 0.99 < w.max() / np.sqrt(3 / 10_000) <= 1
    with pytest.raises(ValueError, match=r"got shape \(2, 3, 4\)"):
        VarianceScaling()((2, 3, 4), np.random.default_rng(1))


@pytest.mark.parametrize("name", sorted(initializers._BY_NAME))
def test_every_name_is_found_and_printed_as_it_is_made(name):
    initializer = initializers.get(name)
    again = eval(repr(initializer), vars(initializers))
    assert repr(again) == repr(initializer)
    assert type(again) is type(initializer)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: RandomNormal(stddev=-1), "stddev must be at least 0, got -1"),
        (lambda: TruncatedNormal(stddev=-1), "stddev must be at least 0"),
        (lambda: RandomUniform(1, 0), "got 1 and 0"),
        (lambda: VarianceScaling(0), "scale must be above 0, got 0"),
        (lambda: VarianceScaling(mode="fan_inn"), "no mode 'fan_inn'. Did you mean 'fan_in'"),
        (lambda: VarianceScaling(distribution="normal"), "no distribution 'normal'. Did you mean"),
        (lambda: initializers.get("glorot"), "Did you mean 'glorot_"),
        (lambda: initializers.get("HeUnifrom"), "Did you mean"),
    ],
)
def test_errors_say_what_is_wrong(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_get_passes_callables_through():
    assert initializers.get(np.zeros) is np.zeros
    RandomNormal(stddev=0)
    RandomUniform(1, 1)
