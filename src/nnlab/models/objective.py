r"""The loss at the end of a model, and the short way back when an activation fits it.

Softmax before categorical cross-entropy, and sigmoid before binary cross-entropy, have a common
gradient in which everything cancels:

.. math:: \frac{\partial L}{\partial z} = \frac{p - y}{N}, \qquad p = \varphi(z)

Taking the two steps one by one would divide by p and multiply by it again, and lose the digits of
a p near 0. So such a model learns by the loss of z instead, ``from_logits=True``, whose gradient
is this one. Keras does the same.
"""

import copy
from typing import Any

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
    """

    def __init__(self, loss: Any, model: Any) -> None:
        self.loss = loss
        self.model = model
        self.sparse = isinstance(loss, losses.SparseCategoricalCrossentropy)
        self.loss_of_z: Any = None
        if _cancels(model.activation, loss):
            self.loss_of_z = copy.copy(loss)
            self.loss_of_z.from_logits = True

    def value(self, y_true: NDArray, y_pred: NDArray) -> float:
        """Return the mean loss of the batch that has just gone forward."""
        if self.loss_of_z is None:
            return self.loss(y_true, y_pred)
        return self.loss_of_z(y_true, self.model.z)

    def backward(self, y_true: NDArray, y_pred: NDArray) -> None:
        """Fill the model's gradients for that batch."""
        if self.loss_of_z is None:
            self.model.backward(self.loss.gradient(y_true, y_pred), to_inputs=False)
        else:
            d_z = self.loss_of_z.gradient(y_true, self.model.z)  # (p − y) / N
            self.model.backward_z(d_z, to_inputs=False)


def _cancels(activation: activations.Activation | None, loss: Any) -> bool:
    if getattr(loss, "from_logits", False):
        return False
    if isinstance(loss, losses.BinaryCrossentropy):
        return activation is activations.sigmoid
    categorical = (losses.CategoricalCrossentropy, losses.SparseCategoricalCrossentropy)
    return isinstance(loss, categorical) and activation is activations.softmax
