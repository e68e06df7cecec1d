"""S-shaped activations, which saturate on both sides, and softplus, whose slope is one."""

import numpy as np
from numpy.typing import NDArray

from nnlab._arrays import magnitude
from nnlab.activations._base import Activation


class Sigmoid(Activation):
    r"""The logistic function, from 0 to 1.

    .. math::
        \sigma(z) = \frac{1}{1 + e^{-z}} = \frac{e^z}{1 + e^z}
                  = \frac{\max(e^{-|z|},\, [z \ge 0])}{1 + e^{-|z|}}, \qquad
        \sigma'(z) = \sigma(z)\,(1 - \sigma(z)) \le \tfrac14

    In the last form no exponent is above 0, so that none overflows.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, np.log(3)])
    array([0.  , 0.5 , 0.75])
    >>> sigmoid.derivative(0.0)
    np.float64(0.25)
    """

    name = "sigmoid"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        e = np.exp(-magnitude(z))
        if z.dtype.kind == "c":
            return np.where(np.real(z) < 0, e, 1) / (1 + e)
        a = np.maximum(e, z >= 0)  # e below 0 and 1 above, in half of the time
        a /= 1 + e
        return a

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        a = self.value(z)
        return a * (1 - a)

    def backward(self, d_a: NDArray, z: NDArray, a: NDArray) -> NDArray:  # noqa: D102
        return d_a * a * (1 - a)


class Tanh(Activation):
    r"""The hyperbolic tangent, from −1 to 1.

    .. math::
        \tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}} = 2\,\sigma(2z) - 1, \qquad
        \tanh' z = 1 - \tanh^2 z

    Examples
    --------
    >>> tanh([-1000.0, 0.0, np.log(2)])
    array([-1. ,  0. ,  0.6])
    """

    name = "tanh"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.tanh(z)

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return 1 - np.tanh(z) ** 2

    def backward(self, d_a: NDArray, z: NDArray, a: NDArray) -> NDArray:  # noqa: D102
        return d_a * (1 - a**2)


class Softplus(Activation):
    r"""A smooth ReLU, always above 0.

    .. math::
        a = \ln(1 + e^z) = \max(z, 0) + \ln(1 + e^{-|z|}), \qquad a' = \sigma(z)

    References
    ----------
    Dugas et al. (2000), "Incorporating second-order functional knowledge for better option
    pricing".

    Examples
    --------
    >>> softplus([-1000.0, np.log(3), 1000.0])
    array([   0.        ,    1.38629436, 1000.        ])
    """

    name = "softplus"

    def value(self, z: NDArray) -> NDArray:  # noqa: D102
        return np.maximum(z, 0) + np.log1p(np.exp(-magnitude(z)))

    def slope(self, z: NDArray) -> NDArray:  # noqa: D102
        return sigmoid.value(z)


sigmoid = Sigmoid()
tanh = Tanh()
softplus = Softplus()
