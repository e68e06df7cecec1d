r"""Gradient descent on the way back, without writing gradients down.

A kernel's plain step is :math:`W \leftarrow W - \eta\, X^\top dZ`. Computing the gradient first and
taking the step afterwards goes through memory of the kernel's size five times. With the rate put
on dZ, which is small, it is three times for a batch; single samples wait until some are together:

.. math::
    x\, W_n = x\, W_0 - \sum_{i < n} (x \cdot x_i)\, \eta\, dz_i, \qquad
    W_n = W_0 - \sum_{i < n} x_i\, \eta\, dz_i^\top

:class:`~nnlab.optimizers.SGD` is the readable form, and a test holds the two equal.
"""

import numpy as np
from numpy.typing import NDArray

from nnlab._arrays import product

_TOGETHER = 32  # single samples; more cost more to look through than they spare


class Descent:
    """Takes the plain steps of one kernel.

    Parameters
    ----------
    kernel : ndarray of shape (n_features, units), float32 or float64
        W; changed in place, and up to date after :meth:`finish`.
    room : ndarray of the same shape
        To compute in; what it holds afterwards means nothing.

    Attributes
    ----------
    learning_rate : float
        The rate η of the next step.

    Examples
    --------
    >>> W, x = np.ones((2, 1)), np.array([[1.0, 2.0]])
    >>> descent = Descent(W, np.empty_like(W))
    >>> descent.learning_rate = 0.1
    >>> descent.step(x, np.array([[3.0]]), later=True).round(12)
    array([[0.3]])
    >>> descent.weighted_sums(x)  # as of the kernel after the step
    array([[1.5]])
    >>> descent.finish()
    >>> W.round(12)
    array([[0.7],
           [0.4]])
    """

    learning_rate: float

    def __init__(self, kernel: NDArray, room: NDArray) -> None:
        n_features, units = kernel.shape
        self.kernel = kernel
        self.room = room
        self._x = np.empty((_TOGETHER, n_features), kernel.dtype)
        self._moves = np.empty((_TOGETHER, units), kernel.dtype)
        self._n_waiting = 0

    def weighted_sums(self, x: NDArray) -> NDArray:
        """Return x W, by all steps so far.

        Parameters
        ----------
        x : ndarray of shape (..., n_features)
            What the layer sees.
        """
        z = x @ self.kernel
        if n := self._n_waiting:
            z -= x @ self._x[:n].T @ self._moves[:n]
        return z

    def step(self, x: NDArray, d_z: NDArray, *, later: bool) -> NDArray:
        """Take a step by the inputs and dL/dz of a batch, and return η dZ.

        Parameters
        ----------
        x, d_z : ndarray of shape (batch, n_features) and (batch, units)
            What the layer saw, and the loss's slope before the activation.
        later : bool
            Whether a single sample may wait: nobody looks at the kernel but
            :meth:`weighted_sums`.
        """
        move = self.learning_rate * d_z
        if not later or len(x) > 1:
            self.kernel -= product(x.T, move, out=self.room)
            return move
        self._x[self._n_waiting], self._moves[self._n_waiting] = x[0], move[0]
        self._n_waiting += 1
        if self._n_waiting == _TOGETHER:
            self.finish()
        return move

    def finish(self) -> None:
        """Take the steps that wait."""
        if n := self._n_waiting:
            self._n_waiting = 0
            self.kernel -= product(self._x[:n].T, self._moves[:n], out=self.room)
