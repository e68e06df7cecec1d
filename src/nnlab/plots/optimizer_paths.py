"""The paths of optimizers on a surface of two weights."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm
from numpy.typing import ArrayLike, NDArray

from nnlab.plots import style
from nnlab.surfaces import Surface

_DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (8, 2)))


def optimizer_paths(
    surface: Surface, paths: Mapping[str, ArrayLike] | None = None, ax: Axes | None = None
) -> Axes:
    """Draw a surface as a map, dark where the loss is low, and walks on it.

    Each path has a colour, a dash and, where it ends or was last seen on the map, a marker of its
    own. A white dot is its start, a star the minimum of the surface.

    Parameters
    ----------
    surface : Surface
        One of :mod:`nnlab.surfaces`.
    paths : mapping of str to array_like of shape (n_steps + 1, 2), optional
        At most six named walks, such as :func:`nnlab.surfaces.descend` returns.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are more than six paths, or one has not two columns.

    Examples
    --------
    >>> from nnlab import surfaces
    >>> from nnlab.optimizers import SGD
    >>> walk = surfaces.descend(surfaces.ravine, SGD(0.09))
    >>> ax = optimizer_paths(surfaces.ravine, {"SGD": walk})
    """
    paths = {name: np.asarray(path, dtype=float) for name, path in (paths or {}).items()}
    if len(paths) > len(_DASHES):
        raise ValueError(f"received {len(paths)} paths, expected at most six in one picture")
    for name, path in paths.items():
        if path.ndim != 2 or path.shape[1] != 2:
            raise ValueError(f"received {name!r} of shape {path.shape}, expected (n_steps + 1, 2)")
    ax = style.axes(ax, (5.4, 4.2))
    _map(surface, ax)
    for place, (name, path) in enumerate(paths.items()):
        last_seen = np.flatnonzero(_within(path, surface.limits))[-1:].tolist()
        color, marker = style.CLASS_COLORS[place], style.CLASS_MARKERS[place]
        ax.plot(*path.T, color="white", lw=3.4, zorder=2)
        ax.plot(*path.T, color=color, ls=_DASHES[place], lw=1.8, marker=marker, ms=8, mew=0.8,
                mec=style.BLACK, markevery=last_seen, label=name, zorder=3)  # fmt: skip
        ax.plot(*path[:1].T, "o", color="white", mec=style.BLACK, ms=7, zorder=4)
    if surface.minimum is not None:
        ax.plot(*surface.minimum, "*", color="white", mec=style.BLACK, ms=14, zorder=2.5,
                label="minimum")  # fmt: skip
    ax.set(
        xlabel="$w_1$",
        ylabel="$w_2$",
        title=surface.name,
        xlim=surface.limits[0],
        ylim=surface.limits[1],
    )
    if ax.get_legend_handles_labels()[1]:
        ax.legend(fontsize="small", framealpha=0.9, edgecolor="none")
    return ax


def _map(surface: Surface, ax: Axes) -> None:
    columns, rows = (np.linspace(low, high, 240) for low, high in surface.limits)
    loss = surface(np.stack(np.meshgrid(columns, rows), axis=-1))
    # As many levels in a flat valley as on steep walls: each band holds a share of the map's area,
    # the lowest bands the smallest shares.
    levels = np.quantile(loss, np.linspace(0, 1, 21) ** 1.5)
    ax.contourf(columns, rows, loss, levels=levels, cmap="cividis", alpha=0.55,
                norm=BoundaryNorm(levels, 256))  # fmt: skip
    lines = ax.contour(columns, rows, loss, levels=levels[2:-1:3], colors=style.BLACK,
                       linestyles="-", linewidths=0.5)  # fmt: skip
    ax.clabel(lines, fontsize=7, fmt="%.3g")


def _within(path: NDArray, limits: tuple[tuple[float, float], tuple[float, float]]) -> NDArray:
    low, high = np.transpose(limits)
    return ((low <= path) & (path <= high)).all(axis=1)
