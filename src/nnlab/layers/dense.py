"""The fully connected layer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnlab import activations, initializers, regularizers
from nnlab._arrays import product
from nnlab.layers.activation import resolve
from nnlab.layers.descent import Descent
from nnlab.layers.layer import Layer, Shape, is_count, known_from_forward


class Dense(Layer):
    r"""Every output sees every input: :math:`Z = XW + b`, :math:`A = \varphi(Z)`.

    .. math::
        dZ & = dA \odot \varphi'(Z) \\
        dW & = X^\top dZ, \qquad db = \sum_i dZ_i, \qquad dX = dZ\, W^\top

    Parameters
    ----------
    units : int
        Number of outputs.
    activation : str or Activation, optional
        φ; none is linear.
    use_bias : bool, default True
        Whether b is there.
    kernel_initializer, bias_initializer : str or initializer
        Where W and b start.
    kernel_regularizer : str or regularizer, optional
        Adds its penalty to the loss and its gradient to dW.
    name : str, optional
        The layer's name.

    Raises
    ------
    ValueError
        If ``units`` is below 1, or a name is unknown.

    Notes
    -----
    Inputs are ``(..., n_features)``, the kernel ``(n_features, units)``, the bias ``(units,)``,
    outputs ``(..., units)``.

    Examples
    --------
    >>> layer = Dense(2, kernel_initializer="ones")
    >>> layer(np.array([[1.0, 2.0, 3.0]]))
    array([[6., 6.]])
    >>> layer.backward(np.array([[1.0, 0.0]]))
    array([[1., 1., 1.]])
    >>> layer.grads["kernel"]
    array([[1., 0.],
           [2., 0.],
           [3., 0.]])
    """

    def __init__(
        self,
        units: int,
        activation: str | activations.Activation | None = None,
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        *,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        if not is_count(units):
            raise ValueError(
                f"Received units={units!r}. Expected a whole number of outputs, 1 or above."
            )
        self.units = int(units)
        self.activation = resolve(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        # When set, the way back takes plain SGD's step and leaves no gradients.
        self.descent: Descent | None = None
        self._inputs: NDArray | None = None
        self._z: NDArray | None = None
        self._a: NDArray | None = None

    @property
    def z(self) -> NDArray[Any]:
        """What the last forward pass gave before the activation."""
        return known_from_forward(self, self._z)

    def compute_output_shape(self, input_shape: Shape) -> Shape:  # noqa: D102
        if not input_shape:
            raise ValueError(
                "Received samples without features: inputs of shape (batch,). Expected "
                "(batch, n_features). If each sample is one number, use inputs.reshape(-1, 1)."
            )
        return (*input_shape[:-1], self.units)

    def _create(self, input_shape: Shape, dtype: np.dtype) -> None:
        shape = (input_shape[-1], self.units)
        self.params["kernel"] = self.kernel_initializer(shape, self.rng).astype(dtype)
        if self.use_bias:
            self.params["bias"] = self.bias_initializer((self.units,), self.rng).astype(dtype)
        self.grads = {name: np.zeros_like(param) for name, param in self.params.items()}

    def forward(self, inputs: NDArray, training: bool = False) -> NDArray:  # noqa: D102
        kernel = self.params["kernel"]
        if inputs.shape[-1] != kernel.shape[0]:
            raise ValueError(
                f"Received inputs of shape {inputs.shape}. Expected {kernel.shape[0]} features on "
                f"the last axis, since the kernel is {kernel.shape}."
            )
        self._inputs = inputs
        self._z = inputs @ kernel if self.descent is None else self.descent.weighted_sums(inputs)
        if self.use_bias:
            self._z += self.params["bias"]
        a = self._a = self.activation.value(self._z)
        return a

    def backward(self, d_output: NDArray, *, to_inputs: bool = True) -> NDArray | None:  # noqa: D102
        a = known_from_forward(self, self._a)
        d_z = self.activation.backward(d_output, self.z, a)
        return self.backward_z(d_z, to_inputs=to_inputs)

    def backward_z(self, d_z: NDArray, *, to_inputs: bool = True) -> NDArray | None:
        """Go back from dL/dz, before the activation, where a loss knows it at once.

        Parameters
        ----------
        d_z : ndarray of shape (..., units)
            dL/dz, for the batch that has just gone forward.
        to_inputs : bool, default True
            As for :meth:`backward`.

        Raises
        ------
        ValueError
            If the layer has not gone forward, or ``d_z`` is of another batch.
        """
        x = known_from_forward(self, self._inputs)
        x, rows = x.reshape(-1, x.shape[-1]), d_z.reshape(-1, self.units)
        kernel = self.params["kernel"]
        d_inputs = d_z @ kernel.T if to_inputs else None
        if self.descent is not None:
            moves = self.descent.step(x, rows, later=not to_inputs)
            if self.use_bias:
                self.params["bias"] -= moves[0] if len(moves) == 1 else moves.sum(axis=0)
            return d_inputs
        product(x.T, rows, out=self.grads["kernel"])
        if self.kernel_regularizer is not None:
            self.grads["kernel"] += self.kernel_regularizer.gradient(kernel)
        if self.use_bias:
            np.sum(rows, axis=0, out=self.grads["bias"])
        return d_inputs

    def penalty(self) -> float:  # noqa: D102
        if self.kernel_regularizer is None:
            return 0.0
        return float(self.kernel_regularizer(self.params["kernel"]))

    def get_config(self) -> dict[str, Any]:  # noqa: D102
        return {
            **super().get_config(),
            "units": self.units,
            "activation": self.activation,
            "use_bias": self.use_bias,
            "kernel_regularizer": self.kernel_regularizer,
        }
