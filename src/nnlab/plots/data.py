"""Points of several classes in the plane."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from nnlab.plots import style


def data(
    X: ArrayLike,
    y: ArrayLike,
    ax: Axes | None = None,
    *,
    names: Sequence[str] | None = None,
    features: tuple[str, str] = ("$x_1$", "$x_2$"),
) -> Axes:
    """Draw points with a colour and a marker for each class.

    Parameters
    ----------
    X : array_like of shape (n_samples, 2)
        The points.
    y : array_like of shape (n_samples,) or (n_samples, 1)
        Their classes, at most six.
    ax : Axes, optional
        Where to draw; a new figure by default.
    names : sequence of str, optional
        A name for each class in sorted order; ``class 0``, ``class 1``, … by default.
    features : tuple of str
        The labels of the two axes.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``X`` has not two columns, ``y`` not one class a row, there are more than six classes, or
        too few names.

    Examples
    --------
    >>> ax = data([[0, 0], [0, 1], [1, 1]], [0, 0, 1], names=["off", "on"])
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['off', 'on']
    """
    X, y = _points(X, y)
    classes = np.unique(y)
    if len(classes) > len(style.CLASS_COLORS):
        raise ValueError(f"received {len(classes)} classes, expected at most six in one picture")
    if names is not None and len(names) < len(classes):
        raise ValueError(
            f"received {len(names)} names for {len(classes)} classes: expected one each"
        )
    ax = style.axes(ax)
    for place, name in enumerate(classes):
        ax.scatter(
            *X[y == name].T,
            s=42,
            marker=style.CLASS_MARKERS[place],
            color=style.CLASS_COLORS[place],
            edgecolor=style.BLACK,
            linewidth=0.6,
            zorder=3,
            label=f"class {name}" if names is None else names[place],
        )
    ax.set(xlabel=features[0], ylabel=features[1])
    ax.legend(frameon=True, framealpha=0.85, edgecolor="none", fontsize="small")
    return ax


def truth_table(X: ArrayLike, y: ArrayLike, ax: Axes | None = None) -> Axes:
    """Draw a function of two bits as four large points with their outputs written in.

    Parameters
    ----------
    X : array_like of shape (4, 2)
        The inputs, 0 or 1.
    y : array_like of shape (4,) or (4, 1)
        The outputs, 0 or 1.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``X`` has not two columns, ``y`` not one output a row, or one of them not 0 and 1 only.

    Examples
    --------
    >>> ax = truth_table([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0])
    >>> [text.get_text() for text in ax.texts]
    ['0', '1', '1', '0']
    """
    X, y = _points(X, y)
    for name, bits in (("X", X), ("y", y)):
        if not np.isin(bits, (0, 1)).all():
            raise ValueError(f"received {name} with the values {np.unique(bits)}, expected 0 and 1")
    ax = style.axes(ax, (3.4, 3.4))
    for point, output in zip(X, y, strict=True):
        output = int(output)
        ax.scatter(
            *point,
            s=330,
            marker=style.CLASS_MARKERS[output],
            color=style.CLASS_COLORS[output],
            edgecolor=style.BLACK,
            linewidth=0.8,
            zorder=3,
        )
        ax.annotate(
            str(output),
            point,
            xytext=(0, -2 * output),  # the middle of a triangle lies low
            textcoords="offset points",
            color=style.BLACK if output else "white",
            ha="center",
            va="center",
            weight="bold",
            zorder=4,
        )
    ax.set(
        xlim=(-0.5, 1.5),
        ylim=(-0.5, 1.5),
        xticks=(0, 1),
        yticks=(0, 1),
        xlabel="$x_1$",
        ylabel="$x_2$",
        aspect="equal",
    )
    return ax


def _points(X: ArrayLike, y: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    X, y = np.asarray(X), np.asarray(y)
    if X.ndim != 2 or X.shape[1] != 2:
        raise ValueError(f"received X of shape {X.shape}, expected (n_samples, 2): two columns")
    if y.shape not in ((len(X),), (len(X), 1)):
        raise ValueError(
            f"received y of shape {y.shape}, expected ({len(X)},): one entry a row of X"
        )
    return X, y.ravel()
