"""AdaDelta: steps measured in the units of the parameter itself."""

import numpy as np

from nnlab.optimizers.optimizer import Optimizer, Schedule, State, checked_fraction


class Adadelta(Optimizer):
    r"""Scale each step by the size of the steps before it.

    .. math::
        s & \leftarrow \rho s + (1 - \rho) g^2 \\
        \Delta & = -\frac{\sqrt{d + \epsilon}}{\sqrt{s + \epsilon}}\, g \\
        d & \leftarrow \rho d + (1 - \rho) \Delta^2 \\
        w & \leftarrow w + \eta \Delta

    The paper has no rate (η = 1); Keras' default is 0.001, which crawls.

    Parameters
    ----------
    learning_rate : float or schedule, default 0.001
        The rate η.
    rho : float in [0, 1), default 0.95
        The share ρ of the running means that is kept.
    epsilon : float, default 1e-7
        Starts the motion: the first step is about :math:`\sqrt{\epsilon / (1 - \rho)}`.
    **clipping
        ``clipnorm``, ``clipvalue`` or ``global_clipnorm``, as for :class:`Optimizer`.

    Raises
    ------
    ValueError
        If ``rho`` lies outside [0, 1).

    References
    ----------
    M. D. Zeiler, "ADADELTA: an adaptive learning rate method", arXiv:1212.5701, algorithm 1.

    Examples
    --------
    >>> w = np.array([1.0])
    >>> Adadelta(learning_rate=1.0, rho=0.5, epsilon=0.01).apply([np.array([20.0])], [w])
    >>> w.round(4)
    array([0.8586])
    """

    slots = ("s", "d")

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        rho: float = 0.95,
        epsilon: float = 1e-7,
        **clipping: float | None,
    ) -> None:
        super().__init__(learning_rate, **clipping)
        self.rho = checked_fraction("rho", rho)
        self.epsilon = epsilon

    def update(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        """Move one parameter in place, by the rule above."""
        s, d = state
        s *= self.rho
        s += (1 - self.rho) * gradient**2
        delta = -np.sqrt(d + self.epsilon) / np.sqrt(s + self.epsilon) * gradient
        d *= self.rho
        d += (1 - self.rho) * delta**2
        param += learning_rate * delta
