r"""Gradient descent by one sample, without writing the gradient down.

A kernel's plain step is :math:`W \leftarrow W - \eta\, x\, dz^\top`. Computing the gradient first
and taking the step afterwards goes through memory of the kernel's size five times; BLAS does both
at once. :class:`~nnlab.optimizers.SGD` is the readable form, and a test holds the two equal.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray


def descend(kernel: NDArray, x: NDArray, d_z: NDArray, learning_rate: float) -> None:
    """Move ``kernel`` in place, by the input and dL/dz of one sample.

    Parameters
    ----------
    kernel : ndarray of shape (n_features, units), float32 or float64
        W, by rows in memory.
    x : ndarray of shape (n_features,)
        What the layer saw.
    d_z : ndarray of shape (units,)
        The loss's slope before the activation.
    learning_rate : float
        The rate η.

    Examples
    --------
    >>> W = np.ones((2, 1))
    >>> descend(W, np.array([1.0, 2.0]), np.array([3.0]), 0.1)
    >>> W.round(12)
    array([[0.7],
           [0.4]])
    """
    # BLAS keeps matrices by columns: a kernel by rows is its transpose there.
    _ger(kernel.dtype)(-learning_rate, d_z, x, a=kernel.T, overwrite_a=True)


@cache
def _ger(dtype: np.dtype) -> Callable[..., NDArray]:
    """Return BLAS' A + α x yᵀ. SciPy is slow to import, so it waits for the first use."""
    from scipy.linalg import get_blas_funcs

    (ger,) = get_blas_funcs(["ger"], dtype=dtype)
    return ger
