"""Adam: momentum and RMSProp together, corrected for their start at zero."""

import math

import numpy as np

from nnlab.optimizers.optimizer import Optimizer, Schedule, State, checked_fraction


class Adam(Optimizer):
    r"""Divide a running mean of the gradients by the root of one of their squares.

    .. math::
        m & \leftarrow \beta_1 m + (1 - \beta_1) g \\
        v & \leftarrow \beta_2 v + (1 - \beta_2) g^2 \\
        w & \leftarrow w - \eta\, \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}\,
                           \frac{m}{\sqrt{v} + \hat\epsilon}

    Both means start at 0 and are too small at first; the factor with t, the number of the step
    from 1, makes up for it. This is the form at the end of the paper's section 2, as in Keras: ε̂
    stands outside the root and is not scaled by the correction.

    Parameters
    ----------
    learning_rate : float or schedule, default 0.001
        The rate η.
    beta_1 : float in [0, 1), default 0.9
        The share of m that is kept.
    beta_2 : float in [0, 1), default 0.999
        The share of v that is kept.
    epsilon : float, default 1e-7
        Keeps the quotient finite.
    **clipping
        ``clipnorm``, ``clipvalue`` or ``global_clipnorm``, as for :class:`Optimizer`.

    Raises
    ------
    ValueError
        If ``beta_1`` or ``beta_2`` lies outside [0, 1).

    References
    ----------
    D. P. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.

    Examples
    --------
    >>> w = np.array([1.0, 1.0])
    >>> Adam(learning_rate=0.1).apply([np.array([4.0, -0.5])], [w])
    >>> w.round(4)  # the first step has length η, whatever the slope
    array([0.9, 1.1])
    """

    slots = ("m", "v")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        **clipping: float | None,
    ) -> None:
        super().__init__(learning_rate, **clipping)
        self.beta_1 = checked_fraction("beta_1", beta_1)
        self.beta_2 = checked_fraction("beta_2", beta_2)
        self.epsilon = epsilon

    def update(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        """Move one parameter in place, by the rule above."""
        m, v = state
        t = self.iterations + 1
        m += (1 - self.beta_1) * (gradient - m)
        v += (1 - self.beta_2) * (gradient**2 - v)
        correction = math.sqrt(1 - self.beta_2**t) / (1 - self.beta_1**t)
        param -= learning_rate * correction * m / (np.sqrt(v) + self.epsilon)
