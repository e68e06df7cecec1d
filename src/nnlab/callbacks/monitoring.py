"""Watching one value of the logs: which it is, and when it is better than before."""

import math

from nnlab.callbacks.callback import Callback, Logs


def checked_mode(mode: str) -> str:
    """Return ``mode`` if it is one."""
    if mode not in ("auto", "min", "max"):
        raise ValueError(f"Received mode={mode!r}. Expected 'auto', 'min' or 'max'.")
    return mode


def monitored(callback: Callback, monitor: str, logs: Logs) -> float:
    """Return the value of this name."""
    if monitor not in logs:
        raise ValueError(
            f"{type(callback).__name__} watches {monitor!r}, but the logs hold {sorted(logs)}. "
            "Choose one of these, or give fit validation_data or validation_split."
        )
    return logs[monitor]


def improves(value: float, best: float, monitor: str, mode: str, min_delta: float = 0.0) -> bool:
    """Whether ``value`` beats ``best`` by more than ``min_delta``; any number beats nan.

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
