"""Rectifiers: the identity for positive z, and something small for negative z.

At 0 the slopes from both sides may differ. As in Keras, ReLU and leaky ReLU take the one from the
left there, ELU and SELU the one from the right.
"""

import numpy as np
from numpy.typing import NDArray

from nnlab.activations._base import Activation


class ReLU(Activation):
    r"""The rectified linear unit.

    .. math:: a = \max(z, 0), \qquad a' = 1 \text{ if } z > 0 \text{ else } 0

    References
    ----------
    Nair and Hinton (2010), "Rectified linear units improve restricted Boltzmann machines".

    Examples
    --------
    >>> relu([-0.5, 0.0, 2.0])
    array([0., 0., 2.])
    """

    name = "relu"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.maximum(z, 0)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return (np.real(z) > 0).astype(z.dtype)


class LeakyReLU(Activation):
    r"""A rectifier that leaks, so that no unit is ever without a gradient.

    .. math:: a = z \text{ if } z > 0 \text{ else } \alpha z, \qquad a' = 1 \text{ or } \alpha

    Parameters
    ----------
    negative_slope : float, default=0.2
        The slope α for negative z.

    References
    ----------
    Maas, Hannun and Ng (2013), "Rectifier nonlinearities improve neural network acoustic models".

    Examples
    --------
    >>> leaky_relu([-0.5, 2.0])
    array([-0.1,  2. ])
    >>> LeakyReLU(negative_slope=0.5)([-0.5, 2.0])
    array([-0.25,  2.  ])
    """

    name = "leaky_relu"

    def __init__(self, negative_slope: float = 0.2) -> None:
        self.negative_slope = negative_slope

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.where(np.real(z) > 0, z, self.negative_slope * z)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.where(np.real(z) > 0, np.ones_like(z), self.negative_slope)


class ELU(Activation):
    r"""The exponential linear unit, which bends smoothly (for α = 1) down to −α.

    .. math::
        a = z \text{ if } z > 0 \text{ else } \alpha\,(e^z - 1), \qquad
        a' = 1 \text{ or } \alpha\, e^z

    Parameters
    ----------
    alpha : float, default=1.0
        The limit −α for very negative z.

    References
    ----------
    Clevert, Unterthiner and Hochreiter (2016), "Fast and accurate deep network learning by
    exponential linear units", arXiv:1511.07289.

    Examples
    --------
    >>> elu([-1000.0, -np.log(2), 2.0])
    array([-1. , -0.5,  2. ])
    >>> elu([-1000.0, -np.log(2), 2.0], alpha=3)
    array([-3. , -1.5,  2. ])
    """

    name = "elu"

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.where(np.real(z) > 0, z, self.alpha * np.expm1(np.minimum(z, 0)))

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.where(np.real(z) < 0, self.alpha * np.exp(np.minimum(z, 0)), np.ones_like(z))


class SELU(Activation):
    r"""The scaled ELU, whose constants draw activations towards mean 0 and variance 1.

    .. math::
        a = \lambda \, \mathrm{ELU}_\alpha(z), \qquad \alpha = 1.6733\dots, \lambda = 1.0507\dots

    References
    ----------
    Klambauer et al. (2017), "Self-normalizing neural networks", equations 2 and 14.

    Examples
    --------
    >>> selu([-1000.0, 0.0, 1.0])
    array([-1.75809934,  0.        ,  1.05070099])
    """

    name = "selu"

    ALPHA = 1.6732632423543772
    SCALE = 1.0507009873554805

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return self.SCALE * ELU(self.ALPHA).value(z)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return self.SCALE * ELU(self.ALPHA).slope(z)


relu = ReLU()
leaky_relu = LeakyReLU()
elu = ELU()
selu = SELU()
