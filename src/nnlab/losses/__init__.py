"""Losses: how wrong predictions are, as one number, and its gradient.

>>> from nnlab import losses
>>> loss = losses.get("mse")
>>> loss(y_true=[[1.0], [2.0]], y_pred=[[1.0], [4.0]])
2.0
>>> loss.gradient(y_true=[[1.0], [2.0]], y_pred=[[1.0], [4.0]])
array([[0.],
       [2.]])
"""

from collections.abc import Callable
from typing import Any

from nnlab._names import made
from nnlab.losses._base import Loss
from nnlab.losses.crossentropy import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
)
from nnlab.losses.regression import Huber, MeanAbsoluteError, MeanSquaredError

__all__ = [
    "BinaryCrossentropy",
    "CategoricalCrossentropy",
    "Huber",
    "Loss",
    "MeanAbsoluteError",
    "MeanSquaredError",
    "SparseCategoricalCrossentropy",
    "get",
]

_BY_NAME: dict[str, type[Loss]] = {
    "mean_squared_error": MeanSquaredError,
    "mse": MeanSquaredError,
    "mean_absolute_error": MeanAbsoluteError,
    "mae": MeanAbsoluteError,
    "huber": Huber,
    "binary_crossentropy": BinaryCrossentropy,
    "categorical_crossentropy": CategoricalCrossentropy,
    "sparse_categorical_crossentropy": SparseCategoricalCrossentropy,
}
_BY_NAME |= {loss.__name__: loss for loss in _BY_NAME.values()}


def get(identifier: str | Callable[..., Any]) -> Any:
    """Return the loss of that name or class with its defaults; a loss is returned as it is.

    Parameters
    ----------
    identifier : str, class or loss
        Such as ``"mse"`` or ``"mean_squared_error"``.

    Raises
    ------
    ValueError
        If there is no loss of that name.
    TypeError
        If it is a bare function, without a gradient.

    Examples
    --------
    >>> get("mean_absolute_error")
    MeanAbsoluteError()
    """
    loss = made(identifier, _BY_NAME, "loss")
    if not hasattr(loss, "gradient"):
        raise TypeError(
            f"Received loss={identifier!r}, which has no gradient to go back from. Expected a name "
            "such as 'mse', or a subclass of nnlab.losses.Loss with value and slope."
        )
    return loss
