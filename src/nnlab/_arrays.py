"""Arrays of floats, real or complex, as the formulas of this package take them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_float(z: ArrayLike) -> NDArray:
    """Return ``z`` as an array of floats: floats keep their dtype, integers become float64."""
    z = np.asarray(z)
    return z if np.issubdtype(z.dtype, np.inexact) else z.astype(np.float64)


def magnitude(z: NDArray) -> NDArray:
    """Return abs(z); where z is complex its analytic continuation, ±z by the sign of Re z."""
    if z.dtype.kind != "c":
        return np.abs(z)
    return np.where(np.real(z) < 0, -z, z)


def product(a: NDArray, b: NDArray, out: NDArray) -> NDArray:
    """Write ab into ``out``, and return it.

    For one column times one row ``dot`` is ten times as fast as ``matmul``; for more it is slower,
    since it writes zeros first.
    """
    if len(b) == 1 and a.dtype == b.dtype == out.dtype:
        return np.dot(a, b, out=out)
    return np.matmul(a, b, out=out)
