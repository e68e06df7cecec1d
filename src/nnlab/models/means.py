"""Means over an epoch, in which each sample counts the same."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Measure = Callable[[NDArray, NDArray, NDArray], list[float]]

_ENOUGH = 256  # samples to measure at once: one takes nearly as long


class Means:
    """Collects batches, and measures small ones together.

    Parameters
    ----------
    names : list of str
        What is measured.
    measure : callable
        ``measure(y, outputs, seen)`` gives the means over a batch's samples, in that order.
    together : bool
        Whether several batches may be measured as one.

    Examples
    --------
    >>> means = Means(["error"], lambda y, a, _: [float(np.mean(y - a))], together=True)
    >>> for y in (np.ones(2), np.full(1, 4.0)):
    ...     means.add(y, np.zeros(len(y)), y)
    >>> means.logs()
    {'error': 2.0}
    """

    def __init__(self, names: list[str], measure: Measure, *, together: bool) -> None:
        self.names = names
        self.measure = measure
        self.together = together
        self._waiting: list[tuple[NDArray, NDArray, NDArray]] = []
        self._n_waiting = 0
        self._sums = [0.0] * len(names)
        self._n_samples = 0

    def add(self, y: NDArray, outputs: NDArray, seen: NDArray) -> None:
        """Count a batch.

        Parameters
        ----------
        y, outputs, seen : ndarray
            Its targets, the model's outputs, and what the loss saw of these.
        """
        self._waiting.append((y, outputs, seen))
        self._n_waiting += len(y)
        if self._n_waiting >= _ENOUGH or not self.together:
            self._measure()

    def logs(self) -> dict[str, float]:
        """Return the means over all batches so far."""
        self._measure()
        return {n: float(s / self._n_samples) for n, s in zip(self.names, self._sums, strict=True)}

    def _measure(self) -> None:
        if not self._waiting:
            return
        if len(self._waiting) == 1:
            batch = self._waiting[0]
        else:
            y, outputs, seen = (np.concatenate(parts) for parts in zip(*self._waiting, strict=True))
            batch = y, outputs, seen
        values = self.measure(*batch)
        self._sums = [s + self._n_waiting * v for s, v in zip(self._sums, values, strict=True)]
        self._n_samples += self._n_waiting
        self._waiting, self._n_waiting = [], 0
