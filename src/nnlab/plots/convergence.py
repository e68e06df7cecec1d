"""The perceptron's mistakes: epoch by epoch, and against the bound of the convergence theorem."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from nnlab.plots import style


def mistakes(
    counts: ArrayLike,
    ax: Axes | None = None,
    *,
    label: str | None = None,
    color: str = style.BLUE,
    marker: str = "o",
) -> Axes:
    """Draw the number of mistakes in each epoch.

    Parameters
    ----------
    counts : array_like of shape (n_epochs,)
        Such as ``mistakes_`` of a :class:`~nnlab.perceptron.Perceptron`.
    ax : Axes, optional
        Where to draw, beside what is there already; a new figure by default.
    label : str, optional
        An entry for the legend.
    color, marker : str
        As in matplotlib.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there is not one count an epoch, or no epoch.

    Examples
    --------
    >>> ax = mistakes([3, 2, 0])
    """
    counts = np.asarray(counts)
    if counts.ndim != 1 or not counts.size:
        raise ValueError(
            f"received counts of shape {counts.shape}, expected (n_epochs,) with n_epochs > 0"
        )
    ax = style.axes(ax, (5.2, 3.0))
    epochs = np.arange(1, len(counts) + 1)
    ax.plot(epochs, counts, marker + "-", color=color, ms=4.5, lw=1.6, label=label)
    top = max(np.max(line.get_ydata()) for line in ax.lines)
    ax.set(xlabel="epoch", ylabel="mistakes", ylim=(0, 1.08 * max(top, 1)))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    if label is not None:
        ax.legend(frameon=False)
    return ax


def mistake_bound(
    lengths: ArrayLike, shadows: ArrayLike, radius: float, margin: float, ax: Axes | None = None
) -> Axes:
    r"""Draw the two inequalities of the convergence proof on one run.

    After :math:`k` mistakes the length of the weights is at most :math:`R\sqrt k`, and their
    shadow on the expert's direction at least :math:`k\gamma`. A shadow is no longer than what
    casts it, so the run must end before the two limits cross, at :math:`k = (R/\gamma)^2`.

    Parameters
    ----------
    lengths : array_like of shape (n_mistakes + 1,)
        Length of the weights after 0, 1, 2, … mistakes.
    shadows : array_like of shape (n_mistakes + 1,)
        Their component along the expert's unit vector.
    radius, margin : float
        R and γ.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Examples
    --------
    >>> ax = mistake_bound([0.0, 1.0, 1.3], [0.0, 0.8, 1.2], radius=1.0, margin=0.5)
    """
    ax = style.axes(ax, (6.4, 3.9))
    lengths, shadows = np.asarray(lengths), np.asarray(shadows)
    bound = (radius / margin) ** 2
    k = np.linspace(0, 1.1 * bound, 200)
    ax.plot(k, radius * np.sqrt(k), color=style.VERMILION, lw=1.8, label=r"ceiling $R\sqrt{k}$")
    ax.plot(k, margin * k, color=style.GREEN, lw=1.8, ls="--", label=r"floor $k\,\gamma$")
    steps = np.arange(len(lengths))
    ax.plot(steps, lengths, "o", color=style.BLUE, ms=5, label="length of the weights")
    ax.plot(steps, shadows, "^", color=style.ORANGE, mec=style.BLACK, mew=0.5, ms=5.5,
            label="their shadow on the expert")  # fmt: skip
    ax.axvline(bound, color=style.GREY, lw=1.2, ls=":")
    ax.annotate(
        rf"$(R/\gamma)^2 = {bound:.1f}$",
        (bound, 0),
        xytext=(-6, 8),
        textcoords="offset points",
        ha="right",
    )
    ax.set(xlabel="mistakes so far, $k$", ylabel="length", xlim=(0, 1.1 * bound), ylim=(0, None))
    ax.legend(frameon=False, fontsize="small")
    return ax
