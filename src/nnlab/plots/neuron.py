"""Two drawings: a nerve cell, and the artificial neuron that borrows its name."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch
from matplotlib.path import Path

from nnlab.plots import style

_DENDRITES = (  # each branch: from the cell body outwards, twigs after the fork
    ((0.0, 0.5), (-0.6, 1.1), (-1.5, 1.2), (-2.1, 1.7)),
    ((-1.275, 1.234), (-1.6, 1.32), (-1.9, 1.1), (-2.4, 1.05)),
    ((-0.4, 0.1), (-1.1, 0.4), (-1.7, 0.1), (-2.5, 0.3)),
    ((-1.4, 0.24), (-1.7, 0.1), (-2.0, -0.2), (-2.4, -0.3)),
    ((-0.2, -0.4), (-0.8, -0.9), (-1.4, -0.9), (-2.2, -1.4)),
    ((-1.125, -0.9), (-1.5, -1.0), (-1.9, -0.75), (-2.45, -0.75)),
)
_AXON = (
    ((0.4, 0.0), (2.0, 0.35), (3.4, -0.35), (5.0, 0.0)),
    ((5.0, 0.0), (5.4, 0.1), (5.6, 0.5), (6.1, 0.75)),
    ((5.0, 0.0), (5.4, 0.0), (5.7, 0.05), (6.3, 0.0)),
    ((5.0, 0.0), (5.4, -0.1), (5.6, -0.5), (6.1, -0.75)),
)


def biological_neuron(ax: Axes | None = None) -> Axes:
    """Draw a nerve cell: dendrites gather, the cell body adds up, the axon sends.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = biological_neuron()
    """
    ax = style.canvas(ax, (8.0, 3.2))
    for thick, branches in ((2.6, _DENDRITES), (3.4, _AXON)):
        for branch in branches:
            path = Path(branch, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
            ax.add_patch(
                PathPatch(path, fc="none", ec=style.BLUE, lw=thick, capstyle="round", zorder=1)
            )
    ax.add_patch(Circle((0, 0), 0.62, fc=style.CLASS_TINTS[0], ec=style.BLUE, lw=2, zorder=2))
    ax.add_patch(Circle((0.05, 0.02), 0.2, fc=style.BLUE, ec="none", zorder=3))
    for *_, end in _AXON[1:]:
        ax.add_patch(Circle(end, 0.12, fc=style.ORANGE, ec=style.BLACK, lw=0.8, zorder=3))
    for x, y, name, role in (
        (-2.2, -2.0, "dendrites", "gather signals from other cells"),
        (0.9, -1.15, "cell body", "adds them up"),
        (2.9, 0.75, "axon", "carries one pulse, or none"),
        (5.9, -1.4, "synapses", "pass it on, strongly or weakly"),
    ):
        ax.text(x, y, name, ha="center", weight="bold", fontsize=10)
        ax.text(x, y - 0.34, role, ha="center", fontsize=9, color="#555555")
    ax.set(xlim=(-3.9, 7.6), ylim=(-2.5, 1.9))
    return ax


def neuron(
    weights: Sequence[float | str] = ("$w_1$", "$w_2$", "$w_3$"),
    bias: float | str = "$b$",
    ax: Axes | None = None,
    *,
    inputs: Sequence[str] | None = None,
) -> Axes:
    """Draw a threshold logic unit: inputs, weights, weighted sum, step, output.

    Parameters
    ----------
    weights : sequence of float or str
        What to write on the connections.
    bias : float or str
        What to write on the connection from the constant 1.
    ax : Axes, optional
        Where to draw; a new figure by default.
    inputs : sequence of str, optional
        The names of the inputs; x with an index by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is not one name for each weight.

    Examples
    --------
    >>> ax = neuron([1, 1], -1.5)
    """
    if inputs is None:
        inputs = [f"$x_{i}$" for i in range(1, len(weights) + 1)]
    if len(inputs) != len(weights):
        raise ValueError(
            f"received {len(weights)} weights and {len(inputs)} inputs, expected one each"
        )
    ax = style.canvas(ax, (8.0, 3.2))
    sources = [("1", bias), *zip(inputs, weights, strict=True)]
    heights = np.linspace(1.5, -1.5, len(sources))
    for (name, weight), height in zip(sources, heights, strict=True):
        constant = name == "1"
        fill = style.PALE if constant else style.CLASS_TINTS[0]
        _arrow(ax, (-1.8, height), (0.9, 0.25 * height))
        ax.add_patch(Circle((-2.2, height), 0.4, fc=fill, ec=style.BLACK, lw=1, zorder=2))
        ax.text(-2.2, height, name, ha="center", va="center", zorder=3)
        ax.text(-0.75, 0.71 * height, str(weight), ha="center", va="center", bbox=_PATCH, zorder=3)
    _arrow(ax, (2.1, 0), (3.3, 0), "$z$")
    _arrow(ax, (4.5, 0), (5.8, 0))
    ax.add_patch(Circle((1.5, 0), 0.6, fc="white", ec=style.BLACK, lw=1.4, zorder=2))
    ax.text(1.5, 0, r"$\sum$", ha="center", va="center", fontsize=15, zorder=3)
    box = FancyBboxPatch(
        (3.4, -0.5), 1.0, 1.0, boxstyle="round,pad=0.08", fc="white", ec=style.BLACK
    )
    ax.add_patch(box)
    ax.plot([3.5, 3.9, 3.9, 4.3], [-0.3, -0.3, 0.3, 0.3], color=style.BLUE, lw=2.4, zorder=3)
    ax.text(6.1, 0, r"$\hat y$", ha="center", va="center", fontsize=13)
    for x, name in ((-2.2, "inputs"), (-0.75, "weights"), (1.5, "weighted sum"), (3.9, "step"),
                    (6.1, "output")):  # fmt: skip
        ax.text(x, -2.35, name, ha="center", fontsize=9, color="#555555")
    ax.set(xlim=(-3.9, 7.6), ylim=(-2.6, 2.0))
    return ax


_PATCH = {"fc": "white", "ec": "none", "pad": 1.5}


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], label: str = "") -> None:
    ax.annotate("", end, start, arrowprops={"arrowstyle": "-|>", "color": style.BLACK, "lw": 1.3})
    ax.text((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 + 0.2, label, ha="center")
