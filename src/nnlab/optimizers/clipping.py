r"""Gradient clipping: how to keep one steep place from throwing the weights far away.

Clipping by value changes the direction of the step, clipping by norm does not.
R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks",
ICML 2013, algorithm 1.
"""

import math
from collections.abc import Sequence

import numpy as np


def clip_by_value(gradient: np.ndarray, clipvalue: float) -> np.ndarray:
    r"""Cut each element to the range: :math:`g_i \leftarrow \min(\max(g_i, -c), c)`.

    Parameters
    ----------
    gradient : ndarray
        Of any shape; it is not changed.
    clipvalue : float
        The bound c, above 0.

    Examples
    --------
    >>> clip_by_value(np.array([-3.0, 0.5]), 1.0)
    array([-1. ,  0.5])
    """
    return np.clip(gradient, -clipvalue, clipvalue)


def clip_by_norm(gradient: np.ndarray, clipnorm: float) -> np.ndarray:
    r"""Shorten one gradient: :math:`g \leftarrow g \, c / \max(\lVert g \rVert_2, c)`.

    Parameters
    ----------
    gradient : ndarray
        Of any shape; it is not changed.
    clipnorm : float
        The largest length c, above 0.

    Examples
    --------
    >>> clip_by_norm(np.array([3.0, 4.0]), 1.0)
    array([0.6, 0.8])
    """
    return gradient * (clipnorm / max(global_norm([gradient]), clipnorm))


def clip_by_global_norm(grads: Sequence[np.ndarray], clipnorm: float) -> list[np.ndarray]:
    r"""Shorten all by one factor, :math:`c / \max(\lVert g \rVert_2, c)`, the norm over all.

    Parameters
    ----------
    grads : sequence of ndarray
        Of any shapes; they are not changed.
    clipnorm : float
        The largest length c of all together, above 0.

    Examples
    --------
    >>> clip_by_global_norm([np.array([3.0]), np.array([4.0])], 1.0)
    [array([0.6]), array([0.8])]
    """
    scale = clipnorm / max(global_norm(grads), clipnorm)
    return [gradient * scale for gradient in grads]


def global_norm(grads: Sequence[np.ndarray]) -> float:
    r"""Length of all gradients as one vector, :math:`\sqrt{\sum_i g_i^2}`.

    Parameters
    ----------
    grads : sequence of ndarray
        Of any shapes.

    Examples
    --------
    >>> global_norm([np.array([3.0]), np.array([[4.0]])])
    5.0
    """
    return math.sqrt(sum(float(np.vdot(gradient, gradient)) for gradient in grads))
