"""Two classes of points in the plane, from those a line can part to those that need layers."""

import numpy as np
from numpy.typing import NDArray

Points = tuple[NDArray[np.float64], NDArray[np.int64]]


def xor() -> Points:
    """Return the four corners of the unit square, and 1 where exactly one coordinate is 1.

    Examples
    --------
    >>> X, y = xor()
    >>> X.tolist(), y.tolist()
    ([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], [0, 1, 1, 0])
    """
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0, 1, 1, 0])


def make_blobs(n_samples: int = 100, *, margin: float = 0.5, rng: np.random.Generator) -> Points:
    """Draw two clouds on either side of a random line, none nearer to it than ``margin``.

    Parameters
    ----------
    n_samples : int
        Half of them, rounded down, are of class 0.
    margin : float
        The least distance of a point from the line, at least 0.
    rng : numpy.random.Generator

    Returns
    -------
    X : (n_samples, 2) of float64
    y : (n_samples,) of 0 and 1, in random order

    Raises
    ------
    ValueError
        If ``n_samples`` is below 2, or ``margin`` negative.
    TypeError
        If ``rng`` is no generator.

    Examples
    --------
    >>> X, y = make_blobs(50, margin=0.2, rng=np.random.default_rng(7))
    >>> X.shape, y.sum()
    ((50, 2), np.int64(25))
    """
    if margin < 0:
        raise ValueError(f"margin must be at least 0, got {margin}.")
    y = _labels(n_samples, rng)
    angle = rng.uniform(0, 2 * np.pi)
    normal, along = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    offset = rng.uniform(-1, 1)
    distance = margin + np.abs(rng.normal(1, 0.5, n_samples))
    position = rng.normal(0, 1, n_samples)
    side = 2 * y - 1
    z = offset + side * distance
    return z[:, np.newaxis] * normal + position[:, np.newaxis] * along, y


def make_moons(n_samples: int = 200, *, noise: float = 0.1, rng: np.random.Generator) -> Points:
    """Draw two interleaved half circles of radius 1, with Gaussian noise.

    Parameters
    ----------
    n_samples : int
        Half of them, rounded down, are of class 0, the upper moon.
    noise : float
        The standard deviation of the noise.
    rng : numpy.random.Generator

    Returns
    -------
    X : (n_samples, 2) of float64
    y : (n_samples,) of 0 and 1, in random order

    Raises
    ------
    ValueError
        If ``n_samples`` is below 2, or ``noise`` negative.
    TypeError
        If ``rng`` is no generator.

    Examples
    --------
    >>> X, y = make_moons(4, noise=0.0, rng=np.random.default_rng(7))
    >>> np.all(X[y == 0, 1] >= 0), np.all(X[y == 1, 1] <= 0.5)
    (np.True_, np.True_)
    """
    y = _labels(n_samples, rng)
    angle = rng.uniform(0, np.pi, n_samples)
    x1 = np.where(y == 0, np.cos(angle), 1 - np.cos(angle))
    x2 = np.where(y == 0, np.sin(angle), 0.5 - np.sin(angle))
    return _with_noise(x1, x2, noise, rng), y


def make_circles(
    n_samples: int = 200, *, noise: float = 0.1, factor: float = 0.5, rng: np.random.Generator
) -> Points:
    """Draw a circle of radius ``factor`` (class 1) within one of radius 1 (class 0).

    Parameters
    ----------
    n_samples : int
        Half of them, rounded down, are of class 0, the outer circle.
    noise : float
        The standard deviation of the noise.
    factor : float
        The inner radius, from 0 to below 1.
    rng : numpy.random.Generator

    Returns
    -------
    X : (n_samples, 2) of float64
    y : (n_samples,) of 0 and 1, in random order

    Raises
    ------
    ValueError
        If ``n_samples`` is below 2, ``noise`` negative, or ``factor`` not from 0 to below 1.
    TypeError
        If ``rng`` is no generator.

    Examples
    --------
    >>> X, y = make_circles(4, noise=0.0, rng=np.random.default_rng(7))
    >>> np.linalg.norm(X[y == 1], axis=1)
    array([0.5, 0.5])
    """
    if not 0 <= factor < 1:
        raise ValueError(f"factor must be from 0 to below 1, got {factor}.")
    y = _labels(n_samples, rng)
    angle = rng.uniform(0, 2 * np.pi, n_samples)
    radius = np.where(y == 0, 1.0, factor)
    return _with_noise(radius * np.cos(angle), radius * np.sin(angle), noise, rng), y


def make_spirals(n_samples: int = 200, *, noise: float = 0.1, rng: np.random.Generator) -> Points:
    """Draw two spiral arms of one and a half turns, a distance of 1 apart.

    Parameters
    ----------
    n_samples : int
        Half of them, rounded down, are of class 0.
    noise : float
        The standard deviation of the noise.
    rng : numpy.random.Generator

    Returns
    -------
    X : (n_samples, 2) of float64
    y : (n_samples,) of 0 and 1, in random order

    Raises
    ------
    ValueError
        If ``n_samples`` is below 2, or ``noise`` negative.
    TypeError
        If ``rng`` is no generator.

    References
    ----------
    Lang and Witbrock (1988), "Learning to tell two spirals apart".

    Examples
    --------
    >>> X, y = make_spirals(100, noise=0.0, rng=np.random.default_rng(7))
    >>> np.linalg.norm(X, axis=1).max() <= 3
    np.True_
    """
    y = _labels(n_samples, rng)
    turn = np.sqrt(rng.uniform(0, 1, n_samples)) * 3 * np.pi  # evenly along the arm
    radius, angle = turn / np.pi, turn + np.pi * y
    return _with_noise(radius * np.cos(angle), radius * np.sin(angle), noise, rng), y


def _labels(n_samples: int, rng: np.random.Generator) -> NDArray[np.int64]:
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be a generator, such as np.random.default_rng(0), got {rng!r}.")
    if n_samples < 2:
        raise ValueError(f"n_samples must be at least 2, one a class, got {n_samples}.")
    return rng.permutation((np.arange(n_samples) >= n_samples // 2).astype(np.int64))


def _with_noise(
    x1: NDArray, x2: NDArray, noise: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    if noise < 0:
        raise ValueError(f"noise must be at least 0, got {noise}.")
    X = np.column_stack([x1, x2])
    return X + rng.normal(0, noise, X.shape)
