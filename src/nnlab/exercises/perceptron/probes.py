"""What several exercises of this chapter draw or judge alike."""

from itertools import product
from typing import Any

import numpy as np

from nnlab.checks.wording import describe


def separable(rng: np.random.Generator, rows: int, features: int, margin: float) -> tuple:
    """Draw rows that a known unit separates, none nearer than the margin to its plane."""
    w, b = rng.normal(size=features), rng.normal() / 2
    length = np.linalg.norm(w)
    X = rng.normal(size=(20 * rows, features))
    X = X[np.abs(X @ w + b) >= margin * length][:rows]
    return X, np.where(X @ w + b >= 0, 1, 0), w, b


def binary_rows(n_inputs: int) -> np.ndarray:
    """Return the inputs of a truth table, in counting order."""
    return np.array(list(product([0, 1], repeat=n_inputs)))


def numbers(value: Any, shape: tuple[int, ...], name: str) -> np.ndarray:
    """Return what a student gave as an array, or say what is wrong with it."""
    array = _array(value, name)
    if array.dtype.kind not in "iuf":
        raise ValueError(f"`{name}` should hold numbers; it is {describe(value)}.")
    if not np.isfinite(array).all():
        raise ValueError(f"`{name}` should hold finite numbers; it holds nan or infinity.")
    if array.shape != shape:
        wanted = f"have shape {shape}" if shape else "be a single number"
        raise ValueError(f"`{name}` should {wanted}; it has shape {array.shape}.")
    return array


def _array(value: Any, name: str) -> np.ndarray:
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(f"`{name}` has rows of different lengths.") from None


def _network(result: Any, n_inputs: int) -> tuple[np.ndarray, ...]:
    if not isinstance(result, (tuple, list)) or len(result) != 4:
        raise ValueError("Return four things: `return W, b, v, c`.")
    W = _array(result[0], "W")
    if W.ndim != 2 or W.shape[0] != n_inputs:
        raise ValueError(
            f"`W` should have one row an input and one column a hidden unit, shape ({n_inputs}, "
            f"units); it has {W.shape}."
        )
    units = W.shape[1]
    return (
        numbers(W, W.shape, "W"),
        numbers(result[1], (units,), "b"),
        numbers(result[2], (units,), "v"),
        numbers(result[3], (), "c"),
    )


def two_layers(result: Any, X: np.ndarray) -> np.ndarray:
    """Return what a network (W, b, v, c) of threshold units answers to each row."""
    W, b, v, c = _network(result, X.shape[1])
    hidden = np.where(X @ W + b >= 0, 1, 0)
    return np.where(hidden @ v + c >= 0, 1, 0)
