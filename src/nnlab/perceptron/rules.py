"""Two rules of learning: Hebb's, and Rosenblatt's, which moves on mistakes alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlab.activations import heaviside
from nnlab.perceptron._validation import labelled


def hebb_rule(weights: ArrayLike, x: ArrayLike, y: float, eta0: float = 1.0) -> NDArray:
    r"""Strengthen what fires together: one step of Hebb's rule, right or wrong.

    .. math:: w \leftarrow w + \eta \, x \, y

    Parameters
    ----------
    weights, x : (n_features,)
        The weights before the step, and one sample.
    y : float
        The output that goes with it.
    eta0 : float
        The learning rate η.

    Returns
    -------
    (n_features,)
        The weights after the step; the argument stays as it was.

    References
    ----------
    Hebb (1949), "The Organization of Behavior".

    Examples
    --------
    >>> hebb_rule([0.0, 1.0], x=[1.0, 1.0], y=1)
    array([1., 2.])
    """
    return np.asarray(weights) + eta0 * np.asarray(x) * y


def perceptron_rule(
    weights: ArrayLike, bias: float, x: ArrayLike, y: float, eta0: float = 1.0
) -> tuple[NDArray, Any]:
    r"""Move by the error of the prediction: one step of Rosenblatt's rule.

    .. math::
        \hat y = H(x \cdot w + b), \qquad
        w \leftarrow w + \eta \, (y - \hat y) \, x, \qquad
        b \leftarrow b + \eta \, (y - \hat y)

    Parameters
    ----------
    weights, x : (n_features,)
        The weights before the step, and one sample.
    bias : float
        The bias before the step.
    y : {0, 1}
        The right answer for ``x``.
    eta0 : float
        The learning rate η.

    Returns
    -------
    weights, bias
        After the step; the arguments stay as they were.

    References
    ----------
    Rosenblatt (1958), "The perceptron: a probabilistic model for information storage and
    organization in the brain", Psychological Review 65.

    Examples
    --------
    >>> perceptron_rule([0.0, 0.0], 0.0, x=[1.0, 2.0], y=0)
    (array([-1., -2.]), np.float64(-1.0))
    """
    weights, x = np.asarray(weights), np.asarray(x)
    error = y - heaviside(x @ weights + bias)
    return weights + eta0 * error * x, bias + eta0 * error


@dataclass(frozen=True)
class Step:
    """One step of the perceptron rule: the sample shown, and the weights after it.

    Attributes
    ----------
    index, epoch : int
        Which sample was shown, and in which epoch; both from 0.
    prediction : {0, 1}
        What the unit said of it, before the step.
    mistake : bool
        Whether that was wrong, so that the weights moved.
    weights : (n_features,)
    bias : float
        After the step.

    Examples
    --------
    >>> next(perceptron_steps([[1.0, 2.0]], [0]))
    Step(index=0, prediction=1, mistake=True, weights=array([-1., -2.]), bias=-1.0, epoch=0)
    """

    index: int
    prediction: int
    mistake: bool
    weights: NDArray[np.float64]
    bias: float
    epoch: int


def perceptron_steps(
    X: ArrayLike, y: ArrayLike, eta0: float = 1.0, max_iter: int = 100
) -> Iterator[Step]:
    """Show the samples in order, from zero weights, until a whole epoch makes no mistake.

    Parameters
    ----------
    X : (n_samples, n_features)
    y : (n_samples,) of 0 and 1
    eta0 : float
        The learning rate η.
    max_iter : int
        The largest number of epochs.

    Yields
    ------
    Step
        One a sample shown; ``weights`` and ``bias`` are those after the step.

    Raises
    ------
    ValueError, TypeError
        If shapes do not fit, a number is not finite, or a label is neither 0 nor 1.

    Examples
    --------
    >>> steps = list(perceptron_steps([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1]))
    >>> sum(step.mistake for step in steps), steps[-1].weights, steps[-1].bias
    (11, array([2., 1.]), -3.0)
    """
    X, y = labelled(X, y)
    weights, bias = np.zeros(X.shape[1]), 0.0
    for epoch in range(max_iter):
        mistakes = 0
        for index, (x, label) in enumerate(zip(X, y, strict=True)):
            prediction = heaviside(x @ weights + bias)
            weights, bias = perceptron_rule(weights, bias, x, label, eta0)
            mistake = bool(prediction != label)
            mistakes += mistake
            yield Step(index, int(prediction), mistake, weights.copy(), float(bias), epoch)
        if mistakes == 0:
            return
