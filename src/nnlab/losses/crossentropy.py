"""Cross-entropies: how surprised a predicted distribution is by the truth.

Each takes probabilities p or, with ``from_logits=True``, the scores z that a sigmoid or softmax
would make into probabilities. From scores nothing is lost; probabilities are kept within
[ε, 1 − ε], ε = 1e-7, and have no slope outside, as in Keras.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlab._arrays import as_float
from nnlab.activations import sigmoid, softmax, softplus
from nnlab.losses._base import EPSILON, Loss


class BinaryCrossentropy(Loss):
    r"""The cross-entropy of yes or no, one for each of n outputs.

    .. math::
        \ell &= -\frac1n \sum y \ln p + (1 - y) \ln (1 - p), &
        \ell' &= \frac1n \, \frac{p - y}{p \, (1 - p)} \\
        \text{from logits: } \ell &=
            \frac1n \sum y \, \mathrm{softplus}(-z) + (1 - y) \, \mathrm{softplus}(z), &
        \ell' &= \frac1n \, (\sigma(z) - y)

    Parameters
    ----------
    from_logits : bool, default=False
        Whether predictions are scores z instead of probabilities p.

    Examples
    --------
    >>> round(BinaryCrossentropy()([[1.0], [0.0]], [[0.5], [0.5]]), 6)
    0.693147
    >>> BinaryCrossentropy(from_logits=True)([[1.0], [0.0]], [[1000.0], [1000.0]])
    500.0
    """

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def value(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        y = y_true
        if self.from_logits:
            z = y_pred
            surprise = y * softplus.value(-z) + (1 - y) * softplus.value(z)
        else:
            p = np.clip(y_pred, EPSILON, 1 - EPSILON)
            surprise = -y * np.log(p) - (1 - y) * np.log(1 - p)
        return np.mean(surprise, axis=-1)

    def slope(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        n = y_pred.shape[-1]
        if self.from_logits:
            return (sigmoid.value(y_pred) - y_true) / n
        p = np.clip(y_pred, EPSILON, 1 - EPSILON)
        return np.where(p == y_pred, (p - y_true) / (p * (1 - p)), 0) / n


class CategoricalCrossentropy(Loss):
    r"""The cross-entropy of one class among K, for targets that are distributions (one-hot).

    .. math::
        \ell &= -\sum_k y_k \ln q_k, \quad q_k = \frac{p_k}{\sum_j p_j}, &
        \ell'_k &= \frac{g_k - \sum_j g_j q_j}{\sum_j p_j}, \quad g_k = -\frac{y_k}{q_k} \\
        \text{from logits: } \ell &= -\sum_k y_k \ln \mathrm{softmax}(z)_k, &
        \ell'_k &= \mathrm{softmax}(z)_k \sum_j y_j - y_k

    Keras, too, divides probabilities by their sum, so that they are a distribution.

    Parameters
    ----------
    from_logits : bool, default=False
        Whether predictions are scores z instead of probabilities p.

    Examples
    --------
    >>> round(CategoricalCrossentropy()([[0, 1, 0]], [[0.25, 0.5, 0.25]]), 6)
    0.693147
    >>> CategoricalCrossentropy(from_logits=True).gradient([[0, 1]], [[7.0, 7.0]])
    array([[ 0.5, -0.5]])
    """

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def value(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        if self.from_logits:
            return -np.sum(y_true * log_softmax(y_pred), axis=-1)
        q = y_pred / np.sum(y_pred, axis=-1, keepdims=True)
        return -np.sum(y_true * np.log(np.clip(q, EPSILON, 1 - EPSILON)), axis=-1)

    def slope(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        if self.from_logits:
            return softmax.value(y_pred) * np.sum(y_true, axis=-1, keepdims=True) - y_true
        total = np.sum(y_pred, axis=-1, keepdims=True)
        q = y_pred / total
        clipped = np.clip(q, EPSILON, 1 - EPSILON)
        g = np.where(clipped == q, -y_true / clipped, 0)
        return (g - np.sum(g * q, axis=-1, keepdims=True)) / total

    def _checked(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray, NDArray]:
        if np.ndim(y_true) == np.ndim(y_pred) == 1:  # one sample, as in Keras
            y_true, y_pred = np.atleast_2d(y_true, y_pred)
        return super()._checked(y_true, y_pred)


class SparseCategoricalCrossentropy(Loss):
    r"""The cross-entropy of one class among K, for targets that are class numbers c.

    .. math::
        \ell &= \ln \sum_j p_j - \ln p_c, &
        \ell'_k &= \frac{1}{\sum_j p_j} - \frac{[k = c]}{p_c} \\
        \text{from logits: } \ell &= -\ln \mathrm{softmax}(z)_c, &
        \ell'_k &= \mathrm{softmax}(z)_k - [k = c]

    Parameters
    ----------
    from_logits : bool, default=False
        Whether predictions are scores z instead of probabilities p.

    Raises
    ------
    ValueError
        If a target is not the number of a class, from 0 to K − 1.

    Examples
    --------
    >>> round(SparseCategoricalCrossentropy()([1], [[0.25, 0.5, 0.25]]), 6)
    0.693147
    """

    def __init__(self, from_logits: bool = False) -> None:
        self.from_logits = from_logits

    def value(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        scores = y_pred if self.from_logits else np.log(np.clip(y_pred, EPSILON, 1 - EPSILON))
        log_p = log_softmax(scores).reshape(-1, scores.shape[-1])
        return -log_p[np.arange(len(log_p)), y_true.ravel()].reshape(y_true.shape)

    def slope(self, y_true: NDArray, y_pred: NDArray) -> NDArray:  # noqa: D102
        is_class = np.eye(y_pred.shape[-1], dtype=y_pred.dtype)[y_true]
        if self.from_logits:
            return softmax.value(y_pred) - is_class
        p = np.clip(y_pred, EPSILON, 1 - EPSILON)
        return np.where(p == y_pred, 1 / np.sum(p, axis=-1, keepdims=True) - is_class / p, 0)

    def _checked(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray, NDArray]:
        y_true, y_pred = np.asarray(y_true), as_float(y_pred)
        if y_true.shape != y_pred.shape[:-1]:
            hint = (
                " If y_true is one-hot, CategoricalCrossentropy takes it as it is."
                if y_true.shape == y_pred.shape
                else ""
            )
            raise ValueError(
                f"y_true must hold one class number a sample, shape {y_pred.shape[:-1]} to fit "
                f"y_pred of shape {y_pred.shape}, got {y_true.shape}.{hint}"
            )
        if y_pred.size == 0:
            raise ValueError(f"The batch is empty: y_pred has shape {y_pred.shape}.")
        classes, n_classes = y_true.astype(np.intp), y_pred.shape[-1]
        if (classes != y_true).any() or classes.min() < 0 or classes.max() >= n_classes:
            raise ValueError(
                f"y_true must hold class numbers from 0 to {n_classes - 1}, as y_pred has "
                f"{n_classes} columns; got values from {y_true.min()} to {y_true.max()}."
            )
        return classes, y_pred


def log_softmax(z: NDArray) -> NDArray:
    """Return ln softmax(z) along the last axis, exact where softmax itself would round to 0.

    Parameters
    ----------
    z : ndarray of shape (..., n_classes)
        Scores, real or complex.

    Examples
    --------
    >>> log_softmax(np.array([0.0, 1000.0]))
    array([-1000.,     0.])
    """
    shifted = z - np.real(z).max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
