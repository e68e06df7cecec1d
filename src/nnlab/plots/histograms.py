"""Histograms layer by layer: of the weights, and of what comes out of each layer."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from nnlab.models import Sequential
from nnlab.plots import style

_BINS = 60


def weight_histograms(model: Sequential) -> NDArray:
    """Draw how the weights of each kernel are distributed, all on one scale.

    Parameters
    ----------
    model : Sequential
        A built model.

    Returns
    -------
    ndarray of Axes
        One for each kernel, with its standard deviation in the title.

    Raises
    ------
    ValueError
        If the model has no kernels, none yet, or nan or inf in them.

    Examples
    --------
    >>> from nnlab.layers import Dense, Input
    >>> model = Sequential([Input((5,)), Dense(11, "relu"), Dense(3)], seed=0)
    >>> len(weight_histograms(model))
    2
    """
    kernels = {
        name.removesuffix("/kernel"): kernel
        for name, kernel in model.params.items()
        if name.endswith("/kernel")
    }
    return _by_layer(kernels, "weight")


def activation_histograms(model: Sequential, X: ArrayLike) -> NDArray:
    """Draw how the outputs of each layer with an activation are distributed, all on one scale.

    Parameters
    ----------
    model : Sequential
        A built model.
    X : array_like of shape (n_samples, ...)
        What it is given; dropout is off.

    Returns
    -------
    ndarray of Axes
        One for each layer, with its standard deviation in the title.

    Raises
    ------
    ValueError
        If the model is not built, ``X`` does not fit it, or an output is nan or inf.

    Examples
    --------
    >>> from nnlab.layers import Dense, Input
    >>> model = Sequential([Input((5,)), Dense(11, "relu"), Dense(3)], seed=0)
    >>> [ax.get_title() for ax in activation_histograms(model, np.zeros((7, 5)))]
    ['dense: std 0', 'dense_1: std 0']
    """
    outputs, inputs = {}, np.asarray(X, dtype=model.dtype)
    for layer in model.layers if model.built else []:
        inputs = layer(inputs)
        if hasattr(layer, "activation"):
            outputs[str(layer.name)] = inputs
    return _by_layer(outputs, "activation")


def _by_layer(values: Mapping[str, NDArray], quantity: str) -> NDArray:
    if not values:
        raise ValueError(
            f"received a model that has no {quantity}s yet, expected a built one: put an Input in "
            "front of its layers, or fit it first"
        )
    for name, array in values.items():
        if not np.isfinite(array).all():
            raise ValueError(
                f"received a model whose {quantity}s of {name} hold nan or inf, expected finite "
                "numbers: if training diverged, lower the learning rate and fit a new model"
            )
    low = min(float(array.min()) for array in values.values())
    high = max(float(array.max()) for array in values.values())
    edges = np.linspace(low, high, _BINS + 1) if low < high else np.linspace(low - 1, low + 1, 4)
    ncols = min(3, len(values))
    nrows = -(-len(values) // ncols)
    figure, panels = style.figure(nrows, ncols, size=(3.2 * ncols, 2.3 * nrows), sharex=True,
                                  squeeze=False)  # fmt: skip
    panels = panels.ravel()
    for ax, (name, array) in zip(panels, values.items(), strict=False):
        _histogram(ax, array.ravel(), edges)
        ax.tick_params(labelbottom=True)
        ax.set(xlabel=quantity, ylabel="share", title=f"{name}: std {array.std():.2g}")
    for ax in panels[len(values) :]:
        figure.delaxes(ax)
    return panels[: len(values)]


def _histogram(ax: Axes, values: NDArray, edges: NDArray) -> None:
    counts, _ = np.histogram(values, edges)
    ax.stairs(counts / values.size, edges, fill=True, color=style.BLUE)
