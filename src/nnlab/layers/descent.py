r"""Gradient descent without writing the gradient down.

A kernel's plain step is :math:`W \leftarrow W - \eta X^\top dZ`. Computing the gradient first and
taking the step afterwards goes through memory of the kernel's size five times; BLAS does both in
one product. :class:`~nnlab.optimizers.SGD` is the readable form, and a test holds the two equal.
"""

import numpy as np
from numpy.typing import NDArray


def descend(kernel: NDArray, x: NDArray, d_z: NDArray, learning_rate: float) -> None:
    """Move ``kernel`` in place, by the inputs and dL/dz of one batch.

    Examples
    --------
    >>> W = np.ones((2, 1))
    >>> descend(W, np.array([[1.0, 2.0]]), np.array([[3.0]]), 0.1)
    >>> W.round(12)
    array([[0.7],
           [0.4]])
    """
    from scipy.linalg import blas

    # BLAS keeps matrices by columns: a kernel by rows is its transpose there.
    letter = "d" if kernel.dtype == np.float64 else "s"
    if len(x) == 1:
        ger = getattr(blas, f"{letter}ger")
        ger(-learning_rate, d_z[0], x[0], a=kernel.T, overwrite_a=True)
    else:
        gemm = getattr(blas, f"{letter}gemm")
        gemm(-learning_rate, d_z.T, x.T, 1.0, c=kernel.T, trans_b=True, overwrite_c=True)
