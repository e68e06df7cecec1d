r"""The loss at the end of a model, and the short way back when an activation fits it.

Softmax before categorical cross-entropy, and sigmoid before binary cross-entropy, have a common
gradient in which everything cancels:

.. math:: \frac{\partial L}{\partial z} = \frac{p - y}{N}, \qquad p = \varphi(z)

Taking the two steps one by one would divide by p and multiply by it again, and lose the digits of
a p near 0. The value is for the same reason the loss of z, ``from_logits=True``. Keras does both
as well.
"""

import copy
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnlab import activations, losses


class Objective:
    """A loss and the model before it, seen as one function of the model's output.

    Parameters
    ----------
    loss : loss
        With value and ``gradient``.
    model : layer
        What ends in an activation gives ``activation``, ``z`` and ``backward_z``.

    Examples
    --------
    >>> from nnlab.layers import Dense
    >>> layer = Dense(2, "softmax", kernel_initializer="zeros")
    >>> objective = Objective(losses.SparseCategoricalCrossentropy(), layer)
    >>> p, y = layer(np.array([[1.0, 2.0]])), np.array([1])
    >>> round(objective.value(y, objective.seen(p)), 6)
    0.693147
    >>> objective.backward(y, p)
    >>> layer.grads["bias"]  # p − y
    array([ 0.5, -0.5])
    """

    def __init__(self, loss: Any, model: Any) -> None:
        self.loss = loss
        self.model = model
        self.sparse = isinstance(loss, losses.SparseCategoricalCrossentropy)
        self.binary = isinstance(loss, losses.BinaryCrossentropy)
        self.loss_of_z: Any = None
        if _cancels(model.activation, loss):
            self.loss_of_z = copy.copy(loss)
            self.loss_of_z.from_logits = True

    def seen(self, y_pred: NDArray) -> NDArray:
        """Return what the loss is computed from, for the batch that has just gone forward.

        Parameters
        ----------
        y_pred : ndarray
            The model's output; where an activation fits the loss, what came before it counts.
        """
        return y_pred if self.loss_of_z is None else self.model.z

    def value(self, y_true: NDArray, seen: NDArray) -> float:
        """Return the mean loss of what was seen.

        Parameters
        ----------
        y_true, seen : ndarray
            Targets, and what :meth:`seen` returned.
        """
        if self.loss_of_z is None:
            return self.loss(y_true, seen)
        values = self.loss_of_z.value(y_true, seen)
        return values.sum().item() / values.size

    def backward(self, y_true: NDArray, y_pred: NDArray) -> None:
        """Fill the model's gradients for that batch.

        Parameters
        ----------
        y_true, y_pred : ndarray
            Targets, and the model's output.
        """
        if self.loss_of_z is None:
            self.model.backward(self.loss.gradient(y_true, y_pred), to_inputs=False)
        else:
            d_z = self._minus(y_pred, y_true)
            # by how many terms the loss is the mean of
            d_z /= d_z.size if self.binary else d_z.size // d_z.shape[-1]
            self.model.backward_z(d_z, to_inputs=False)

    def _minus(self, p: NDArray, y: NDArray) -> NDArray:
        """Return p − y, where y may be given as class numbers."""
        if self.sparse:
            difference = p.copy()
            difference.reshape(-1, p.shape[-1])[np.arange(y.size), y.ravel()] -= 1
            return difference
        if self.binary:
            return p - y
        return p * y.sum(axis=-1, keepdims=True) - y  # targets need not add up to 1


def _cancels(activation: activations.Activation | None, loss: Any) -> bool:
    if getattr(loss, "from_logits", False):
        return False
    if isinstance(loss, losses.BinaryCrossentropy):
        return type(activation) is activations.Sigmoid
    categorical = (losses.CategoricalCrossentropy, losses.SparseCategoricalCrossentropy)
    softmax = type(activation) is activations.Softmax and activation.axis == -1
    return softmax and isinstance(loss, categorical)
