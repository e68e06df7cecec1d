"""RMSProp: AdaGrad that forgets."""

import numpy as np

from nnlab.optimizers.optimizer import Optimizer, Schedule, State, checked_fraction


class RMSprop(Optimizer):
    r"""Divide each step by the root of a running mean of the squared gradients.

    .. math::
        s & \leftarrow \rho s + (1 - \rho) g^2 \\
        w & \leftarrow w - \frac{\eta\, g}{\sqrt{s + \epsilon}}

    With ρ near 1 it remembers many steps, with ρ = 0 the last one only. With momentum β the
    quotient is added to a speed first: :math:`m \leftarrow \beta m + \eta g / \sqrt{s + \epsilon}`,
    :math:`w \leftarrow w - m`. As in Keras, ε stands inside the root.

    Parameters
    ----------
    learning_rate : float or schedule, default 0.001
        The rate η.
    rho : float in [0, 1), default 0.9
        The share ρ of the running mean that is kept.
    momentum : float in [0, 1), default 0
        The share β of the speed that is kept.
    epsilon : float, default 1e-7
        Keeps the quotient finite.
    **clipping
        ``clipnorm``, ``clipvalue`` or ``global_clipnorm``, as for :class:`Optimizer`.

    Raises
    ------
    ValueError
        If ``rho`` or ``momentum`` lies outside [0, 1).

    References
    ----------
    T. Tieleman, G. Hinton, "Lecture 6.5: rmsprop", Coursera, 2012.

    Examples
    --------
    >>> w = np.array([1.0, 1.0])
    >>> RMSprop(learning_rate=0.1, rho=0.0).apply([np.array([4.0, -0.5])], [w])
    >>> w.round(6)  # equal steps on a steep and on a flat slope
    array([0.9, 1.1])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        **clipping: float | None,
    ) -> None:
        super().__init__(learning_rate, **clipping)
        self.rho = checked_fraction("rho", rho)
        self.momentum = checked_fraction("momentum", momentum)
        self.epsilon = epsilon
        self.slots = ("s", "m") if momentum else ("s",)

    def update(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        """Move one parameter in place, by the rule above."""
        s = state[0]
        s *= self.rho
        s += (1 - self.rho) * gradient**2
        step = learning_rate * gradient / np.sqrt(s + self.epsilon)
        if self.momentum:
            m = state[1]
            m *= self.momentum
            m += step
            step = m
        param -= step
