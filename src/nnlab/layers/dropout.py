"""Dropout: while training, a random share of the inputs is silent."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnlab.layers.layer import Layer, checked_rate


class Dropout(Layer):
    r"""Silence each input with probability p, and amplify the others by 1/(1 − p).

    .. math:: \text{training: } a = \frac{m \odot x}{1 - p}, \quad m_i \sim \text{Bernoulli}(1 - p);
        \qquad \text{otherwise: } a = x

    The amplification ("inverted" dropout) keeps the mean, so that nothing needs scaling after
    training. The way back goes through the same mask: :math:`dx = m \odot da / (1 - p)`.

    Parameters
    ----------
    rate : float in [0, 1)
        The probability p of being dropped.
    seed : int, optional
        For the masks; without one, the model's generator draws them.
    name : str, optional
        The layer's name.

    Raises
    ------
    ValueError
        If the rate lies outside [0, 1).

    References
    ----------
    N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting",
    JMLR 15, 2014.

    Examples
    --------
    >>> layer = Dropout(0.5, seed=0)
    >>> layer(np.ones((1, 6)), training=True)
    array([[2., 2., 2., 0., 0., 0.]])
    >>> layer(np.ones((1, 6)))
    array([[1., 1., 1., 1., 1., 1.]])
    """

    def __init__(self, rate: float, seed: int | None = None, *, name: str | None = None) -> None:
        super().__init__(name=name)
        self.rate = checked_rate(rate)
        self.seed = seed
        self._scaled_mask: NDArray | None = None

    def _create(self, input_shape: tuple[int, ...], dtype: np.dtype) -> None:
        if self.seed is not None:
            self.rng = np.random.default_rng(self.seed)

    def forward(self, inputs: NDArray, training: bool = False) -> NDArray:  # noqa: D102
        if not training or self.rate == 0:
            self._scaled_mask = None
            return inputs
        kept = self.rng.random(inputs.shape, dtype=np.float32) >= self.rate
        self._scaled_mask = kept / np.real(inputs).dtype.type(1 - self.rate)
        return inputs * self._scaled_mask

    def backward(self, d_output: NDArray, *, to_inputs: bool = True) -> NDArray:  # noqa: D102
        return d_output if self._scaled_mask is None else d_output * self._scaled_mask

    def get_config(self) -> dict[str, Any]:  # noqa: D102
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}
