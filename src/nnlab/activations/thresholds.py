"""Steps, and no step: what threshold logic units and output layers of regression use."""

import numpy as np
from numpy.typing import NDArray

from nnlab.activations._base import Activation


class Heaviside(Activation):
    r"""The unit step, which fires from 0 on.

    .. math:: H(z) = 1 \text{ if } z \ge 0 \text{ else } 0, \qquad H'(z) = 0 \text{ (taken so at 0)}

    Examples
    --------
    >>> heaviside([-0.5, 0.0, 2.0])
    array([0., 1., 1.])
    """

    name = "heaviside"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.heaviside(np.real(z), 1).astype(z.dtype)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.zeros_like(z)


class Sign(Activation):
    r"""The sign, with :math:`\operatorname{sgn}(0) = 0`; its slope at 0 is taken as 0.

    .. math:: \operatorname{sgn}(z) = -1, 0, +1 \text{ for } z < 0, z = 0, z > 0

    Examples
    --------
    >>> sign([-0.5, 0.0, 2.0])
    array([-1.,  0.,  1.])
    """

    name = "sign"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.sign(np.real(z)).astype(z.dtype)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.zeros_like(z)


class Linear(Activation):
    r"""The identity, for outputs that may be any number.

    .. math:: a = z, \qquad a' = 1

    Examples
    --------
    >>> linear([-0.5, 2.0])
    array([-0.5,  2. ])
    """

    name = "linear"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return z

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.ones_like(z)


heaviside = Heaviside()
sign = Sign()
linear = Linear()
