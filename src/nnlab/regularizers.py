"""Regularizers: a price on large weights, added to the loss.

>>> from nnlab import regularizers
>>> penalty = regularizers.L2(0.1)
>>> penalty([[1.0, -2.0]]), penalty.gradient([[1.0, -2.0]])
(0.5, array([[ 0.2, -0.4]]))
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlab._arrays import as_float, magnitude
from nnlab._names import made
from nnlab._repr import ConstructorRepr


class Regularizer(ConstructorRepr):
    """A penalty on weights of any shape: called it gives the price, ``gradient`` its slope.

    Examples
    --------
    >>> class UnitLength(Regularizer):
    ...     def __call__(self, weights):
    ...         return float((np.sum(weights**2) - 1) ** 2)
    ...
    ...     def gradient(self, weights):
    ...         return 4 * (np.sum(weights**2) - 1) * weights
    >>> w = np.array([1.0, 1.0])
    >>> UnitLength()(w), UnitLength().gradient(w)
    (1.0, array([4., 4.]))
    """

    def __call__(self, weights: ArrayLike) -> float:
        """Return the price of ``weights``."""
        raise NotImplementedError

    def gradient(self, weights: ArrayLike) -> NDArray:
        """Return the derivative of the price, of the shape and dtype of ``weights``.

        Parameters
        ----------
        weights : array_like
            Such as a kernel, of any shape.
        """
        raise NotImplementedError


class L1(Regularizer):
    r"""The sum of magnitudes, which pulls weights to exactly 0.

    .. math:: R = \lambda_1 \sum |w|, \qquad R' = \lambda_1 \operatorname{sgn}(w)

    Parameters
    ----------
    l1 : float, default=0.01
        λ₁, at least 0.

    Raises
    ------
    ValueError
        If λ₁ is negative or not finite.

    References
    ----------
    R. Tibshirani, "Regression shrinkage and selection via the lasso", JRSS B 58, 1996.

    Examples
    --------
    >>> L1(0.5)([1.0, -2.0]), L1(0.5).gradient([1.0, -2.0])
    (1.5, array([ 0.5, -0.5]))
    """

    def __init__(self, l1: float = 0.01) -> None:
        self.l1 = _factor(l1, "l1")

    def __call__(self, weights: ArrayLike) -> float:  # noqa: D102
        return (self.l1 * np.sum(magnitude(as_float(weights)))).item()

    def gradient(self, weights: ArrayLike) -> NDArray:  # noqa: D102
        return self.l1 * np.sign(as_float(weights))


class L2(Regularizer):
    r"""The sum of squares, which shrinks weights in proportion; note that there is no half.

    .. math:: R = \lambda_2 \sum w^2, \qquad R' = 2 \lambda_2 w

    Parameters
    ----------
    l2 : float, default=0.01
        λ₂, at least 0.

    Raises
    ------
    ValueError
        If λ₂ is negative or not finite.

    References
    ----------
    A. Krogh, J. A. Hertz, "A simple weight decay can improve generalization", NeurIPS 1991.

    Examples
    --------
    >>> L2(0.5)([1.0, -2.0]), L2(0.5).gradient([1.0, -2.0])
    (2.5, array([ 1., -2.]))
    """

    def __init__(self, l2: float = 0.01) -> None:
        self.l2 = _factor(l2, "l2")

    def __call__(self, weights: ArrayLike) -> float:  # noqa: D102
        return (self.l2 * np.sum(as_float(weights) ** 2)).item()

    def gradient(self, weights: ArrayLike) -> NDArray:  # noqa: D102
        return 2 * self.l2 * as_float(weights)


class L1L2(Regularizer):
    r"""Both at once: :math:`R = \lambda_1 \sum |w| + \lambda_2 \sum w^2`.

    Parameters
    ----------
    l1, l2 : float, default=0.0
        λ₁ and λ₂, at least 0.

    Raises
    ------
    ValueError
        If one of them is negative or not finite.

    References
    ----------
    H. Zou, T. Hastie, "Regularization and variable selection via the elastic net", JRSS B 67, 2005.

    Examples
    --------
    >>> L1L2(l1=0.5, l2=0.5)([1.0, -2.0])
    4.0
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = _factor(l1, "l1")
        self.l2 = _factor(l2, "l2")

    def __call__(self, weights: ArrayLike) -> float:  # noqa: D102
        return L1(self.l1)(weights) + L2(self.l2)(weights)

    def gradient(self, weights: ArrayLike) -> NDArray:  # noqa: D102
        return L1(self.l1).gradient(weights) + L2(self.l2).gradient(weights)


def _factor(value: float, name: str) -> float:
    if not 0 <= value < float("inf"):
        raise ValueError(f"{name} must be a finite number, at least 0, got {value}.")
    return float(value)


_BY_NAME = {"l1": L1, "L1": L1, "l2": L2, "L2": L2, "l1l2": L1L2, "L1L2": L1L2}


def get(identifier: str | Callable[..., Any] | None) -> Any:
    """Return the regularizer of that name or class; one, and None, are returned as they are.

    Parameters
    ----------
    identifier : str, class, regularizer or None
        ``"l1"``, ``"l2"`` or ``"l1l2"``.

    Raises
    ------
    ValueError
        If there is no regularizer of that name.
    TypeError
        If it is a bare function, without a gradient.

    Examples
    --------
    >>> get("l2")
    L2(l2=0.01)
    """
    if identifier is None:
        return None
    regularizer = made(identifier, _BY_NAME, "regularizer")
    if not hasattr(regularizer, "gradient"):
        raise TypeError(
            f"Received the regularizer {identifier!r}, which has no gradient. Expected a name such "
            "as 'l2', or a subclass of nnlab.regularizers.Regularizer with its gradient."
        )
    return regularizer
