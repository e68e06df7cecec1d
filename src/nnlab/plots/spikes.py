"""The voltage of a simulated nerve cell, with its spikes."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from nnlab.plots import style


def spikes(time: ArrayLike, voltage: ArrayLike, fired: ArrayLike, threshold: float,
           ax: Axes | None = None) -> Axes:  # fmt: skip
    """Draw a voltage over time, its threshold, and a stroke for every spike.

    Parameters
    ----------
    time, voltage : array_like of shape (n_steps,)
        Milliseconds and millivolts.
    fired : array_like of shape (n_steps,)
        Whether the cell fired at each step.
    threshold : float
        The voltage at which it fires.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = spikes([0, 1, 2], [-65, -52, -65], [False, True, False], threshold=-50)
    """
    ax = style.axes(ax, (6.4, 2.8))
    time, voltage, fired = np.asarray(time), np.asarray(voltage), np.asarray(fired, dtype=bool)
    ax.plot(time, voltage, color=style.BLUE, lw=1.6)
    ax.vlines(time[fired], threshold, 20, color=style.BLUE, lw=1.6)
    ax.axhline(threshold, color=style.VERMILION, lw=1.2, ls="--")
    ax.annotate(
        "threshold",
        (1.01, threshold),
        xycoords=("axes fraction", "data"),
        color=style.VERMILION,
        va="center",
        fontsize=9,
        annotation_clip=False,
    )
    ax.set(
        xlabel="time (ms)",
        ylabel="voltage (mV)",
        ylim=(-75, 25),
        title=f"{fired.sum()} spikes in {time[-1]:.0f} ms",
    )
    return ax
