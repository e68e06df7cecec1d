"""AdaGrad: a rate for each parameter, which falls where the slope has been steep."""

import numpy as np

from nnlab.optimizers.optimizer import Optimizer, Schedule, State


class Adagrad(Optimizer):
    r"""Divide each step by the root of all squared gradients so far.

    .. math:: s \leftarrow s + g^2, \qquad w \leftarrow w - \frac{\eta\, g}{\sqrt{s + \epsilon}}

    As in Keras, s starts at 0.1 and ε stands inside the root.

    Parameters
    ----------
    learning_rate : float or schedule, default 0.001
        The rate η.
    initial_accumulator_value : float, default 0.1
        Where s starts; 0 or above.
    epsilon : float, default 1e-7
        Keeps the quotient finite.
    **clipping
        ``clipnorm``, ``clipvalue`` or ``global_clipnorm``, as for :class:`Optimizer`.

    Raises
    ------
    ValueError
        If ``initial_accumulator_value`` is negative.

    References
    ----------
    J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods for online learning and
    stochastic optimization", JMLR 12, 2011.

    Examples
    --------
    >>> w = np.array([1.0])
    >>> optimizer = Adagrad(learning_rate=0.5, initial_accumulator_value=0.0)
    >>> optimizer.apply([np.array([4.0])], [w])  # the first step has length η
    >>> w.round(6)
    array([0.5])
    """

    slots = ("s",)

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        **clipping: float | None,
    ) -> None:
        super().__init__(learning_rate, **clipping)
        if not initial_accumulator_value >= 0:
            raise ValueError(
                f"Received initial_accumulator_value={initial_accumulator_value}. "
                "Expected 0 or above: it stands under a root."
            )
        self.initial_accumulator_value = initial_accumulator_value
        self.initial_value = initial_accumulator_value
        self.epsilon = epsilon

    def update(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        """Move one parameter in place, by the rule above."""
        (s,) = state
        s += gradient**2
        param -= learning_rate * gradient / np.sqrt(s + self.epsilon)
