"""Activations: what a neuron makes of its weighted sum, each with its derivative.

Each is an object that is called like a function; float32 stays float32.

>>> from nnlab import activations
>>> activations.relu([-1.0, 2.0]), activations.relu.derivative([-1.0, 2.0])
(array([0., 2.]), array([0., 1.]))
>>> activations.get("leaky_relu")
LeakyReLU(negative_slope=0.2)
"""

from collections.abc import Callable
from typing import Any

from nnlab._names import lookup
from nnlab.activations._base import Activation
from nnlab.activations.distribution import Softmax, softmax
from nnlab.activations.gates import GELU, Swish, gelu, silu, swish
from nnlab.activations.rectifiers import (
    ELU,
    SELU,
    LeakyReLU,
    ReLU,
    elu,
    leaky_relu,
    relu,
    selu,
)
from nnlab.activations.sigmoids import Sigmoid, Softplus, Tanh, sigmoid, softplus, tanh
from nnlab.activations.thresholds import Heaviside, Linear, Sign, heaviside, linear, sign

__all__ = [
    "ELU",
    "GELU",
    "SELU",
    "Activation",
    "Heaviside",
    "LeakyReLU",
    "Linear",
    "ReLU",
    "Sigmoid",
    "Sign",
    "Softmax",
    "Softplus",
    "Swish",
    "Tanh",
    "elu",
    "gelu",
    "get",
    "heaviside",
    "leaky_relu",
    "linear",
    "relu",
    "selu",
    "sigmoid",
    "sign",
    "silu",
    "softmax",
    "softplus",
    "swish",
    "tanh",
]

_ALL = (
    heaviside,
    sign,
    linear,
    sigmoid,
    tanh,
    relu,
    leaky_relu,
    elu,
    selu,
    swish,
    gelu,
    softplus,
    softmax,
)
_BY_NAME = {activation.name: activation for activation in _ALL} | {"silu": silu}


def get(identifier: str | Callable[..., Any] | None) -> Any:
    """Return the activation of that name; a callable is returned as it is, None is linear.

    Parameters
    ----------
    identifier : str, callable or None
        Such as ``"relu"``.

    Raises
    ------
    ValueError
        If there is no activation of that name.

    Examples
    --------
    >>> get("softmaxx")
    Traceback (most recent call last):
    ...
    ValueError: There is no activation 'softmaxx'. Did you mean 'softmax'? Known: elu, gelu, ...
    """
    if identifier is None:
        return linear
    if callable(identifier):
        return identifier
    return lookup(identifier, _BY_NAME, "activation")
