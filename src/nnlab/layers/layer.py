"""What every layer has: a shape, parameters, a way forward and a way back."""

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from nnlab._names import snake_case

Shape = tuple[int, ...]
T = TypeVar("T")


class Layer:
    r"""Base of all layers.

    ``forward`` computes the output and remembers what ``backward`` needs; ``backward`` takes
    :math:`\partial L/\partial \text{output}`, fills ``grads`` and returns
    :math:`\partial L/\partial \text{inputs}`. Axis 0 is the batch; shapes leave it out.

    Parameters
    ----------
    name : str, optional
        By default the model that the layer is put into names it, such as ``"dense_1"``.

    Attributes
    ----------
    params, grads : dict of ndarray
        Under Keras' names, such as ``"kernel"`` and ``"bias"``. The arrays stay the same objects:
        a step changes the parameters in place, each ``backward`` overwrites the gradients.
    input_shape, output_shape : tuple of int
        Known once the layer is built.

    Notes
    -----
    A new layer overrides ``forward`` and ``backward``; one with parameters also ``_create``, one
    that changes the shape also ``compute_output_shape``, and one that takes arguments
    ``get_config``.

    Examples
    --------
    >>> class Negate(Layer):
    ...     def forward(self, inputs, training=False):
    ...         return -inputs
    ...
    ...     def backward(self, d_output, *, to_inputs=True):
    ...         return -d_output
    >>> layer = Negate()
    >>> layer([[1.0, 2.0]]), layer.backward(np.array([[1.0, 1.0]]))
    (array([[-1., -2.]]), array([[-1., -1.]]))
    """

    def __init__(self, *, name: str | None = None) -> None:
        self.name = name
        self.params: dict[str, NDArray] = {}
        self.grads: dict[str, NDArray] = {}
        self.built = False
        self.input_shape: Shape = ()
        self.output_shape: Shape = ()
        self.rng = np.random.default_rng()

    @property
    def default_name(self) -> str:
        """The class' name as Keras writes it: ``AlphaDropout`` is ``alpha_dropout``."""
        return snake_case(type(self).__name__)

    def build(
        self,
        input_shape: Sequence[int | None],
        rng: np.random.Generator | None = None,
        dtype: DTypeLike = np.float32,
    ) -> None:
        """Create the parameters for inputs of this shape, the batch left out.

        Parameters
        ----------
        input_shape : sequence of int
            Shape of one sample, such as ``(784,)``; Keras' form with the batch, ``(None, 784)``,
            is understood as well.
        rng : numpy.random.Generator, optional
            Draws the initial weights and, later, the masks.
        dtype : dtype, default float32
            Of the parameters.

        Raises
        ------
        ValueError
            If the shape is none, or the layer is already built for inputs of another one.
        """
        if isinstance(input_shape, Sequence) and tuple(input_shape[:1]) == (None,):
            input_shape = input_shape[1:]
        input_shape = checked_shape("input_shape", input_shape)
        if self.built:
            if input_shape != self.input_shape:
                raise ValueError(
                    f"This {type(self).__name__} layer has parameters for inputs of shape "
                    f"{self.input_shape}; received {input_shape}. Give it such inputs, "
                    "or create a new layer."
                )
            return
        if rng is not None:
            self.rng = rng
        self.output_shape = self.compute_output_shape(input_shape)
        self._create(input_shape, np.dtype(dtype))
        self.input_shape = input_shape
        self.built = True

    def _create(self, input_shape: Shape, dtype: np.dtype) -> None:
        """Fill ``params`` and ``grads``; layers without parameters have nothing to do."""

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of one sample's output."""
        return input_shape

    def forward(self, inputs: NDArray, training: bool = False) -> NDArray:
        """Return the output, and remember what :meth:`backward` needs.

        Parameters
        ----------
        inputs : ndarray of shape (batch, ...)
            As the layer was built for.
        training : bool, default False
            Layers such as dropout behave differently while training.
        """
        raise NotImplementedError(f"{type(self).__name__} does not define forward")

    def backward(self, d_output: NDArray, *, to_inputs: bool = True) -> NDArray | None:
        """Fill ``grads`` and return dL/dinputs.

        Parameters
        ----------
        d_output : ndarray of shape (batch, ...)
            dL/doutput, for the batch that has just gone forward.
        to_inputs : bool, default True
            False stops at the parameters and may return None: the first layer of a model has
            nobody to tell, and this spares it a matrix product.

        Raises
        ------
        ValueError
            If the layer has not gone forward.
        """
        raise NotImplementedError(f"{type(self).__name__} does not define backward")

    def penalty(self) -> float:
        """Return what the layer's regularizers add to the loss; ``grads`` contain its slope."""
        return 0.0

    def leaves(self) -> list["Layer"]:
        """Return the layers that compute: this one, or those of a model."""
        return [self]

    def count_params(self) -> int:
        """Return the number of parameters."""
        return sum(param.size for param in self.params.values())

    def get_config(self) -> dict[str, Any]:
        """Return the constructor's arguments that a saved model keeps: all but the initializers."""
        return {"name": self.name}

    def __call__(self, inputs: ArrayLike, training: bool = False) -> NDArray:
        """Build the layer if need be, check the inputs, and go forward.

        Parameters
        ----------
        inputs : array_like of shape (batch, ...)
            Integers become float64.
        training : bool, default False
            As for :meth:`forward`.

        Raises
        ------
        ValueError
            If it is a single number, or the layer was built for another shape.
        """
        x = np.asarray(inputs)
        if x.ndim == 0:
            raise ValueError("Received a single number. Expected inputs with the batch as axis 0.")
        if not np.issubdtype(x.dtype, np.inexact):
            x = x.astype(np.float64)
        self.build(x.shape[1:], dtype=x.dtype)
        return self.forward(x, training)


def known_from_forward(layer: Layer, value: T | None) -> T:
    """Return what ``forward`` remembered.

    Parameters
    ----------
    layer : Layer
        Whose memory it is, for the error.
    value : object or None
        What it remembers; None before ``forward``.

    Raises
    ------
    ValueError
        If ``forward`` has not run.

    Examples
    --------
    >>> known_from_forward(Layer(), "a batch")
    'a batch'
    """
    if value is None:
        raise ValueError(
            f"backward of this {type(layer).__name__} was called before forward. "
            "It needs what forward computed: call layer.forward(inputs) first."
        )
    return value


def checked_rate(rate: float) -> float:
    """Return a dropout rate if it lies in [0, 1).

    Raises
    ------
    ValueError
        If it does not.

    Examples
    --------
    >>> checked_rate(0.5)
    0.5
    """
    if not 0 <= rate < 1:
        raise ValueError(
            f"Received rate={rate}. Expected 0 <= rate < 1, the share of the inputs that is "
            "dropped; 0.5 drops half of them."
        )
    return float(rate)


def checked_shape(name: str, shape: Any) -> Shape:
    """Return the shape of one sample if it is one.

    Parameters
    ----------
    name : str
        What the error calls it.
    shape : sequence of int
        The shape, the batch left out.

    Raises
    ------
    ValueError
        If it is no sequence of whole numbers above 0.

    Examples
    --------
    >>> checked_shape("shape", [28, np.int64(28)])
    (28, 28)
    """
    if not isinstance(shape, Sequence) or not all(is_count(n) for n in shape):
        raise ValueError(
            f"Received {name}={shape!r}. Expected the shape of one sample, without the batch: "
            "whole numbers above 0, such as (784,)."
        )
    return tuple(int(n) for n in shape)


def checked_dtype(dtype: DTypeLike) -> np.dtype:
    """Return a dtype that weights may have.

    Parameters
    ----------
    dtype : dtype
        Such as ``"float64"``.

    Raises
    ------
    ValueError
        If it is none of real floats.

    Examples
    --------
    >>> checked_dtype("float32")
    dtype('float32')
    """
    if np.dtype(dtype).kind != "f":
        raise ValueError(
            f"Received dtype={np.dtype(dtype).name!r}. Expected one of floats, such as 'float32', "
            "since it is that of the weights; inputs may have any, and are converted."
        )
    return np.dtype(dtype)


def is_count(value: Any) -> bool:
    """Whether it is a whole number of at least 1; True is none.

    Parameters
    ----------
    value : object
        Such as a number of units.

    Examples
    --------
    >>> is_count(3), is_count(np.int64(3)), is_count(0), is_count(2.5), is_count(True)
    (True, True, False, False, False)
    """
    whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    return whole and bool(value >= 1)
