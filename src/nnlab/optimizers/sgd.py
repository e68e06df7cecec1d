"""Stochastic gradient descent, plain, with momentum, and with Nesterov's look-ahead."""

import numpy as np

from nnlab.optimizers.optimizer import Optimizer, Schedule, State, checked_fraction


class SGD(Optimizer):
    r"""Walk down the slope, and keep some of the speed.

    .. math::
        \text{plain:}    \quad & w \leftarrow w - \eta g \\
        \text{momentum:} \quad & m \leftarrow \beta m - \eta g, \qquad w \leftarrow w + m \\
        \text{Nesterov:} \quad & m \leftarrow \beta m - \eta g, \qquad
                                 w \leftarrow w + \beta m - \eta g

    Parameters
    ----------
    learning_rate : float or schedule, default 0.01
        The rate η.
    momentum : float in [0, 1), default 0
        The share β of the speed that is kept.
    nesterov : bool, default False
        The parameters are then those of the point ahead, w + βm, where the gradient is taken.
    **clipping
        ``clipnorm``, ``clipvalue`` or ``global_clipnorm``, as for :class:`Optimizer`.

    Raises
    ------
    ValueError
        If the momentum lies outside [0, 1).

    References
    ----------
    B. T. Polyak, "Some methods of speeding up the convergence of iteration methods", 1964.
    I. Sutskever et al., "On the importance of initialization and momentum in deep learning",
    ICML 2013, equations 3 and 4.

    Examples
    --------
    >>> w = np.array([1.0])
    >>> optimizer = SGD(learning_rate=0.1, momentum=0.9)
    >>> for _ in range(2):
    ...     optimizer.apply([2 * w], [w])  # the slope of w²
    >>> w
    array([0.46])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        **clipping: float | None,
    ) -> None:
        super().__init__(learning_rate, **clipping)
        self.momentum = checked_fraction("momentum", momentum)
        self.nesterov = nesterov
        self.slots = ("m",) if momentum else ()

    def update(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        """Move one parameter in place, by the rule above."""
        if not self.momentum:
            param -= learning_rate * gradient
            return
        (m,) = state
        m *= self.momentum
        m -= learning_rate * gradient
        if self.nesterov:
            param += self.momentum * m - learning_rate * gradient
        else:
            param += m
