"""Metrics: what people read off a training, beside the loss.

An accuracy is the share of right answers in a batch, by Keras' names and conventions.
"""

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

from nnlab import losses
from nnlab._names import lookup, snake_case

Metric = Callable[[NDArray, NDArray], float]


def binary_accuracy(y_true: NDArray, y_pred: NDArray) -> float:
    """Share of outputs on the right side of 0.5; exactly 0.5 counts as class 0.

    Parameters
    ----------
    y_true, y_pred : ndarray of shape (n_samples, n_outputs)
        0 and 1, and the predicted probabilities of 1.

    Examples
    --------
    >>> binary_accuracy(np.array([[1], [0]]), np.array([[0.7], [0.9]]))
    0.5
    """
    return float(np.mean((y_pred > 0.5) == (y_true > 0.5)))


def categorical_accuracy(y_true: NDArray, y_pred: NDArray) -> float:
    """Share of rows whose largest output is where the one-hot target is largest.

    Parameters
    ----------
    y_true, y_pred : ndarray of shape (n_samples, n_classes)
        One-hot targets, and a probability or score for each class.

    Examples
    --------
    >>> categorical_accuracy(np.array([[0, 1], [0, 1]]), np.array([[0.2, 0.8], [0.6, 0.4]]))
    0.5
    """
    return sparse_categorical_accuracy(y_true.argmax(axis=-1), y_pred)


def sparse_categorical_accuracy(y_true: NDArray, y_pred: NDArray) -> float:
    """Share of rows whose largest output is the class given by its number.

    Parameters
    ----------
    y_true : ndarray of shape (n_samples,)
        The classes, from 0.
    y_pred : ndarray of shape (n_samples, n_classes)
        A probability or score for each class.

    Examples
    --------
    >>> sparse_categorical_accuracy(np.array([1, 1]), np.array([[0.2, 0.8], [0.6, 0.4]]))
    0.5
    """
    right = np.count_nonzero(y_pred.argmax(axis=-1) == y_true)
    return float(right / y_true.size)


def names(metrics: Iterable[str | Metric]) -> list[str]:
    """Return what the logs call these metrics; repeated names are numbered, as by Keras.

    Parameters
    ----------
    metrics : iterable of str or callable
        As ``compile`` takes them.

    Raises
    ------
    TypeError
        If one is neither a name nor a function.
    ValueError
        If one is called "loss".

    Examples
    --------
    >>> names(["mae", losses.Huber(), lambda y, p: 0.0, lambda y, p: 1.0])
    ['mae', 'huber', 'lambda', 'lambda_1']
    """
    found: list[str] = []
    for metric in metrics:
        if isinstance(metric, str):
            name = metric
        elif callable(metric):
            name = snake_case(getattr(metric, "__name__", type(metric).__name__))
        else:
            raise TypeError(
                f"Received the metric {metric!r}. Expected names such as 'accuracy', or functions "
                "of y_true and y_pred: metrics=['accuracy']."
            )
        if name == "loss":
            raise ValueError(
                f"Received the metric {metric!r}, named 'loss'. Expected another name, since the "
                "logs hold the model's loss under this one."
            )
        number, numbered = 0, name
        while numbered in found:
            number += 1
            numbered = f"{name}_{number}"
        found.append(numbered)
    return found


_BY_NAME: dict[str, Metric] = {
    "binary_accuracy": binary_accuracy,
    "categorical_accuracy": categorical_accuracy,
    "sparse_categorical_accuracy": sparse_categorical_accuracy,
    "mean_squared_error": losses.MeanSquaredError(),
    "mse": losses.MeanSquaredError(),
    "mean_absolute_error": losses.MeanAbsoluteError(),
    "mae": losses.MeanAbsoluteError(),
    "binary_crossentropy": losses.BinaryCrossentropy(),
    "categorical_crossentropy": losses.CategoricalCrossentropy(),
    "sparse_categorical_crossentropy": losses.SparseCategoricalCrossentropy(),
}


def get(
    identifier: str | type[losses.Loss] | Metric, y_true: NDArray, output_shape: tuple[int, ...]
) -> Metric:
    """Return a metric by name, by loss, or as the function given.

    ``"accuracy"`` is the binary one for a single output, the sparse one when ``y_true`` holds
    class numbers, and else the categorical one. Losses such as ``"mae"`` are metrics as well.

    Parameters
    ----------
    identifier : str, class or callable
        The name, or a function of ``y_true`` and ``y_pred`` that returns a number.
    y_true : ndarray
        The targets, by which ``"accuracy"`` finds its kind.
    output_shape : tuple of int
        Of one sample's output.

    Raises
    ------
    ValueError
        If the name is unknown.

    Examples
    --------
    >>> get("accuracy", np.array([2, 0, 1]), output_shape=(3,)).__name__
    'sparse_categorical_accuracy'
    """
    if isinstance(identifier, type):
        return identifier()
    if callable(identifier):
        return identifier
    if output_shape[-1] == 1:
        accuracy: Metric = binary_accuracy
    elif y_true.ndim == len(output_shape):  # there is no axis of outputs
        accuracy = sparse_categorical_accuracy
    else:
        accuracy = categorical_accuracy
    return lookup(identifier, {"accuracy": accuracy, "acc": accuracy, **_BY_NAME}, "metric")
