"""Initializers: where weights start.

Each is called with a shape and a generator. Glorot, He and LeCun are three choices of the
variance in :class:`VarianceScaling`.

>>> import numpy as np
>>> from nnlab import initializers
>>> he = initializers.get("he_uniform")
>>> he((2, 3), np.random.default_rng(0)).round(2)
array([[ 0.47, -0.8 , -1.59],
       [-1.67,  1.09,  1.43]])
"""

from collections.abc import Callable
from typing import Any

from nnlab._names import lookup
from nnlab.initializers._base import Initializer
from nnlab.initializers.constant import Constant, Ones, Zeros
from nnlab.initializers.random import RandomNormal, RandomUniform, TruncatedNormal
from nnlab.initializers.variance_scaling import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    VarianceScaling,
)

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "get",
]

_BY_NAME: dict[str, type[Initializer]] = {
    "zeros": Zeros,
    "ones": Ones,
    "constant": Constant,
    "random_normal": RandomNormal,
    "random_uniform": RandomUniform,
    "truncated_normal": TruncatedNormal,
    "variance_scaling": VarianceScaling,
    "glorot_normal": GlorotNormal,
    "glorot_uniform": GlorotUniform,
    "he_normal": HeNormal,
    "he_uniform": HeUniform,
    "lecun_normal": LecunNormal,
    "lecun_uniform": LecunUniform,
}
_BY_NAME |= {initializer.__name__: initializer for initializer in _BY_NAME.values()}


def get(identifier: str | Callable[..., Any]) -> Any:
    """Return the initializer of that name or class with its defaults, or the function given.

    Parameters
    ----------
    identifier : str, class or callable
        Such as ``"he_normal"`` or ``"HeNormal"``.

    Raises
    ------
    ValueError
        If there is no initializer of that name.

    Examples
    --------
    >>> get("glorot_uniform")
    GlorotUniform()
    """
    if isinstance(identifier, type):
        return identifier()
    if callable(identifier):
        return identifier
    return lookup(identifier, _BY_NAME, "initializer")()
