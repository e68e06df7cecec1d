"""Nadam: Adam with Nesterov's look-ahead."""

from collections.abc import Sequence

import numpy as np

from nnlab.optimizers.adam import Adam
from nnlab.optimizers.optimizer import Schedule, State


class Nadam(Adam):
    r"""Adam whose mean already counts the gradient it is about to see.

    .. math::
        \mu_t & = \beta_1 \left(1 - \tfrac{1}{2}\, 0.96^t\right), \qquad
                  \pi_t = \mu_1 \mu_2 \cdots \mu_t \\
        m & \leftarrow \beta_1 m + (1 - \beta_1) g, \qquad
          v \leftarrow \beta_2 v + (1 - \beta_2) g^2 \\
        \hat m & = \frac{\mu_{t+1}\, m}{1 - \pi_{t+1}} + \frac{(1 - \mu_t)\, g}{1 - \pi_t}, \qquad
        \hat v = \frac{v}{1 - \beta_2^t} \\
        w & \leftarrow w - \eta\, \frac{\hat m}{\sqrt{\hat v} + \epsilon}

    Parameters
    ----------
    learning_rate, beta_1, beta_2, epsilon, **clipping
        As for :class:`Adam`.

    Raises
    ------
    ValueError
        As for :class:`Adam`.

    References
    ----------
    T. Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016, algorithm 2.

    Examples
    --------
    >>> w = np.array([1.0])
    >>> optimizer = Nadam(learning_rate=0.1)
    >>> for _ in range(3):
    ...     optimizer.apply([2 * w], [w])  # the slope of w²
    >>> bool(0.6 < w[0] < 0.8)
    True
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        **clipping: float | None,
    ) -> None:
        super().__init__(learning_rate, beta_1, beta_2, epsilon, **clipping)
        self._product = 1.0  # π of the steps taken so far

    def apply(self, grads: Sequence[np.ndarray], params: Sequence[np.ndarray]) -> None:
        """Take one step, as for :class:`Optimizer`."""
        super().apply(grads, params)
        self._product *= self._mu(self.iterations)

    def update(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        """Move one parameter in place, by the rule above."""
        m, v = state
        t = self.iterations + 1
        mu, mu_next = self._mu(t), self._mu(t + 1)
        product = self._product * mu
        m += (1 - self.beta_1) * (gradient - m)
        v += (1 - self.beta_2) * (gradient**2 - v)
        m_hat = mu_next * m / (1 - product * mu_next) + (1 - mu) * gradient / (1 - product)
        v_hat = v / (1 - self.beta_2**t)
        param -= learning_rate * m_hat / (np.sqrt(v_hat) + self.epsilon)

    def _mu(self, t: int) -> float:
        return self.beta_1 * (1 - 0.5 * 0.96**t)
