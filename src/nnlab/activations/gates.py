"""Smooth rectifiers that gate z by a probability of z: z times σ(z), or times Φ(z)."""

import math

import numpy as np
from numpy.typing import NDArray

from nnlab.activations._base import Activation
from nnlab.activations.sigmoids import sigmoid


class Swish(Activation):
    r"""Swish, also called SiLU: z gated by its own sigmoid.

    .. math::
        a = z \, \sigma(z), \qquad a' = \sigma(z) + z\, \sigma(z) \, \sigma(-z)

    References
    ----------
    Elfwing, Uchibe and Doya (2017), arXiv:1702.03118; Ramachandran, Zoph and Le (2017),
    "Searching for activation functions", arXiv:1710.05941.

    Examples
    --------
    >>> swish([-1000.0, 0.0, np.log(3)])
    array([-0.        ,  0.        ,  0.82395922])
    """

    name = "swish"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.where(z == -np.inf, 0, z) * sigmoid.value(z)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return sigmoid.value(z) + _or_0(z) * sigmoid.value(z) * sigmoid.value(-z)


class GELU(Activation):
    r"""The Gaussian error linear unit: z gated by the normal distribution function.

    .. math::
        a = z \, \Phi(z), \qquad a' = \Phi(z) + z \, \varphi(z), \qquad
        \varphi(z) = \frac{e^{-z^2/2}}{\sqrt{2\pi}}

    Keras' ``approximate=True`` is not offered.

    References
    ----------
    Hendrycks and Gimpel (2016), "Gaussian error linear units (GELUs)", arXiv:1606.08415.

    Examples
    --------
    >>> gelu([-1000.0, 0.0, 1.0])
    array([-0.        ,  0.        ,  0.84134475])
    """

    name = "gelu"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.where(z == -np.inf, 0, z) * _normal_cdf(z)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return _normal_cdf(z) + _or_0(z) * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)


def _normal_cdf(z: NDArray) -> NDArray:
    from scipy.special import ndtr

    return ndtr(z).astype(z.dtype, copy=False)


def _or_0(z: NDArray) -> NDArray:
    # In z·0 at ±inf the 0 wins: it falls exponentially.
    return np.where(np.isinf(z), 0, z)


swish = silu = Swish()
gelu = GELU()
