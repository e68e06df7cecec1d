"""Step functions, with their jumps drawn honestly."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from nnlab.plots import style


def step_function(
    function: Callable[[Any], Any], ax: Axes | None = None, *, name: str | None = None
) -> Axes:
    """Draw a function that is flat but for one jump at zero.

    A full dot is the value at zero; an open ring is a value that is approached, not taken.

    Parameters
    ----------
    function : callable
        For example :func:`nnlab.activations.heaviside`.
    ax : Axes, optional
        Where to draw; a new figure by default.
    name : str, optional
        The title; by default ``function.name`` where there is one.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = step_function(np.sign, name="sign")
    """
    ax = style.axes(ax, (3.6, 2.6))
    left, here, right = (float(function(z)) for z in (-1.0, 0.0, 1.0))
    for value, z in ((left, (-3, 0)), (right, (0, 3))):
        ax.plot(z, (value, value), color=style.BLUE, lw=2.5, zorder=2)
        if value != here:
            ax.plot(0, value, "o", mfc="white", mec=style.BLUE, mew=1.8, ms=8, zorder=3)
    ax.plot(0, here, "o", color=style.BLUE, ms=8, zorder=3)
    ax.axhline(0, color=style.GREY, lw=0.8, zorder=0)
    ax.axvline(0, color=style.GREY, lw=0.8, ls=":", zorder=0)
    ax.set(
        xlabel="$z$",
        ylabel="output",
        title=name or getattr(function, "name", ""),
        yticks=np.unique([left, here, right]),
        ylim=(min(left, here, right, 0) - 0.25, max(left, here, right, 0) + 0.25),
    )
    return ax
