"""Random numbers of a given spread, whatever the layer's size."""

import numpy as np
from numpy.typing import NDArray

from nnlab.initializers._base import Initializer, Shape


class RandomNormal(Initializer):
    r"""The normal distribution :math:`N(\mu, \sigma^2)`.

    Parameters
    ----------
    mean, stddev : float
        μ and σ, which is at least 0.

    Raises
    ------
    ValueError
        If σ is negative.

    Examples
    --------
    >>> RandomNormal(stddev=0.01)((300, 100), np.random.default_rng(0)).std().round(4)
    np.float64(0.01)
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05) -> None:
        self.mean = mean
        self.stddev = _at_least_0(stddev, "stddev")

    def __call__(self, shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:  # noqa: D102
        return rng.normal(self.mean, self.stddev, shape)


class RandomUniform(Initializer):
    """The uniform distribution from ``minval`` to ``maxval``.

    Parameters
    ----------
    minval, maxval : float
        Its ends.

    Raises
    ------
    ValueError
        If ``minval`` exceeds ``maxval``.

    Examples
    --------
    >>> w = RandomUniform(-0.1, 0.3)((300, 100), np.random.default_rng(0))
    >>> w.mean().round(2), w.min() >= -0.1, w.max() <= 0.3
    (np.float64(0.1), np.True_, np.True_)
    """

    def __init__(self, minval: float = -0.05, maxval: float = 0.05) -> None:
        if not minval <= maxval:
            raise ValueError(f"minval must not exceed maxval, got {minval} and {maxval}.")
        self.minval = minval
        self.maxval = maxval

    def __call__(self, shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:  # noqa: D102
        return rng.uniform(self.minval, self.maxval, shape)


class TruncatedNormal(Initializer):
    r"""The normal distribution without its tails: values beyond 2σ are drawn again.

    Their spread is less than σ: the standard deviation of what is left is 0.8796 σ.

    Parameters
    ----------
    mean, stddev : float
        μ and σ of the normal distribution before it is cut; σ is at least 0.

    Raises
    ------
    ValueError
        If σ is negative.

    Examples
    --------
    >>> w = TruncatedNormal(stddev=1.0)((300, 100), np.random.default_rng(0))
    >>> w.std().round(2), np.abs(w).max() <= 2
    (np.float64(0.88), np.True_)
    """

    def __init__(self, mean: float = 0.0, stddev: float = 0.05) -> None:
        self.mean = mean
        self.stddev = _at_least_0(stddev, "stddev")

    def __call__(self, shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:  # noqa: D102
        z = rng.standard_normal(shape)
        while (beyond := np.abs(z) > 2).any():
            z = np.where(beyond, rng.standard_normal(shape), z)
        return self.mean + self.stddev * z


def _at_least_0(value: float, name: str) -> float:
    if not value >= 0:
        raise ValueError(f"{name} must be at least 0, got {value}.")
    return value
