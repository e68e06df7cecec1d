"""The order in which scikit-learn shows the samples, for the same ``random_state``."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

INT_MAX = 2**31 - 1


def unit_states(random_state: Any, n_units: int) -> list[Any]:
    """Return the random state of each unit: its own when one class is set against the rest."""
    if n_units == 1:
        return [random_state]
    return list(_generator(random_state).randint(INT_MAX, size=n_units))


def epoch_orders(n_samples: int, shuffle: bool, random_state: Any) -> Iterator[NDArray[np.intp]]:
    """Yield the order of the samples in each epoch, shuffling the order of the one before."""
    order = permutation = np.arange(n_samples)
    if shuffle:
        generator = _generator(random_state)
        generator.randint(1, INT_MAX)  # scikit-learn draws one seed for something else first
        permutation = fisher_yates(n_samples, generator.randint(INT_MAX))
    while True:
        order = order[permutation]
        yield order


def fisher_yates(n: int, seed: int) -> NDArray[np.intp]:
    """Return a permutation drawn by Fisher and Yates' shuffle with a 32-bit xorshift.

    References
    ----------
    Marsaglia (2003), "Xorshift RNGs", Journal of Statistical Software 8(14).
    """
    permutation = np.arange(n)
    state = int(seed) or 1  # xorshift would stay at 0
    for i in range(n - 1):
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        j = i + (state & INT_MAX) % (n - i)
        permutation[i], permutation[j] = permutation[j], permutation[i]
    return permutation


def _generator(random_state: Any) -> np.random.RandomState:
    # The legacy generator, because scikit-learn seeds with it.
    if isinstance(random_state, np.random.RandomState):
        return random_state
    return np.random.RandomState(random_state)
