"""The threshold logic unit of McCulloch and Pitts, with real weights: step of a weighted sum."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from nnlab.activations import heaviside
from nnlab.perceptron._validation import finite


class ThresholdLogicUnit:
    r"""One threshold logic unit, or a layer of them, with given weights.

    .. math:: h = \varphi(x \cdot w + b), \qquad H = \varphi(X W + b)

    Parameters
    ----------
    weights : (n_features,) or (n_features, units)
        One column of weights a unit.
    bias : scalar or (units,)
        The bias :math:`b`, the weight of an input that is always 1.
    activation : callable, default=heaviside
        The step φ.

    Raises
    ------
    ValueError, TypeError
        If the shapes of weights, bias and inputs do not fit, or a number is not finite.

    References
    ----------
    McCulloch and Pitts (1943), "A logical calculus of the ideas immanent in nervous activity".

    Examples
    --------
    >>> or_and = ThresholdLogicUnit(weights=[[1, 1], [1, 1]], bias=[-0.5, -1.5])
    >>> or_and([[0, 0], [0, 1], [1, 1]])
    array([[0., 0.],
           [1., 0.],
           [1., 1.]])
    """

    def __init__(
        self,
        weights: ArrayLike,
        bias: ArrayLike,
        activation: Callable[[Any], Any] = heaviside,
    ) -> None:
        self.weights = finite(weights, "weights")
        self.bias = finite(bias, "bias")
        self.activation = activation
        if self.weights.ndim not in (1, 2):
            raise ValueError(
                f"weights must have shape (n_features,) or (n_features, units), "
                f"got {self.weights.shape}."
            )
        units = self.weights.shape[1:]
        if self.bias.shape not in ((), units):
            raise ValueError(
                f"bias must be a number{f' or have shape {units}' if units else ''}, "
                f"got shape {self.bias.shape} with weights of shape {self.weights.shape}."
            )

    def __call__(self, X: ArrayLike) -> Any:
        """Return φ(Xw + b) for one sample (n_features,) or many (n_samples, n_features)."""
        return self.activation(self.decision_function(X))

    def decision_function(self, X: ArrayLike) -> Any:
        """Return the weighted sums z = Xw + b, before the step.

        Parameters
        ----------
        X : (n_features,) or (n_samples, n_features)
        """
        X = finite(X, "X")
        n_features = len(self.weights)
        if X.ndim not in (1, 2) or X.shape[-1] != n_features:
            raise ValueError(
                f"X must have shape ({n_features},) or (n_samples, {n_features}) "
                f"to fit weights of shape {self.weights.shape}, got {X.shape}."
            )
        return np.matmul(X, self.weights) + self.bias
