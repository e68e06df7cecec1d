# odd: has type hints, docstrings and doctests
# why: it changes no value
# rest: right
# %% mean
from __future__ import annotations

from collections.abc import Sequence

def mean(values: Sequence[float]) -> float:
    """The mean.

    >>> mean([1, 3])
    2.0
    """
    return sum(values) / len(values)

# %%
import doctest

doctest.testmod()
