"""AdamW: Adam with weight decay that does not pass through the gradient."""

import numpy as np

from nnlab.optimizers.adam import Adam
from nnlab.optimizers.optimizer import Schedule, State


class AdamW(Adam):
    r"""Shrink every parameter by a fixed share, then take Adam's step.

    .. math:: w \leftarrow w - \eta \lambda w, \qquad \text{then Adam}

    An L2 penalty would be divided by Adam's root together with the gradient and decay a weight
    with steep slopes least. As in Keras all parameters decay, the biases too.

    Parameters
    ----------
    learning_rate : float or schedule, default 0.001
        The rate η.
    weight_decay : float, default 0.004
        The share λ; 0 or above.
    beta_1, beta_2, epsilon, **clipping
        As for :class:`Adam`.

    Raises
    ------
    ValueError
        If ``weight_decay`` is negative, or as for :class:`Adam`.

    References
    ----------
    I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019, algorithm 2.

    Examples
    --------
    >>> w = np.array([1.0])
    >>> AdamW(learning_rate=0.1, weight_decay=0.5).apply([np.array([0.0])], [w])
    >>> w  # no slope, yet it shrinks
    array([0.95])
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        weight_decay: float = 0.004,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        **clipping: float | None,
    ) -> None:
        super().__init__(learning_rate, beta_1, beta_2, epsilon, **clipping)
        if not weight_decay >= 0:
            raise ValueError(f"Received weight_decay={weight_decay}. Expected 0 or above.")
        self.weight_decay = weight_decay

    def update(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        """Move one parameter in place, by the rule above."""
        param -= learning_rate * self.weight_decay * param
        super().update(param, gradient, learning_rate, state)
