"""Where a classifier changes its mind: the line of one neuron, the regions of any classifier."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from numpy.typing import ArrayLike

from nnlab.plots import style
from nnlab.plots.classes import predicted_classes
from nnlab.plots.data import data


def line(
    weights: ArrayLike,
    bias: float,
    ax: Axes | None = None,
    *,
    label: str | None = None,
    color: str = style.BLACK,
    linestyle: str = "-",
    arrow: bool = True,
) -> Axes:
    r"""Draw the line :math:`w_1 x_1 + w_2 x_2 + b = 0` of a neuron and the side it calls 1.

    The arrow stands on the line and points along :math:`w`, towards the side where the neuron
    fires. All-zero weights have no line; nothing is drawn.

    Parameters
    ----------
    weights : array_like of shape (2,)
        The weights.
    bias : float
        The bias.
    ax : Axes, optional
        Where to draw, within its present limits; a new figure by default.
    label : str, optional
        An entry for the legend.
    color, linestyle : str
        As in matplotlib.
    arrow : bool
        Whether to draw the arrow.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are not two weights.

    Examples
    --------
    >>> ax = line([1.0, 1.0], -1.5)
    """
    w = np.asarray(weights, dtype=float)
    if w.shape != (2,):
        raise ValueError(f"received weights of shape {w.shape}, expected (2,): a line in the plane")
    ax = style.axes(ax)
    length = np.hypot(*w)
    if length == 0:
        return ax
    limits = np.array([ax.get_xlim(), ax.get_ylim()])
    normal = w / length
    # The point of the line nearest to the middle of the picture: there the arrow is seen.
    middle = limits.mean(axis=1)
    foot = middle - (w @ middle + bias) / length * normal
    along = np.array([-normal[1], normal[0]]) * np.hypot(*np.diff(limits)[:, 0])
    ends = np.array([foot - 2 * along, foot + 2 * along])
    ax.plot(*ends.T, color=color, linestyle=linestyle, lw=2, label=label, zorder=2)
    if arrow:
        tip = foot + 0.14 * np.diff(limits).min() * normal
        ax.annotate(
            "",
            tip,
            foot,
            arrowprops={"arrowstyle": "-|>", "color": color, "lw": 1.8, "shrinkA": 0, "shrinkB": 0},
            zorder=5,
        )
    ax.set(xlim=limits[0], ylim=limits[1])
    return ax


def half_plane(weights: ArrayLike, bias: float, ax: Axes | None = None) -> Axes:
    """Draw the line of a neuron and tint the side where it answers 1, the line itself included.

    Parameters
    ----------
    weights : array_like of shape (2,)
        The weights.
    bias : float
        The bias.
    ax : Axes, optional
        Where to draw, within its present limits; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are not two weights.

    Examples
    --------
    >>> ax = half_plane([1.0, 1.0], -1.5)
    """
    ax = line(weights, bias, ax)
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    columns, rows = np.linspace(left, right, 400), np.linspace(bottom, top, 400)
    first, second = np.asarray(weights, dtype=float)
    fires = first * columns + second * rows[:, np.newaxis] + bias >= 0
    ax.imshow(
        fires,
        extent=(left, right, bottom, top),
        origin="lower",
        cmap=ListedColormap(style.CLASS_TINTS[:2]),
        vmin=0,
        vmax=1,
        aspect=ax.get_aspect(),
        zorder=0,
    )
    return ax


def decision_boundary(
    predict: Callable[[np.ndarray], np.ndarray],
    X: ArrayLike,
    y: ArrayLike,
    ax: Axes | None = None,
    *,
    names: list[str] | None = None,
    features: tuple[str, str] = ("$x_1$", "$x_2$"),
) -> Axes:
    """Tint the plane by predicted class, under the data.

    Parameters
    ----------
    predict : callable
        From points of shape (n, 2) to n classes, to probabilities of shape (n, n_classes), or
        for two classes to (n, 1): such as ``model.predict`` in nnlab, Keras and scikit-learn.
    X : array_like of shape (n_samples, 2)
        The points.
    y : array_like of shape (n_samples,)
        Their true classes.
    ax : Axes, optional
        Where to draw; a new figure by default.
    names, features
        As in :func:`nnlab.plots.data`.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If ``X`` has not two columns, there are more than six classes, or ``predict`` returns
        something else.

    Examples
    --------
    >>> X, y = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]
    >>> ax = decision_boundary(lambda points: points.sum(axis=1) > 1.5, X, y)
    """
    ax = data(X, y, ax, names=names, features=features)
    X = np.asarray(X, dtype=float)
    low, high = X.min(axis=0), X.max(axis=0)
    pad = np.where(high > low, 0.12 * (high - low), 0.5)
    columns, rows = (
        np.linspace(start, stop, 300) for start, stop in zip(low - pad, high + pad, strict=True)
    )
    grid = np.stack(np.meshgrid(columns, rows), axis=-1)
    classes = np.unique(np.asarray(y))
    predicted = predicted_classes(predict(grid.reshape(-1, 2)), classes)
    place = np.searchsorted(classes, predicted).reshape(grid.shape[:2])
    ax.pcolormesh(
        columns,
        rows,
        place,
        cmap=ListedColormap(style.CLASS_TINTS),
        vmin=-0.5,
        vmax=len(style.CLASS_TINTS) - 0.5,
        zorder=0,
        rasterized=True,
    )
    for region in range(1, len(classes)):  # every border is one of a class but the first
        inside = place == region
        if inside.any() and not inside.all():
            ax.contour(columns, rows, inside, levels=[0.5], colors=style.BLACK, linewidths=1.4)
    ax.set(xlim=(columns[0], columns[-1]), ylim=(rows[0], rows[-1]))
    return ax
