"""What a model is fed: checked once before the training, then cut into batches."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from nnlab.layers.layer import is_count

Pair = tuple[NDArray, NDArray]


def checked_inputs(x: ArrayLike, name: str = "x", dtype: DTypeLike = np.float64) -> NDArray:
    """Return ``x`` as an array of finite numbers with at least one row; no copy of an array.

    Parameters
    ----------
    x : array_like of shape (n_samples, ...)
        What a model is given.
    name : str, default "x"
        What the errors call it.
    dtype : dtype, default float64
        What it will be converted to.

    Raises
    ------
    TypeError
        If it does not hold numbers.
    ValueError
        If it is ragged, empty, a single number, or holds nan, inf, or what the dtype makes inf.

    Examples
    --------
    >>> checked_inputs([[1, 2]])
    array([[1, 2]])
    """
    try:
        x = np.asarray(x)
    except ValueError as error:
        raise ValueError(
            f"Received {name} that is no array ({error}). Expected rows of the same length."
        ) from error
    if x.dtype.kind not in "biuf":
        raise TypeError(
            f"Received {name} of dtype {x.dtype}. Expected numbers: encode words as class numbers "
            "or one-hot rows, and convert with x.astype('float32')."
        )
    if x.ndim == 0 or x.size == 0:
        raise ValueError(
            f"Received {name} of shape {x.shape}, which holds no samples. Expected the batch on "
            "axis 0, at least one row, and at least one feature."
        )
    # min and max pass nan on, and need no array of booleans as large as the data.
    low, high = (x.min(), x.max()) if x.dtype.kind == "f" else (0.0, 0.0)
    if not (np.isfinite(low) and np.isfinite(high)):
        bad = np.isfinite(x).argmin() // x[0].size
        raise ValueError(
            f"Received {name} with nan or inf, first in row {bad}. Expected finite numbers: "
            "drop such rows or fill them in, and look for a division by zero in the scaling."
        )
    limit = np.finfo(dtype).max
    if max(-low, high) > limit:
        bad = (np.abs(x) > limit).argmax() // x[0].size
        raise ValueError(
            f"Received {name} with numbers beyond {limit:.2g}, first in row {bad}. Expected what "
            f"{np.dtype(dtype)} can hold, in which the model computes: scale them."
        )
    return x


def checked_targets(
    y: ArrayLike, n_rows: int, output_shape: tuple[int, ...], sparse: bool, dtype: DTypeLike
) -> NDArray:
    """Return ``y`` as the loss takes it: class numbers, or floats of the output's shape.

    Parameters
    ----------
    y : array_like
        The targets.
    n_rows : int
        How many samples there are.
    output_shape : tuple of int
        Of one sample's output.
    sparse : bool
        Whether the loss takes class numbers.
    dtype : dtype
        Of the model.

    Raises
    ------
    TypeError, ValueError
        As for inputs; and if rows, shape or class numbers do not fit the model's output.

    Examples
    --------
    >>> checked_targets([2.0, 0.0], 2, (3,), sparse=True, dtype=np.float32)
    array([2, 0])
    >>> checked_targets([2, 0], 2, (1,), sparse=False, dtype=np.float32)
    array([[2.],
           [0.]], dtype=float32)
    """
    y = checked_inputs(y, "y", dtype)
    if len(y) != n_rows:
        raise ValueError(
            f"Received {n_rows} rows of x and {len(y)} of y. Expected one target for each sample."
        )
    return _classes(y, output_shape) if sparse else _values(y, output_shape, dtype)


def _classes(y: NDArray, output_shape: tuple[int, ...]) -> NDArray:
    *axes, n_classes = output_shape
    shape = (len(y), *axes)
    if y.shape not in (shape, (*shape, 1)):
        raise ValueError(
            f"Received y of shape {y.shape}. Expected class numbers of shape {shape}, as the "
            "loss is sparse. For one-hot rows use loss='categorical_crossentropy'."
        )
    y = y.reshape(shape)
    classes = y.astype(np.intp)
    if np.any(classes != y) or classes.min() < 0 or classes.max() >= n_classes:
        raise ValueError(
            f"Received y from {y.min()} to {y.max()}. Expected whole numbers from 0 to "
            f"{n_classes - 1}, since the model has {n_classes} outputs."
        )
    return classes


def _values(y: NDArray, output_shape: tuple[int, ...], dtype: DTypeLike) -> NDArray:
    y = y.astype(dtype, copy=False)
    if y.shape[1:] == output_shape:
        return y
    if y.ndim == 1 and output_shape == (1,):
        return y[:, np.newaxis]
    hint = " For class numbers use loss='sparse_categorical_crossentropy'." if y.ndim == 1 else ""
    raise ValueError(
        f"Received y of shape {y.shape}. Expected ({len(y)}, {', '.join(map(str, output_shape))}), "
        f"the shape of the model's output.{hint}"
    )


def split(x: NDArray, y: NDArray, share: float) -> tuple[Pair, Pair]:
    """Return ``(x, y)`` of the first rows and of the last ``share``, as views.

    Parameters
    ----------
    x : ndarray of shape (n_samples, ...)
        Inputs.
    y : ndarray of shape (n_samples, ...)
        Targets.
    share : float in (0, 1)
        How much of it the second part gets.

    Raises
    ------
    ValueError
        If the share lies outside (0, 1), or leaves one part without a row.

    Examples
    --------
    >>> split(np.arange(5), np.arange(5), 0.4)
    ((array([0, 1, 2]), array([0, 1, 2])), (array([3, 4]), array([3, 4])))
    """
    if not 0 < share < 1:
        raise ValueError(f"Received validation_split={share}. Expected 0 <= validation_split < 1.")
    n = int(np.floor(len(x) * (1 - share)))
    if n == 0 or n == len(x):
        raise ValueError(
            f"Received validation_split={share} for {len(x)} rows, which leaves nothing to "
            f"{'train on' if n == 0 else 'validate on'}. Expected at least one row on each side."
        )
    return (x[:n], y[:n]), (x[n:], y[n:])


def batches(
    x: NDArray, y: NDArray, batch_size: int, dtype: DTypeLike, order: NDArray | None = None
) -> Iterator[tuple[NDArray, NDArray]]:
    """Yield batches in the rows' own order or in the one given; the last may be smaller.

    Parameters
    ----------
    x, y : ndarray
        Samples on axis 0.
    batch_size : int
        Rows a batch.
    dtype : dtype
        That the inputs get; targets keep theirs.
    order : ndarray of int, optional
        A permutation of the rows.

    Examples
    --------
    >>> [len(a) for a, b in batches(np.zeros((7, 2)), np.zeros(7), 3, float)]
    [3, 3, 1]
    """
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        if order is None:
            yield x[rows].astype(dtype, copy=False), y[rows]
        else:
            chosen = order[rows]
            yield x.take(chosen, axis=0).astype(dtype, copy=False), y.take(chosen, axis=0)


def checked_batch_size(batch_size: int | None) -> int:
    """Return how many samples a batch holds; None is Keras' default of 32.

    Parameters
    ----------
    batch_size : int or None
        The number.

    Raises
    ------
    ValueError
        If it is neither None nor a whole number of at least 1.

    Examples
    --------
    >>> checked_batch_size(None), checked_batch_size(7)
    (32, 7)
    """
    return 32 if batch_size is None else checked_count("batch_size", batch_size)


def checked_count(name: str, value: int) -> int:
    """Return a whole number of at least 1.

    Parameters
    ----------
    name : str
        What the error calls it.
    value : int
        The number.

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> checked_count("epochs", 3)
    3
    """
    if not is_count(value):
        raise ValueError(f"Received {name}={value!r}. Expected a whole number, 1 or above.")
    return int(value)
