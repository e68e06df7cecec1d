"""A layered network of neurons, with its weights on the connections."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle
from numpy.typing import ArrayLike

from nnlab.plots import style

_ACROSS, _RADIUS = 2.6, 0.36


def network(
    names: Sequence[Sequence[str]],
    weights: Sequence[ArrayLike] | None = None,
    biases: Sequence[ArrayLike] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network layer by layer, from the inputs on the left to the outputs on the right.

    Parameters
    ----------
    names : sequence of sequences of str
        What to write into each unit, layer by layer, inputs first.
    weights : sequence of array_like, optional
        One matrix of shape (units before, units after) for each gap between layers.
    biases : sequence of array_like, optional
        One vector for each layer after the inputs.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If a matrix of weights does not fit between its layers.

    Examples
    --------
    >>> ax = network([["$x_1$", "$x_2$"], ["AND"]], [[[1], [1]]], [[-1.5]])
    """
    sizes = [len(layer) for layer in names]
    ax = style.canvas(ax, (2.3 * len(sizes), 0.6 + 1.05 * max(sizes)))
    places = [_column(layer, size, max(sizes)) for layer, size in enumerate(sizes)]
    for gap, (before, after) in enumerate(pairwise(places)):
        matrix = None if weights is None else np.asarray(weights[gap])
        if matrix is not None and matrix.shape != (len(before), len(after)):
            raise ValueError(
                f"received weights[{gap}] of shape {matrix.shape}, expected "
                f"({len(before)}, {len(after)}): (units before, units after)"
            )
        for i, start in enumerate(before):
            for j, end in enumerate(after):
                weight = None if matrix is None else matrix[i, j]
                _connect(ax, start, end, weight, at=0.3 if i <= j else 0.7)
    for layer, column in enumerate(places):
        for unit, (x, y) in enumerate(column):
            fill = style.CLASS_TINTS[0] if layer == 0 else "white"
            ax.add_patch(Circle((x, y), _RADIUS, fc=fill, ec=style.BLACK, lw=1.2, zorder=3))
            ax.text(x, y, names[layer][unit], ha="center", va="center", fontsize=9, zorder=4)
            if layer and biases is not None:
                bias = f"b = {np.asarray(biases[layer - 1])[unit]:g}".replace("-", "−")
                ax.text(x, y + _RADIUS + 0.1, bias, ha="center", fontsize=8.5)
    ax.set(
        xlim=(-0.6, _ACROSS * (len(sizes) - 1) + 0.6),
        ylim=(-0.6, 1.3 * (max(sizes) - 1) + 0.8),
    )
    return ax


def _column(layer: int, size: int, tallest: int) -> np.ndarray:
    heights = 1.3 * ((tallest - 1) / 2 + (size - 1) / 2 - np.arange(size))
    return np.column_stack([np.full(size, _ACROSS * layer), heights])


def _connect(
    ax: Axes, start: np.ndarray, end: np.ndarray, weight: float | None, *, at: float
) -> None:
    # A negative weight is dashed as well as red: it must be seen in grey, too.
    negative = weight is not None and weight < 0
    color = style.VERMILION if negative else style.BLACK
    ax.plot(*np.array([start, end]).T, color=color, ls="--" if negative else "-", lw=1.3, zorder=1)
    if weight is not None:
        text = f"{weight:g}".replace("-", "−")
        patch = {"fc": "white", "ec": "none", "pad": 1.2}
        x, y = start + at * (end - start)
        ax.text(x, y, text, color=color, ha="center", va="center", fontsize=9, bbox=patch, zorder=2)
