"""An activation as a layer of its own."""

from typing import Any

from numpy.typing import NDArray

from nnlab import activations
from nnlab.layers.layer import Layer, known_from_forward


def resolve(identifier: Any) -> activations.Activation:
    """Return the activation of that name or class, or the one given; None is linear.

    Parameters
    ----------
    identifier : str, class, Activation or None
        Such as ``"relu"``.

    Raises
    ------
    ValueError
        If there is no activation of that name.
    TypeError
        If it is a bare function, without a derivative.

    Examples
    --------
    >>> resolve("relu")
    ReLU()
    """
    activation = activations.get("linear" if identifier is None else identifier)
    if isinstance(activation, type) and issubclass(activation, activations.Activation):
        activation = activation()
    if not isinstance(activation, activations.Activation):
        raise TypeError(
            f"Received activation={identifier!r}, which has no derivative to go back through. "
            "Expected a name such as 'relu', or a subclass of nnlab.activations.Activation "
            "with value and slope."
        )
    return activation


class Activation(Layer):
    r"""Apply :math:`A = \varphi(Z)` to each element; back: :math:`dZ = dA \odot \varphi'(Z)`.

    Parameters
    ----------
    activation : str or Activation
        φ, by Keras' name or as an object of :mod:`nnlab.activations`.
    name : str, optional
        The layer's name.

    Raises
    ------
    ValueError, TypeError
        If there is no activation of that name, or it has no derivative.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Activation("relu")
    >>> layer(np.array([[-1.0, 2.0]]))
    array([[0., 2.]])
    >>> layer.backward(np.array([[5.0, 5.0]]))
    array([[0., 5.]])
    """

    def __init__(
        self, activation: str | activations.Activation, *, name: str | None = None
    ) -> None:
        super().__init__(name=name)
        self.activation = resolve(activation)
        self._z: NDArray | None = None
        self._a: NDArray | None = None

    @property
    def z(self) -> NDArray[Any]:
        """The inputs of the last forward pass."""
        return known_from_forward(self, self._z)

    def forward(self, inputs: NDArray, training: bool = False) -> NDArray:  # noqa: D102
        self._z = inputs
        a = self._a = self.activation(inputs)
        return a

    def backward(self, d_output: NDArray, *, to_inputs: bool = True) -> NDArray:  # noqa: D102
        a = known_from_forward(self, self._a)
        return self.activation.backward(d_output, self.z, a)

    def backward_z(self, d_z: NDArray, *, to_inputs: bool = True) -> NDArray:
        """Go back from dL/dz, where a loss knows it at once: there is nothing left to do.

        Parameters
        ----------
        d_z : ndarray of shape (batch, ...)
            dL/dz, for the batch that has just gone forward.
        to_inputs : bool, default True
            As for :meth:`backward`.
        """
        return d_z

    def get_config(self) -> dict[str, Any]:  # noqa: D102
        return {**super().get_config(), "activation": self.activation}
