"""The shape and dtype of what comes in, so that a model is built before it sees data."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import DTypeLike, NDArray

from nnlab.layers.layer import Layer, checked_dtype, checked_shape


class Input(Layer):
    """The first entry of a model: says what one sample looks like, and computes nothing.

    Parameters
    ----------
    shape : sequence of int
        Shape of one sample, the batch left out.
    dtype : dtype, optional
        In which the model computes; by default the model's own, float32.
    name : str, optional
        The layer's name.

    Raises
    ------
    ValueError
        If the shape is no sequence of whole numbers above 0; a bare 784 is none, nor is
        (None, 784). If the dtype is none of floats.

    Examples
    --------
    >>> Input((28, 28)).shape
    (28, 28)
    """

    def __init__(
        self, shape: Sequence[int], dtype: DTypeLike | None = None, *, name: str | None = None
    ) -> None:
        super().__init__(name=name)
        self.shape = checked_shape("shape", shape)
        self.dtype = None if dtype is None else checked_dtype(dtype)

    def forward(self, inputs: NDArray, training: bool = False) -> NDArray:  # noqa: D102
        return inputs

    def backward(self, d_output: NDArray, *, to_inputs: bool = True) -> NDArray:  # noqa: D102
        return d_output

    def get_config(self) -> dict[str, Any]:  # noqa: D102
        return {
            **super().get_config(),
            "shape": self.shape,
            "dtype": None if self.dtype is None else self.dtype.name,
        }
