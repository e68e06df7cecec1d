"""Dropout for self-normalizing networks: it keeps mean and variance."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnlab.activations import selu
from nnlab.layers.layer import Layer, checked_rate

# SELU's limit for large negative inputs, −λα (Klambauer et al. 2017, equation 14)
_SILENT = -selu.SCALE * selu.ALPHA


class AlphaDropout(Layer):
    r"""Send each input with probability p to SELU's lower limit :math:`\alpha' = -\lambda\alpha`.

    .. math::
        a = s \left( m \odot x + (1 - m)\, \alpha' \right) + t, \qquad
        s = \frac{1}{\sqrt{(1 - p)(1 + p \alpha'^2)}}, \qquad t = -s\, p\, \alpha'

    s and t are such that inputs of mean 0 and variance 1 keep both. Back:
    :math:`dx = s\, m \odot da`. Outside training the layer does nothing.

    Parameters
    ----------
    rate : float in [0, 1)
        The probability p of being silenced.
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
    G. Klambauer et al., "Self-normalizing neural networks", NeurIPS 2017, section "new dropout
    technique".

    Examples
    --------
    >>> layer = AlphaDropout(0.5, seed=0)
    >>> layer(np.zeros((1, 4)), training=True).round(3)
    array([[ 0.779,  0.779,  0.779, -0.779]])
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
        scale = ((1 - self.rate) * (1 + self.rate * _SILENT**2)) ** -0.5
        shift = -scale * self.rate * _SILENT
        kept = self.rng.random(inputs.shape, dtype=np.float32) >= self.rate
        self._scaled_mask = kept * np.real(inputs).dtype.type(scale)
        return np.where(kept, scale * inputs, scale * _SILENT) + shift

    def backward(self, d_output: NDArray, *, to_inputs: bool = True) -> NDArray:  # noqa: D102
        return d_output if self._scaled_mask is None else d_output * self._scaled_mask

    def get_config(self) -> dict[str, Any]:  # noqa: D102
        return {**super().get_config(), "rate": self.rate, "seed": self.seed}
