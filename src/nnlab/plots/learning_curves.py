"""Learning curves: a loss or a metric, epoch by epoch, on training and on validation data."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from nnlab._names import lookup
from nnlab.plots import style


def learning_curves(history: Any, ax: Axes | None = None, *, metric: str = "loss") -> Axes:
    """Draw one value by epoch: in training and, where it was recorded, in validation.

    Parameters
    ----------
    history : History or mapping of str to sequence of float
        What ``fit`` returned, in nnlab or in Keras, or its ``history``.
    ax : Axes, optional
        Where to draw; a new figure by default.
    metric : str, default "loss"
        Which of the recorded values, with or without ``"val_"``; its twin is found by name.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If no such value was recorded.

    Examples
    --------
    >>> ax = learning_curves({"loss": [0.9, 0.5], "val_loss": [0.8, 0.7]})
    >>> [text.get_text() for text in ax.get_legend().get_texts()]
    ['training', 'validation']
    """
    recorded: Mapping[str, Sequence[float]] = getattr(history, "history", history)
    lookup(metric, recorded, "recorded value")
    metric = metric.removeprefix("val_")
    ax = style.axes(ax, (5.2, 3.2))
    for name, label, color, dash, marker in (
        (metric, "training", style.BLUE, "-", "o"),
        (f"val_{metric}", "validation", style.ORANGE, "--", "^"),
    ):
        if name in recorded:
            epochs = np.arange(1, len(recorded[name]) + 1)
            ax.plot(epochs, recorded[name], label=label, color=color, ls=dash, lw=1.8,
                    marker=marker, ms=5, mec=style.BLACK, mew=0.5,
                    markevery=max(1, len(epochs) // 15))  # fmt: skip
    ax.set(xlabel="epoch", ylabel=metric.replace("_", " "))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(frameon=False, fontsize="small")
    return ax
