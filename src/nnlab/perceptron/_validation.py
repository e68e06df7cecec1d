"""Checks that the functions of this package share."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def finite(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return ``values`` as float64, or say what in them is not a finite number."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} must hold numbers only: {error}.") from None
    if not np.isfinite(array).all():
        raise ValueError(
            f"{name} must be finite, got {np.size(array) - np.isfinite(array).sum()} "
            "nan or infinite values; remove or replace them first."
        )
    return array


def samples(X: ArrayLike) -> NDArray[np.float64]:
    """Return ``X`` as float64 of shape (n_samples, n_features), with at least one sample."""
    array = finite(X, "X")
    if array.ndim != 2 or len(array) == 0:
        raise ValueError(
            f"X must have shape (n_samples, n_features) with at least one sample, "
            f"got {array.shape}; X.reshape(-1, 1) makes one feature of a flat array."
        )
    return array


def answers(y: ArrayLike) -> NDArray:
    """Return ``y``, with a single column made flat as scikit-learn does; its numbers are finite."""
    array = np.asarray(y)
    if array.dtype.kind == "f":
        finite(array, "y")
    return array.ravel() if array.ndim == 2 and array.shape[1] == 1 else array


def labelled(X: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return samples and their labels, which must be one of 0 and 1 a row."""
    inputs, labels = samples(X), finite(y, "y")
    if labels.shape != (len(inputs),):
        raise ValueError(
            f"y must have shape ({len(inputs)},), one label a row, got {labels.shape}."
        )
    if not np.isin(labels, (0, 1)).all():
        raise ValueError(f"y must hold 0 and 1 only, got {np.unique(labels)}.")
    return inputs, labels
