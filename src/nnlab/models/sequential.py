"""A stack of layers that learns: Keras' Sequential, in NumPy."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from nnlab.activations import Activation
from nnlab.layers import Input, Layer
from nnlab.layers.layer import Shape, checked_dtype
from nnlab.models import data
from nnlab.models.training import Trainable


class Sequential(Trainable):
    """Layers one after another. It is a layer itself, so that a model may be part of another.

    Parameters
    ----------
    layers : iterable of Layer
        The layers, in order. With an :class:`~nnlab.layers.Input` first the model is built at
        once, otherwise when it first sees data.
    seed : int, optional
        For initial weights, masks and the order of the samples. The same seed gives the same
        training. It does not reach a model within this one that starts with an ``Input``, as that
        is built before: give it a seed of its own.
    dtype : dtype, default float32
        In which the model computes; the dtype of an ``Input`` comes before it.
    name : str, optional
        The model's name.

    Raises
    ------
    TypeError, ValueError
        If something is not a layer, a layer is there twice, two layers have the same name, or the
        dtype is none of floats.

    Examples
    --------
    >>> from nnlab import optimizers
    >>> from nnlab.layers import Dense
    >>> X, y = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    >>> model = Sequential([Dense(8, "tanh"), Dense(1, "sigmoid")], seed=0)
    >>> model.compile(optimizers.Adam(0.1), loss="binary_crossentropy", metrics=["accuracy"])
    >>> history = model.fit(X, y, epochs=50, verbose=0)
    >>> history.history["accuracy"][-1]
    1.0
    >>> model.predict(X).round()[:, 0]
    array([0., 1., 1., 0.], dtype=float32)
    """

    def __init__(
        self,
        layers: Iterable[Layer],
        *,
        seed: int | None = None,
        dtype: DTypeLike = np.float32,
        name: str | None = None,
    ) -> None:
        super().__init__(name=name)
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        self.dtype = checked_dtype(dtype)
        self.layers: list[Layer] = []
        self._lowest = math.inf  # index of the first layer with parameters
        if not isinstance(layers, Iterable):
            raise TypeError(
                f"Received layers={layers!r}. Expected a list of layers: Sequential([Dense(1)])."
            )
        given = list(layers)
        first = given[0] if given else None
        if isinstance(first, Input):
            given = given[1:]
        if not given:
            raise ValueError("Received no layers. Expected at least one: Sequential([Dense(1)]).")
        for layer in given:
            self._append(layer, {other.name for other in given if isinstance(other, Layer)})
        if isinstance(first, Input):
            self.dtype = first.dtype or self.dtype
            self.build(first.shape)

    def _append(self, layer: Layer, taken: set[str | None]) -> None:
        if not isinstance(layer, Layer):
            raise TypeError(
                f"Received {layer!r} among the layers. Expected layers such as "
                "nnlab.layers.Dense(10, activation='relu'); a class needs its brackets."
            )
        if layer.name is None:
            number = 0
            layer.name = layer.default_name
            while layer.name in taken | {other.name for other in self.layers}:
                number += 1
                layer.name = f"{layer.default_name}_{number}"
        if not set(layer.leaves()).isdisjoint(self.leaves()):
            raise ValueError(
                f"Received a layer a second time, as or within {layer.name!r}. Expected each layer "
                "once, since it keeps the gradients of one place only: create one for each."
            )
        if any(layer.name == other.name for other in self.layers):
            raise ValueError(
                f"Received two layers named {layer.name!r}. Expected each name once, since it "
                "says whose parameters are whose."
            )
        self.layers.append(layer)

    def build(
        self,
        input_shape: Sequence[int | None],
        rng: np.random.Generator | None = None,
        dtype: DTypeLike | None = None,
    ) -> None:
        """Create the parameters of all layers that have none yet.

        Parameters
        ----------
        input_shape : sequence of int
            That of one sample; Keras' form with the batch, ``(None, 784)``, is understood as well.
        rng : numpy.random.Generator, optional
            Draws weights and masks if the model has no seed of its own.
        dtype : dtype, optional
            In which a model that is not yet built shall compute.

        Raises
        ------
        ValueError
            If the shape is none, or the model is already built for inputs of another one.
        """
        if not self.built and dtype is not None:
            self.dtype = checked_dtype(dtype)
        super().build(input_shape, rng if self.seed is None else None, self.dtype)

    def __call__(self, inputs: ArrayLike, training: bool = False) -> NDArray:
        """Build the model if need be, and go forward in its dtype.

        Parameters
        ----------
        inputs : array_like of shape (batch, ...)
            Finite numbers.
        training : bool, default False
            Layers such as dropout behave differently while training.

        Raises
        ------
        ValueError, TypeError
            If the inputs do not fit the model: shape, dtype, empty, not finite.
        """
        x = data.checked_inputs(inputs, dtype=self.dtype).astype(self.dtype, copy=False)
        self.build(x.shape[1:])
        return self.forward(x, training)

    def compute_output_shape(self, input_shape: Shape) -> Shape:  # noqa: D102
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def _create(self, input_shape: Shape, dtype: np.dtype) -> None:
        shape = input_shape
        for index, layer in enumerate(self.layers):
            layer.build(shape, self.rng, dtype)
            if layer.params:
                self._lowest = min(self._lowest, index)
            shape = layer.output_shape
            for key, param in layer.params.items():
                self.params[f"{layer.name}/{key}"] = param
                self.grads[f"{layer.name}/{key}"] = layer.grads[key]

    def forward(self, inputs: NDArray, training: bool = False) -> NDArray:  # noqa: D102
        for layer in self.layers:
            inputs = layer.forward(inputs, training)
        return inputs

    def backward(self, d_output: NDArray, *, to_inputs: bool = True) -> NDArray | None:  # noqa: D102
        return self._backward_below(len(self.layers), d_output, to_inputs)

    @property
    def activation(self) -> Activation | None:
        """The activation that the model ends in, if :meth:`backward_z` can leave it out."""
        last = self.layers[-1]
        return getattr(last, "activation", None) if hasattr(last, "backward_z") else None

    @property
    def z(self) -> NDArray:
        """What the last forward pass gave before that activation."""
        return getattr(self.layers[-1], "z")  # noqa: B009  only some layers have it

    def backward_z(self, d_z: NDArray, *, to_inputs: bool = True) -> NDArray | None:
        """Go back from dL/dz, before the activation that the model ends in.

        Parameters
        ----------
        d_z : ndarray of shape (batch, ...)
            dL/dz, for the batch that has just gone forward.
        to_inputs : bool, default True
            As for :meth:`backward`.
        """
        last = len(self.layers) - 1
        go_back = getattr(self.layers[last], "backward_z")  # noqa: B009
        d_inputs = go_back(d_z, to_inputs=to_inputs or self._learns_below(last))
        return self._backward_below(last, d_inputs, to_inputs)

    def _backward_below(self, top: int, d: NDArray | None, to_inputs: bool) -> NDArray | None:
        """Go back from layer ``top``'s inputs, and no further down than there are parameters."""
        for index in reversed(range(top)):
            if d is None:
                break
            d = self.layers[index].backward(d, to_inputs=to_inputs or self._learns_below(index))
        return d

    def _learns_below(self, index: int) -> bool:
        return index > self._lowest

    def leaves(self) -> list[Layer]:  # noqa: D102
        return [leaf for layer in self.layers for leaf in layer.leaves()]

    def penalty(self) -> float:  # noqa: D102
        return sum(layer.penalty() for layer in self.layers)

    def get_config(self) -> dict[str, Any]:  # noqa: D102
        return {
            **super().get_config(),
            "layers": self.layers,
            "seed": self.seed,
            "dtype": self.dtype.name,
        }

    def get_weights(self) -> list[NDArray]:
        """Return copies of all parameters, layer by layer: kernel, bias, kernel, ..."""
        return [param.copy() for param in self.params.values()]

    def set_weights(self, weights: Sequence[ArrayLike]) -> None:
        """Set all parameters, in the order of :meth:`get_weights`.

        Parameters
        ----------
        weights : sequence of array_like
            One array for each parameter; they are copied.

        Raises
        ------
        ValueError
            If the model is not built, or number or shapes differ.
        """
        if not self.built:
            raise ValueError(
                "This model has no weights yet. Call model.build((n_features,)) first, "
                "or put an Input in front of its layers."
            )
        shapes = [np.shape(weight) for weight in weights]
        expected = [param.shape for param in self.params.values()]
        if shapes != expected:
            raise ValueError(f"Received weights of shapes {shapes}. Expected {expected}.")
        for param, weight in zip(self.params.values(), weights, strict=True):
            param[...] = weight

    def save(self, filepath: Any) -> None:
        """Write layers and weights to a file, for :func:`nnlab.models.load_model`.

        Parameters
        ----------
        filepath : str or Path
            Where to; what is there is replaced.

        Raises
        ------
        ValueError
            If the model is not built, or holds a layer, an activation or a regularizer of your own.
        """
        from nnlab.models.saving import save_model

        save_model(self, filepath)

    def summary(self) -> None:
        """Print the layers, their output shapes and their numbers of parameters."""
        from nnlab.models.summary import summary

        print(summary(self))
