"""When the perceptron rule ends: linear separability, and how many mistakes it may make."""

import numpy as np
from numpy.typing import ArrayLike

from nnlab.perceptron._validation import finite, labelled


def mistake_bound(X: ArrayLike, y: ArrayLike, weights: ArrayLike, bias: float = 0.0) -> float:
    r"""Bound the mistakes of the perceptron rule by :math:`(R/\gamma)^2`.

    .. math::
        R = \max_i \lVert \tilde x_i \rVert, \qquad
        \gamma = \min_i \pm_i \frac{\tilde w \cdot \tilde x_i}{\lVert \tilde w \rVert}

    with :math:`\tilde x = (x, 1)`, :math:`\tilde w = (w, b)`, and the sign + where y is 1 and
    − where it is 0. Any separating line gives a bound; the one of largest margin γ gives the best.
    The bound holds in any order of the samples and for any learning rate.

    Parameters
    ----------
    X : (n_samples, n_features)
    y : (n_samples,) of 0 and 1
    weights : (n_features,)
    bias : float
        A line that separates the classes.

    Raises
    ------
    ValueError, TypeError
        If the line does not separate the classes, so that no margin exists; if shapes do not fit,
        a number is not finite, or a label is neither 0 nor 1.

    References
    ----------
    Novikoff (1962), "On convergence proofs on perceptrons".

    Examples
    --------
    >>> round(mistake_bound([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1], [1, 1], -1.5), 6)
    51.0
    """
    X, y = labelled(X, y)
    weights = finite(weights, "weights")
    if weights.shape != X.shape[1:]:
        raise ValueError(f"weights must have shape {X.shape[1:]}, got {weights.shape}.")
    x = np.column_stack([X, np.ones(len(X))])
    w = np.append(weights, bias)
    sides = np.where(y == 1, 1, -1) * (x @ w)
    if sides.min() <= 0:
        raise ValueError(
            f"The line does not separate the classes: {np.sum(sides <= 0)} of {len(X)} samples "
            "are on the wrong side of it or on it. The bound needs a line with a margin."
        )
    radius = np.linalg.norm(x, axis=1).max()
    margin = sides.min() / np.linalg.norm(w)
    return float((radius / margin) ** 2)


def is_linearly_separable(X: ArrayLike, y: ArrayLike) -> bool:
    r"""Tell whether some line (plane, hyperplane) has each class on its own side.

    It has if this linear program has a solution:

    .. math:: \pm_i (x_i \cdot w + b) \ge 1 \quad \text{for all samples } i

    Parameters
    ----------
    X : (n_samples, n_features)
    y : (n_samples,) of 0 and 1

    Raises
    ------
    ValueError, TypeError
        If shapes do not fit, a number is not finite, or a label is neither 0 nor 1.

    Examples
    --------
    >>> X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    >>> is_linearly_separable(X, y=[0, 0, 0, 1])
    True
    >>> is_linearly_separable(X, y=[0, 1, 1, 0])
    False
    """
    from scipy.optimize import linprog

    X, y = labelled(X, y)
    spread = X.std(axis=0)
    # Features of one size: the solver's tolerance is absolute.
    scaled = (X - X.mean(axis=0)) / np.where(spread > 0, spread, 1)
    x = np.column_stack([scaled, np.ones(len(X))])
    signs = np.where(y == 1, 1, -1)[:, np.newaxis]
    program = linprog(
        np.zeros(x.shape[1]), A_ub=-signs * x, b_ub=-np.ones(len(x)), bounds=(None, None)
    )
    return bool(program.success)
