"""From images to rows."""

import math

from numpy.typing import NDArray

from nnlab.layers.layer import Layer, Shape


class Flatten(Layer):
    """Make one row of each sample: ``(batch, 28, 28)`` becomes ``(batch, 784)``.

    Parameters
    ----------
    name : str, optional
        The layer's name.

    Examples
    --------
    >>> import numpy as np
    >>> layer = Flatten()
    >>> layer(np.zeros((2, 3, 4))).shape
    (2, 12)
    >>> layer.backward(np.ones((2, 12))).shape
    (2, 3, 4)
    """

    def compute_output_shape(self, input_shape: Shape) -> Shape:  # noqa: D102
        return (math.prod(input_shape),)

    def forward(self, inputs: NDArray, training: bool = False) -> NDArray:  # noqa: D102
        return inputs.reshape(len(inputs), math.prod(inputs.shape[1:]))

    def backward(self, d_output: NDArray, *, to_inputs: bool = True) -> NDArray:  # noqa: D102
        return d_output.reshape(len(d_output), *self.input_shape)
