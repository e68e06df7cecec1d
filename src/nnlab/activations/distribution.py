"""Softmax: scores in, a probability distribution over classes out."""

import numpy as np
from numpy.typing import NDArray

from nnlab.activations._base import Activation


class Softmax(Activation):
    r"""Turn scores into probabilities that sum to 1 along an axis.

    .. math::
        p_k = \frac{e^{z_k}}{\sum_j e^{z_j}} = \frac{e^{z_k - m}}{\sum_j e^{z_j - m}}, \quad
        m = \max_j z_j, \qquad
        \frac{\partial p_k}{\partial z_j} = p_k \, (\delta_{kj} - p_j)

    It is the one activation whose outputs depend on more than one input: ``derivative`` returns
    the Jacobian, of shape (..., classes, classes), and ``backward`` multiplies by it without
    forming it: :math:`\partial L/\partial z_k = p_k \, (d_k - \sum_j d_j p_j)`.

    Parameters
    ----------
    axis : int, default=-1
        The axis of the classes.

    Raises
    ------
    ValueError
        If it is called with a single number.

    References
    ----------
    Bridle (1990), "Probabilistic interpretation of feedforward classification network outputs".

    Examples
    --------
    >>> softmax([[0.0, 0.0, np.log(2)], [1000.0, 0.0, -1000.0]])
    array([[0.25, 0.25, 0.5 ],
           [1.  , 0.  , 0.  ]])
    >>> softmax.derivative([0.0, 0.0])
    array([[ 0.25, -0.25],
           [-0.25,  0.25]])
    """

    name = "softmax"

    def __init__(self, axis: int = -1) -> None:
        self.axis = axis

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        if z.ndim == 0:
            raise ValueError(f"softmax needs scores of several classes, got the number {z}.")
        top = np.real(z).max(axis=self.axis, keepdims=True)
        # Equal infinities differ by 0 here, not by nan.
        shifted = np.subtract(z, top, where=z != top, out=np.zeros(z.shape, z.dtype))
        e = np.exp(shifted)
        return e / e.sum(axis=self.axis, keepdims=True)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        p = np.moveaxis(self.value(z), self.axis, -1)
        return p[..., np.newaxis] * (np.eye(p.shape[-1], dtype=p.dtype) - p[..., np.newaxis, :])

    def backward(self, d_a: NDArray, z: NDArray, a: NDArray) -> NDArray:  # noqa: D102
        return a * (d_a - np.sum(d_a * a, axis=self.axis, keepdims=True))


softmax = Softmax()
