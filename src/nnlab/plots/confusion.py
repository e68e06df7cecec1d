"""Which class is taken for which."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from nnlab.plots import style
from nnlab.plots.classes import predicted_classes


def confusion_matrix(
    y_true: ArrayLike,
    y_pred: ArrayLike,
    ax: Axes | None = None,
    *,
    names: Sequence[str] | None = None,
) -> Axes:
    """Draw how often each class, a row, was taken for each class, a column.

    Each cell has its count written in; the colour is its share of the row, so that a class of few
    samples is seen as well.

    Parameters
    ----------
    y_true : array_like of shape (n_samples,)
        The true classes.
    y_pred : array_like of shape (n_samples,), (n_samples, 1) or (n_samples, n_classes)
        The predicted ones, or a model's outputs for them.
    ax : Axes, optional
        Where to draw; a new figure by default.
    names : sequence of str, optional
        A name for each class in sorted order; the classes themselves by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the two do not have one entry a sample, hold anything but classes, or the names are not
        one a class.

    Examples
    --------
    >>> ax = confusion_matrix([0, 0, 1, 1], [0, 1, 1, 1], names=["off", "on"])
    >>> ax.get_title()
    '75.0 % right'
    >>> [text.get_text() for text in ax.texts]
    ['1', '1', '0', '2']
    """
    y_true, outputs = np.asarray(y_true), np.asarray(y_pred)
    for y in (y_true, outputs):
        if y.ndim == 1 and y.dtype.kind == "f" and np.any(y % 1 != 0):
            raise ValueError(
                f"received {y[y % 1 != 0][0]} where classes are expected; if y_pred holds "
                "probabilities of the second class, make it a column: y_pred.reshape(-1, 1)"
            )
    classes = _classes(y_true, outputs)
    y_pred = predicted_classes(outputs, classes)
    if y_true.shape != y_pred.shape or y_true.ndim != 1 or not y_true.size:
        raise ValueError(
            f"received classes of shapes {y_true.shape} and {y_pred.shape}, expected (n_samples,) "
            "twice, with at least one sample"
        )
    if not np.isin(y_true, classes).all():
        raise ValueError(
            f"received the true classes {np.unique(y_true)}, expected some of {classes}: outputs "
            f"of shape {outputs.shape} number the classes from 0"
        )
    if names is not None and len(names) != len(classes):
        raise ValueError(
            f"received {len(names)} names for {len(classes)} classes: expected one each"
        )
    counts = np.zeros((len(classes), len(classes)), dtype=int)
    np.add.at(counts, (np.searchsorted(classes, y_true), np.searchsorted(classes, y_pred)), 1)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)

    side = 1.6 + 0.5 * len(classes)
    ax = style.axes(ax, (side + 0.4, side))
    ax.imshow(share, cmap="cividis", vmin=0, vmax=1)
    for row, column in np.ndindex(counts.shape):
        color = style.BLACK if share[row, column] > 0.5 else "white"
        ax.text(column, row, str(counts[row, column]), ha="center", va="center", color=color,
                fontsize=9)  # fmt: skip
    labels = [str(name) for name in (classes if names is None else names)]
    ticks = np.arange(len(classes))
    slanted = {"rotation": 45, "ha": "right"} if max(map(len, labels)) > 3 else {}
    ax.set_xticks(ticks, labels, **slanted)
    ax.set_yticks(ticks, labels)
    ax.set(
        xlabel="predicted class",
        ylabel="true class",
        title=f"{np.mean(y_true == y_pred):.1%} right".replace("%", " %"),
    )
    return ax


def _classes(y_true: np.ndarray, y_pred: np.ndarray) -> np.ndarray:
    """All classes: those seen or, where outputs have a column for each, all of these."""
    if y_pred.ndim == 1:
        return np.union1d(y_true, y_pred)
    return np.arange(max(2, y_pred.shape[-1]))
