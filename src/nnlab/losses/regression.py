"""Losses of regression, by how hard they punish a large error: squared, absolute, or in between.

In all of them e is the error of an output, ŷ − y, and each sample's loss is the mean over its
n outputs.
"""

import numpy as np
from numpy.typing import NDArray

from nnlab._arrays import magnitude
from nnlab.losses._base import Loss


class MeanSquaredError(Loss):
    r"""The mean of squared errors, which an outlier dominates.

    .. math:: \ell = \frac1n \sum e^2, \qquad \ell' = \frac{2e}{n}, \qquad e = \hat y - y

    Examples
    --------
    >>> loss = MeanSquaredError()
    >>> loss([[0.0], [2.0]], [[1.0], [5.0]]), loss.gradient([[0.0], [2.0]], [[1.0], [5.0]])
    (5.0, array([[1.], [3.]]))
    """

    def value(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        return np.mean((y_pred - y_true) ** 2, axis=-1)

    def slope(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        return 2 * (y_pred - y_true) / y_pred.shape[-1]


class MeanAbsoluteError(Loss):
    r"""The mean of absolute errors, which an outlier moves no more than any other sample.

    .. math:: \ell = \frac1n \sum |e|, \qquad \ell' = \frac{\operatorname{sgn}(e)}{n}

    Examples
    --------
    >>> MeanAbsoluteError()([[0.0], [2.0]], [[1.0], [5.0]])
    2.0
    """

    def value(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        return np.mean(magnitude(y_pred - y_true), axis=-1)

    def slope(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        return np.sign(y_pred - y_true) / y_pred.shape[-1]


class Huber(Loss):
    r"""Squared for small errors, linear for large ones, with one slope where they meet.

    .. math::
        \ell = \frac1n \sum \begin{cases}
            \tfrac12 e^2 & |e| \le \delta \\
            \delta\,|e| - \tfrac12 \delta^2 & |e| > \delta
        \end{cases}, \qquad
        \ell' = \frac1n \max(-\delta, \min(e, \delta))

    Parameters
    ----------
    delta : float, default=1.0
        Where the two parts meet, above 0.

    Raises
    ------
    ValueError
        If ``delta`` is not above 0.

    References
    ----------
    Huber (1964), "Robust estimation of a location parameter".

    Examples
    --------
    >>> Huber()([[0.0], [2.0]], [[1.0], [5.0]])
    1.5
    """

    def __init__(self, delta: float = 1.0) -> None:
        if not delta > 0:
            raise ValueError(f"delta must be above 0, got {delta}.")
        self.delta = delta

    def value(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        error = y_pred - y_true
        squared = error**2 / 2
        linear = self.delta * magnitude(error) - self.delta**2 / 2
        return np.mean(np.where(np.abs(error) <= self.delta, squared, linear), axis=-1)

    def slope(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        return np.clip(y_pred - y_true, -self.delta, self.delta) / y_pred.shape[-1]
