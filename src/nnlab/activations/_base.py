"""What every activation has: a value, a derivative, and its step of backpropagation."""

from typing import Any, ClassVar

from numpy.typing import ArrayLike, NDArray

from nnlab._arrays import as_float
from nnlab._repr import ConstructorRepr


class Activation(ConstructorRepr):
    r"""An activation :math:`\varphi`, called like a function: ``a = activation(z)``.

    A subclass gives the two formulas, ``value`` and ``slope``, for arrays of floats. Both accept
    complex arrays wherever the function is analytic, so that the complex step can check them.
    Its constructor takes Keras' parameters; ``elu(z, alpha=1.3)`` is ``ELU(alpha=1.3)(z)``.

    Attributes
    ----------
    name : str
        Keras' name, such as ``"leaky_relu"``.

    Examples
    --------
    >>> class Square(Activation):
    ...     name = "square"
    ...
    ...     def value(self, z):
    ...         return z**2
    ...
    ...     def slope(self, z):
    ...         return 2 * z
    >>> Square()([1.0, -3.0]), Square().derivative([1.0, -3.0])
    (array([1., 9.]), array([ 2., -6.]))
    """

    name: ClassVar[str]

    def __call__(self, z: ArrayLike, *parameters: Any, **named: Any) -> Any:
        """Return φ(z), of the shape and dtype of ``z`` (integers become float64)."""
        return self._with(*parameters, **named).value(as_float(z))[()]

    def derivative(self, z: ArrayLike, *parameters: Any, **named: Any) -> Any:
        """Return φ'(z), of the shape and dtype of ``z`` (integers become float64).

        Parameters
        ----------
        z : array_like
            Weighted sums.
        *parameters, **named
            Those of the constructor, for this call alone.
        """
        return self._with(*parameters, **named).slope(as_float(z))[()]

    def backward(self, d_a: NDArray, z: NDArray, a: NDArray) -> NDArray:
        r"""Return :math:`\partial L/\partial z` from ``d_a`` :math:`= \partial L/\partial a`.

        Parameters
        ----------
        d_a, z, a : ndarray
            Of one shape; ``a`` is φ(z), already known from the forward pass.
        """
        return d_a * self.slope(z)

    def value(self, z: NDArray) -> NDArray:
        """Return φ(z) of an array of floats."""
        raise NotImplementedError

    def slope(self, z: NDArray) -> NDArray:
        """Return φ'(z) of an array of floats."""
        raise NotImplementedError

    def _with(self, *parameters: Any, **named: Any) -> "Activation":
        return type(self)(*parameters, **named) if parameters or named else self
