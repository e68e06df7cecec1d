"""How large the gradient is in each layer: where it vanishes on its way back, it shows."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from nnlab.plots import style


def gradient_norms(
    norms: Any,
    ax: Axes | None = None,
    *,
    epoch: int = 0,
    label: str | None = None,
    color: str = style.BLUE,
    marker: str = "o",
) -> Axes:
    """Draw the norm of each layer's gradient on a logarithmic axis, from first layer to last.

    A gradient of exactly 0 has no place on such an axis; a cross on its lower edge stands for it.

    Parameters
    ----------
    norms : GradientNorms or mapping of str to sequence of float
        The callback after a training, or its ``norms``: for each layer one value an epoch.
    ax : Axes, optional
        Where to draw, beside what is there already; a new figure by default.
    epoch : int, default 0
        Which epoch, from 0; -1 is the last.
    label : str, optional
        An entry for the legend, to tell several runs apart.
    color, marker : str
        As in matplotlib.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no layers, or not that many epochs.

    Examples
    --------
    >>> ax = gradient_norms({"dense": [1e-6, 1e-5], "dense_1": [0.01, 0.02]})
    >>> ax.get_yscale()
    'log'
    """
    recorded: Mapping[str, Sequence[float]] = getattr(norms, "norms", norms)
    epochs = min(map(len, recorded.values()), default=0)
    if not -epochs <= epoch < epochs:
        raise ValueError(
            f"received epoch={epoch} and {epochs} recorded epochs of {len(recorded)} layers, "
            "expected one of these: train with GradientNorms() among the callbacks"
        )
    ax = style.axes(ax, (5.2, 3.2))
    values = np.array([by_epoch[epoch] for by_epoch in recorded.values()])
    places, zero = np.arange(1, len(values) + 1), values == 0
    ax.set_yscale("log")
    ax.plot(places[~zero], values[~zero], marker + "-", color=color, mec=style.BLACK, mew=0.5,
            ms=5.5, lw=1.6, label=label)  # fmt: skip
    if zero.any():
        edge = ax.get_xaxis_transform()  # layers across, share of the height up
        named = "exactly 0" in ax.get_legend_handles_labels()[1]
        ax.plot(places[zero], np.zeros(zero.sum()), "x", transform=edge, clip_on=False, ms=8, mew=2,
                color=color, label=None if named else "exactly 0")  # fmt: skip
    ax.set(xlabel="layer, from the inputs on", ylabel="norm of the gradient", xticks=places)
    if ax.get_legend_handles_labels()[1]:
        ax.legend(frameon=False, fontsize="small")
    return ax
