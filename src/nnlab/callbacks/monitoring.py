"""Watching one value of the logs: which it is, and when it is better than before."""

import math

from nnlab.callbacks.callback import Callback, Logs


def checked_mode(mode: str) -> str:
    """Return ``mode`` if it is one: "auto", "min" or "max".

    Raises
    ------
    ValueError
        If it is none.

    Examples
    --------
    >>> checked_mode("min")
    'min'
    """
    if mode not in ("auto", "min", "max"):
        raise ValueError(f"Received mode={mode!r}. Expected 'auto', 'min' or 'max'.")
    return mode


def monitored(callback: Callback, monitor: str, logs: Logs) -> float:
    """Return the value of this name.

    Parameters
    ----------
    callback : Callback
        Who asks, for the error.
    monitor : str
        The name.
    logs : dict of float
        The epoch's loss and metrics.

    Raises
    ------
    ValueError
        If the logs do not hold it.

    Examples
    --------
    >>> monitored(Callback(), "val_loss", {"loss": 0.5, "val_loss": 0.7})
    0.7
    """
    if monitor not in logs:
        raise ValueError(
            f"{type(callback).__name__} watches {monitor!r}, but the logs hold {sorted(logs)}. "
            "Choose one of these, or give fit validation_data or validation_split."
        )
    return logs[monitor]


def improves(value: float, best: float, monitor: str, mode: str, min_delta: float = 0.0) -> bool:
    """Whether ``value`` beats ``best`` by more than ``min_delta``; any number beats nan.

    Parameters
    ----------
    value, best : float
        The value of this epoch, and the best so far.
    monitor : str
        Its name, by which mode ``"auto"`` decides: accuracies should be high.
    mode : {"auto", "min", "max"}
        Whether low or high is good.
    min_delta : float, default 0
        Smaller changes are no improvement.

    Examples
    --------
    >>> improves(0.4, 0.5, "val_loss", "auto")
    True
    >>> improves(0.4, 0.5, "val_accuracy", "auto")
    False
    """
    if math.isnan(best):
        return not math.isnan(value)
    if mode == "max" or (mode == "auto" and "acc" in monitor):
        return value - min_delta > best
    return value + min_delta < best
