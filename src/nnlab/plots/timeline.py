"""Years on a line, with spans shaded behind them."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from nnlab.plots import style

_HEIGHTS = (0.5, -0.5, 1.15, -1.15)


def timeline(
    events: Mapping[int, str],
    spans: Mapping[str, tuple[int, int]] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw events along the years, above and below the line in turn.

    Parameters
    ----------
    events : mapping of int to str
        What happened in which year; the text may have several lines.
    spans : mapping of str to (int, int), optional
        Named stretches of years, shaded.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        If there are no events.

    Examples
    --------
    >>> ax = timeline({1943: "first model", 1958: "perceptron"}, {"winter": (1969, 1982)})
    """
    if not events:
        raise ValueError("received no events, expected at least one, such as {1958: 'perceptron'}")
    ax = style.axes(ax, (10.5, 3.6))
    for name, (start, end) in (spans or {}).items():
        ax.axvspan(start, end, color=style.CLASS_TINTS[5], zorder=0)
        ax.text((start + end) / 2, 1.9, name, ha="center", va="top", fontsize=9, color="#3c6e8f")
    ax.axhline(0, color=style.BLACK, lw=1.5, zorder=1)
    for place, (year, text) in enumerate(sorted(events.items())):
        height = _HEIGHTS[place % len(_HEIGHTS)]
        ax.plot([year, year], [0, height], color=style.GREY, lw=1, zorder=1)
        ax.plot(year, 0, "o", color=style.BLUE, ms=7, zorder=2)
        ax.text(
            year,
            height,
            f"{year}\n{text}",
            ha="center",
            va="bottom" if height > 0 else "top",
            fontsize=8.5,
            linespacing=1.25,
            bbox={"fc": "white", "ec": "none", "pad": 1.5, "alpha": 0.85},
        )
    years = list(events)
    ax.set(xlim=(min(years) - 6, max(years) + 7), ylim=(-1.95, 1.95), xlabel="year")
    ax.yaxis.set_visible(False)
    ax.spines["left"].set_visible(False)
    return ax
