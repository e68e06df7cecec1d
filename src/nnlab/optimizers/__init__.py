"""Optimizers: rules that move the parameters against their gradients.

>>> w = np.array([3.0])
>>> optimizer = SGD(learning_rate=0.5)
>>> optimizer.apply([2 * w], [w])  # the slope of w²
>>> w
array([0.])
"""

from typing import Any

import numpy as np  # noqa: F401  for the example

from nnlab._names import lookup
from nnlab.optimizers import schedules
from nnlab.optimizers.adadelta import Adadelta
from nnlab.optimizers.adagrad import Adagrad
from nnlab.optimizers.adam import Adam
from nnlab.optimizers.adamw import AdamW
from nnlab.optimizers.nadam import Nadam
from nnlab.optimizers.optimizer import Optimizer, Schedule
from nnlab.optimizers.rmsprop import RMSprop
from nnlab.optimizers.sgd import SGD

__all__ = [
    "SGD",
    "Adadelta",
    "Adagrad",
    "Adam",
    "AdamW",
    "Nadam",
    "Optimizer",
    "RMSprop",
    "Schedule",
    "get",
    "schedules",
]

_BY_NAME = {
    cls.__name__.lower(): cls for cls in (SGD, Adadelta, Adagrad, Adam, AdamW, Nadam, RMSprop)
}


def get(identifier: str | type[Any] | Optimizer) -> Optimizer:
    """Return the optimizer of this name or class with its default settings, or the one given.

    Parameters
    ----------
    identifier : str, class or Optimizer
        Such as ``"sgd"``, in letters of either case.

    Raises
    ------
    ValueError
        If no optimizer has this name.
    TypeError
        If the argument is neither a name nor an optimizer.

    Examples
    --------
    >>> get("sgd").learning_rate
    0.01
    """
    if isinstance(identifier, type):
        return get(identifier())
    if isinstance(identifier, Optimizer):
        return identifier
    if not isinstance(identifier, str):
        raise TypeError(
            f"Received optimizer={identifier!r}. Expected a name such as 'sgd', "
            "or an optimizer such as SGD(learning_rate=0.1)."
        )
    return lookup(identifier.lower(), _BY_NAME, "optimizer")()
