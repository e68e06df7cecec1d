"""An activation and its derivative."""

from collections.abc import Callable

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from nnlab import activations
from nnlab.layers.activation import resolve
from nnlab.plots import style


def activation(identifier: str | activations.Activation, ax: Axes | None = None) -> Axes:
    r"""Draw an activation :math:`\varphi(z)` and its derivative :math:`\varphi'(z)`.

    Where one of the two jumps at zero, its line is broken there.

    Parameters
    ----------
    identifier : str or Activation
        Keras' name, or an object of :mod:`nnlab.activations`.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If the name is unknown, or it is softmax, which has no curve: each of its outputs depends
        on all inputs.
    TypeError
        If it is a bare function, without a derivative.

    Examples
    --------
    >>> ax = activation("tanh")
    >>> ax.get_title()
    'tanh'
    """
    phi = resolve(identifier)
    if isinstance(phi, activations.Softmax):
        raise ValueError("received softmax, expected an activation of one number, such as sigmoid")
    ax = style.axes(ax, (4.2, 3.0))
    ax.plot(*_curve(phi), color=style.BLUE, lw=2.2, label="φ(z)")
    ax.plot(*_curve(phi.derivative), color=style.ORANGE, lw=2.2, ls="--", label="φ′(z)")
    ax.axhline(0, color=style.GREY, lw=0.8, zorder=0)
    ax.axvline(0, color=style.GREY, lw=0.8, ls=":", zorder=0)
    ax.set(xlabel="$z$", ylabel="output", title=phi.name)
    ax.legend(frameon=False, fontsize="small")
    return ax


def _curve(function: Callable[[NDArray], NDArray]) -> tuple[NDArray, NDArray]:
    left, right = np.linspace(-5, -1e-9, 200), np.linspace(1e-9, 5, 200)
    z, a = np.concatenate([left, right]), np.concatenate([function(left), function(right)])
    if abs(a[200] - a[199]) < 1e-6:
        return z, a
    return np.insert(z, 200, 0.0), np.insert(a, 200, np.nan)
