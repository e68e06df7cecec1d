"""The one style of all figures: colours, markers, sizes.

Colours are those of Okabe and Ito, told apart by colour-blind readers. The first two classes also
differ in lightness, and every class has a marker of its own, so that a page printed in grey reads
the same.
"""

from typing import Any, Literal

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nnlab.plots.described import DescribedFigure

BLACK = "#222222"
GREY = "#8a8a8a"
PALE = "#ececec"
BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
SKY = "#56B4E9"
PURPLE = "#CC79A7"

CLASS_COLORS = (BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY)
CLASS_MARKERS = ("o", "^", "s", "D", "v", "P")
CLASS_TINTS = ("#d3e6f1", "#fdf3dc", "#dcefe7", "#f6e6ee", "#f9e2d3", "#e2f2fb")

LayoutEngine = Literal["constrained", "compressed", "tight", "none"]

_RC: dict[Any, Any] = {
    "font.size": 10.5,
    "axes.titlesize": 11.5,
    "axes.edgecolor": BLACK,
    "axes.labelcolor": BLACK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "text.color": BLACK,
    "xtick.color": BLACK,
    "ytick.color": BLACK,
}


def figure(
    nrows: int = 1,
    ncols: int = 1,
    *,
    size: tuple[float, float] | None = None,
    layout: LayoutEngine = "constrained",
    **subplots: Any,
) -> tuple[Figure, Any]:
    """Make a figure in the style of the course.

    Parameters
    ----------
    nrows, ncols : int
        Rows and columns of axes.
    size : tuple of float, optional
        Width and height in inches; by default 4.4 by 3.6 for each of the axes, at most 11 wide.
    layout : {"constrained", "compressed", "tight", "none"}
        How matplotlib finds room for labels.
    **subplots
        Passed on to :meth:`matplotlib.figure.Figure.subplots`, for example ``sharey=True``.

    Returns
    -------
    (Figure, Axes or ndarray of Axes)
        As :func:`matplotlib.pyplot.subplots` returns them.

    Examples
    --------
    >>> fig, (left, right) = figure(ncols=2)
    >>> left.spines["top"].get_visible()
    False
    """
    size = size or (min(4.4 * ncols, 11.0), 3.6 * nrows)
    # The figure comes first: the backend it loads may switch on Jupyter's interactive mode, which
    # the end of the context would switch off again.
    made = plt.figure(FigureClass=DescribedFigure, figsize=size, dpi=110, layout=layout)
    with plt.rc_context(_RC):
        return made, made.subplots(nrows, ncols, **subplots)


def axes(ax: Axes | None, size: tuple[float, float] | None = None) -> Axes:
    """Return ``ax``, or the axes of a new figure when it is None.

    Parameters
    ----------
    ax : Axes or None
        What a plotting function was given.
    size : tuple of float, optional
        Of the new figure, in inches.

    Examples
    --------
    >>> axes(None, (3.0, 2.0)).figure.get_size_inches()
    array([3., 2.])
    """
    return figure(size=size)[1] if ax is None else ax


def canvas(ax: Axes | None, size: tuple[float, float]) -> Axes:
    """Return axes for a drawing: nothing but paper, one unit as wide as it is high.

    Parameters
    ----------
    ax, size
        As for :func:`axes`.

    Examples
    --------
    >>> canvas(None, (3.0, 2.0)).axison
    False
    """
    ax = axes(ax, size)
    ax.set_axis_off()
    ax.set_aspect("equal")
    return ax
