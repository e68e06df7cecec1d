"""What every loss has: the mean over samples of a value, and the gradient of that mean."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlab._arrays import as_float
from nnlab._repr import ConstructorRepr

EPSILON = 1e-7
"""Probabilities are kept this far from 0 and 1, as by Keras, before their logarithm is taken."""


class Loss(ConstructorRepr):
    r"""A loss of predictions against targets, called like a function.

    .. math::
        L = \frac1N \sum_i w_i \, \ell(y_i, \hat y_i), \qquad
        \frac{\partial L}{\partial \hat y_i} = \frac{w_i}{N} \, \ell'(y_i, \hat y_i)

    N counts the samples whatever their weights, as Keras' ``sum_over_batch_size``. A subclass
    gives the two formulas: ``value`` is ℓ, one number a sample, and ``slope`` is ℓ', of the shape
    of ``y_pred``. The last axis holds the outputs of one sample.

    Examples
    --------
    >>> class FourthPower(Loss):
    ...     def value(self, y_true, y_pred):
    ...         return np.mean((y_pred - y_true) ** 4, axis=-1)
    ...
    ...     def slope(self, y_true, y_pred):
    ...         return 4 * (y_pred - y_true) ** 3 / y_pred.shape[-1]
    >>> FourthPower()([[0.0]], [[2.0]]), FourthPower().gradient([[0.0]], [[2.0]])
    (16.0, array([[32.]]))
    """

    def __call__(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> float:
        """Return the loss.

        Parameters
        ----------
        y_true : (n_samples, n_outputs)
            Targets; class numbers (n_samples,) for a sparse loss.
        y_pred : (n_samples, n_outputs)
            Predictions.
        sample_weight : (n_samples,), optional
            The weights w.

        Raises
        ------
        ValueError
            If a shape does not fit, or there is no sample.
        """
        y_true, y_pred = self._checked(y_true, y_pred)
        values = self.value(y_true, y_pred)
        if sample_weight is not None:
            values = values * _weights(sample_weight, values)
        return np.mean(values).item()

    def gradient(
        self, y_true: ArrayLike, y_pred: ArrayLike, sample_weight: ArrayLike | None = None
    ) -> NDArray:
        """Return ∂L/∂y_pred, of the shape and dtype of ``y_pred``.

        Parameters
        ----------
        y_true, y_pred, sample_weight
            As for the loss itself.

        Raises
        ------
        ValueError
            If a shape does not fit, or there is no sample.
        """
        shape = np.shape(y_pred)
        y_true, y_pred = self._checked(y_true, y_pred)
        slopes = self.slope(y_true, y_pred)
        if sample_weight is not None:
            slopes = slopes * _weights(sample_weight, slopes[..., 0])[..., np.newaxis]
        n_samples = slopes[..., 0].size
        return (slopes / n_samples).reshape(shape)

    def value(self, y_true: NDArray, y_pred: NDArray) -> NDArray:
        """Return ℓ of each sample; both arrays are (n_samples, n_outputs), floats of one dtype."""
        raise NotImplementedError

    def slope(self, y_true: NDArray, y_pred: NDArray) -> NDArray:
        """Return ∂ℓ/∂y_pred of each output, for the same arrays."""
        raise NotImplementedError

    def _checked(self, y_true: ArrayLike, y_pred: ArrayLike) -> tuple[NDArray, NDArray]:
        """Return targets and predictions as floats of one shape, with an axis of outputs."""
        y_pred = as_float(y_pred)
        y_true = np.asarray(y_true).astype(np.real(y_pred).dtype, copy=False)
        if y_true.shape != y_pred.shape:
            raise ValueError(_mismatch(y_true.shape, y_pred.shape))
        if y_pred.size == 0:
            raise ValueError(f"The batch is empty: y_pred has shape {y_pred.shape}.")
        if y_pred.ndim < 2:  # one output a sample
            return y_true.reshape(-1, 1), y_pred.reshape(-1, 1)
        return y_true, y_pred


def _weights(sample_weight: ArrayLike, values: NDArray) -> NDArray:
    weights = np.asarray(sample_weight).astype(np.real(values).dtype, copy=False)
    if weights.shape != values.shape:
        raise ValueError(
            f"sample_weight must hold one weight a sample, shape {values.shape}, "
            f"got {weights.shape}."
        )
    return weights


def _mismatch(true: tuple[int, ...], pred: tuple[int, ...]) -> str:
    received = f"y_true has shape {true} and y_pred {pred}; they must be equal."
    if pred == (*true, 1) or true == (*pred, 1):
        flat, column = ("y_true", "y_pred") if len(true) < len(pred) else ("y_pred", "y_true")
        shape = np.broadcast_shapes(true, pred)
        return (
            f"{received} NumPy would have paired each of {flat} with each of {column}, into an "
            f"array of shape {shape}, and averaged {np.prod(shape)} terms instead of "
            f"{np.prod(pred)}. Give {flat} a last axis: {flat}[..., np.newaxis]."
        )
    if len(true) == len(pred) - 1 and true == pred[:-1]:
        return (
            f"{received} If y_true holds class numbers, SparseCategoricalCrossentropy takes them "
            "as they are."
        )
    return received
