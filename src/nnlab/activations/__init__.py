"""Activations: what a neuron makes of its weighted sum, each with its derivative.

Each is an object that is called like a function; float32 stays float32.

>>> from nnlab import activations
>>> activations.get("heaviside")([-1.0, 0.0])
array([0., 1.])
"""

from collections.abc import Callable
from typing import Any

from nnlab._names import lookup
from nnlab.activations._base import Activation
from nnlab.activations.thresholds import Heaviside, Sign, heaviside, sign

__all__ = ["Activation", "Heaviside", "Sign", "get", "heaviside", "sign"]

_BY_NAME = {activation.name: activation for activation in (heaviside, sign)}


def get(identifier: str | Callable[..., Any]) -> Any:
    """Return the activation of that name; a callable is returned as it is.

    Raises
    ------
    ValueError
        If there is no activation of that name.
    """
    if callable(identifier):
        return identifier
    return lookup(identifier, _BY_NAME, "activation")
