"""Gradient checking: is what ``backward`` says true?

Central differences lose half of the digits; the complex step loses none, but asks for a function
that is analytic (``abs`` and ``max`` of complex numbers are not what one means). At a kink, such as
ReLU's at 0, there is no derivative, and a difference between two answers is no mistake.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from nnlab.layers import Layer

_COMPLEX_STEP = 1e-30
_EPS = float(np.finfo(np.float64).eps)
_CENTRAL_STEP: float = _EPS ** (1 / 3)  # balances rounding against curvature


def numerical_gradient(
    f: Callable[[NDArray], Any], x: ArrayLike, method: str = "central"
) -> NDArray[np.float64]:
    r"""Return the gradient of a scalar function of an array, one element at a time.

    .. math::
        \text{central:} \quad & \frac{f(x + h e_i) - f(x - h e_i)}{2h} \\
        \text{complex:} \quad & \frac{\operatorname{Im} f(x + i h e_i)}{h}

    Parameters
    ----------
    f : callable
        Takes an array of the shape of ``x``, returns a number. For the complex step it must
        accept complex arrays.
    x : array_like
        Where; any shape. It is not changed.
    method : {"central", "complex"}
        Good to about 10 digits and to all 16.

    Raises
    ------
    ValueError
        If the method is unknown, the function returns more than one number, or the complex step
        meets one that returns a real number.

    References
    ----------
    W. Squire, G. Trapp, "Using complex variables to estimate derivatives of real functions",
    SIAM Review 40, 1998.

    Examples
    --------
    >>> numerical_gradient(lambda x: np.sum(x**3), [1.0, 2.0], method="complex")
    array([ 3., 12.])
    >>> numerical_gradient(lambda x: np.sum(x**3), [1.0, 2.0]).round(8)
    array([ 3., 12.])
    """
    if method not in ("central", "complex"):
        raise ValueError(f"Received method={method!r}. Expected 'central' or 'complex'.")
    point = np.array(x, dtype=np.complex128 if method == "complex" else np.float64)
    shape = np.shape(f(point))
    if shape:
        raise ValueError(
            f"The function returned an array of shape {shape}. Expected a number, "
            "such as the sum of its elements: lambda x: np.sum(f(x))."
        )
    gradient = np.empty(point.shape)
    for index in np.ndindex(point.shape):
        value = point[index]
        if method == "complex":
            point[index] = value + _COMPLEX_STEP * 1j
            result = f(point)
            if not np.iscomplexobj(result):
                raise ValueError(
                    "The function returned a real number for complex input. Expected a complex "
                    "one: abs, float and comparisons drop the part that carries the slope. "
                    "Use method='central'."
                )
            gradient[index] = np.imag(result) / _COMPLEX_STEP
        else:
            h = _CENTRAL_STEP * max(1.0, float(np.abs(value)))
            point[index] = value + h
            above = f(point)
            point[index] = value - h
            gradient[index] = (above - f(point)) / (2 * h)
        point[index] = value
    return gradient


@dataclass
class GradientCheck:
    """The answer of :func:`check_layer`; true if no gradient is wrong, and printable.

    Attributes
    ----------
    tolerance : float
        Larger differences are mistakes, unless they lie on kinks.
    differences : dict of float
        The largest difference by name, relative where a gradient exceeds 1; kinks left out.
    kinks, mistakes : list of str
        Where there is no derivative, and where ``backward`` is wrong: a sentence for each.

    Examples
    --------
    >>> print(GradientCheck(1e-10, differences={"kernel": 2.5e-16}))
    backward agrees with the numbers (to 1e-10)
    kernel: differs by 2.5e-16
    """

    tolerance: float
    differences: dict[str, float] = field(default_factory=dict)
    kinks: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether no gradient is wrong."""
        return not self.mistakes

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        lines = [f"{name}: differs by {value:.1e}" for name, value in self.differences.items()]
        for sentences in (self.mistakes, self.kinks):
            lines += sentences[:3]
            if len(sentences) > 3:
                lines.append(f"... and {len(sentences) - 3} more of this kind")
        verdict = "agrees" if self.passed else "does NOT agree"
        return "\n".join([f"backward {verdict} with the numbers (to {self.tolerance:.2g})", *lines])


def check_layer(
    layer: Layer,
    inputs: ArrayLike,
    *,
    training: bool = False,
    method: str = "complex",
    tolerance: float | None = None,
) -> GradientCheck:
    r"""Compare a layer's ``backward`` with the numerical gradients of its ``forward``.

    The scalar is :math:`\sum A \odot D`, plus the layer's penalty, with a fixed random D. All is
    done in float64, whatever the layer's dtype; masks are drawn anew with the same random numbers;
    parameters and gradients are left as they were. A model is a layer as well.

    Where the two differ, the slopes on the left and on the right decide: if they are not the same,
    and do not come together ten times nearer as on a curve, the function has a kink there, and that
    is said instead of "wrong".

    Parameters
    ----------
    layer : Layer
        Built for such inputs already, or not yet.
    inputs : array_like of shape (batch, ...)
        Where to check.
    training : bool, default False
        Whether dropout and its like are active.
    method : {"complex", "central"}
        See :func:`numerical_gradient`.
    tolerance : float, optional
        Default 1e-10 for the complex step, 1e-6 for central differences, and more by what a
        penalty rounds, which is always differenced centrally.

    Raises
    ------
    ValueError
        If the method is unknown, or the inputs do not fit the layer.

    Examples
    --------
    >>> from nnlab.layers import Activation, Dense
    >>> print(check_layer(Dense(3, "tanh"), np.ones((2, 4))))  # doctest: +ELLIPSIS
    backward agrees with the numbers (to 1e-10)
    inputs: differs by ...
    kernel: differs by ...
    bias: differs by ...
    >>> print(check_layer(Activation("relu"), [[0.0, 1.0]], method="central"))
    backward agrees with the numbers (to 1e-06)
    inputs: differs by ...
    inputs[0, 0] lies on a kink: ...
    """
    x = np.array(inputs, dtype=np.float64)
    layer.build(x.shape[1:])
    if tolerance is None:
        rounding = 4 * _EPS * abs(layer.penalty()) / _CENTRAL_STEP
        tolerance = (1e-10 if method == "complex" else 1e-6) + rounding
    paths = dict(_leaves(layer))
    leaves = list(paths.values())
    masks = [(leaf, leaf.rng.bit_generator.state) for leaf in leaves]
    places: dict[str, tuple[Layer | None, str]] = {"inputs": (None, "")}
    for path, leaf in paths.items():
        places |= {f"{path}{key}": (leaf, key) for key in leaf.params}

    def forward(inputs: NDArray) -> NDArray:
        for leaf, state in masks:
            leaf.rng.bit_generator.state = state
        return layer.forward(inputs, training)

    result = GradientCheck(tolerance)
    with _parameters_as(leaves, np.float64):
        d_output = np.random.default_rng(0).normal(size=forward(x).shape)
        gradients = {"inputs": np.array(layer.backward(d_output))}
        for name, (leaf, key) in places.items():
            if leaf is not None:
                gradients[name] = leaf.grads[key].copy()

    for name, (leaf, key) in places.items():

        def scalar(values: NDArray, leaf: Layer | None = leaf, key: str = key) -> Any:
            if leaf is None:
                return np.sum(forward(values) * d_output)
            leaf.params[key] = values
            return np.sum(forward(x) * d_output)

        def penalty(values: NDArray, leaf: Layer | None = leaf, key: str = key) -> float:
            if leaf is not None:
                leaf.params[key] = values
            return layer.penalty()

        start = x if leaf is None else leaf.params[key]
        with _parameters_as(leaves, np.complex128 if method == "complex" else np.float64):
            numerical = numerical_gradient(scalar, start, method)
        with _parameters_as(leaves, np.float64):
            numerical += numerical_gradient(penalty, start)
            f = lambda values: scalar(values) + penalty(values)
            _compare(result, name, gradients[name], numerical, start, f)
    for leaf, state in masks:
        leaf.rng.bit_generator.state = state
    return result


def _compare(
    result: GradientCheck,
    name: str,
    gradient: NDArray,
    numerical: NDArray,
    start: NDArray,
    f: Callable[[NDArray], Any],
) -> None:
    difference = np.abs(gradient - numerical) / np.maximum(1.0, np.abs(numerical))
    smooth = np.ones(start.shape, dtype=bool)
    for index in map(tuple, np.argwhere(~(difference <= result.tolerance))):
        step = _CENTRAL_STEP * max(1.0, float(abs(start[index])))
        left, right = _slopes(f, start, index, step)
        nearer_left, nearer_right = _slopes(f, start, index, step / 10)
        gap, nearer_gap = right - left, nearer_right - nearer_left
        # A curve's gap shrinks with the step, a kink's does not.
        curved = abs(nearer_gap - gap / 10) <= abs(gap) / 20
        where = f"{name}[{', '.join(map(str, index))}]"
        if abs(gap) > 1e-3 * max(1.0, abs(left), abs(right)) and not curved:
            smooth[index] = False
            result.kinks.append(
                f"{where} lies on a kink: the slope is {left:.4g} on the left and {right:.4g} on "
                f"the right, so there is no derivative; backward gives {gradient[index]:.4g}. "
                "This is no mistake."
            )
        else:
            result.mistakes.append(
                f"{where} is wrong: backward gives {gradient[index]:.8g}, "
                f"the numbers say {numerical[index]:.8g}"
            )
    result.differences[name] = float(np.max(difference, initial=0.0, where=smooth))


def _slopes(
    f: Callable[[NDArray], Any], start: NDArray, index: tuple, h: float
) -> tuple[float, float]:
    """Return the slopes on the left and on the right of one element."""
    values = []
    for shift in (-h, 0.0, h):
        point = np.array(start, dtype=np.float64)
        point[index] += shift
        values.append(float(f(point)))
    return (values[1] - values[0]) / h, (values[2] - values[1]) / h


def _leaves(layer: Layer, path: str = "") -> Iterator[tuple[str, Layer]]:
    """Yield the layers that compute, with their paths: a layer itself, or those of a model."""
    inner = getattr(layer, "layers", None)
    if inner is None:
        yield path, layer
    else:
        for part in inner:
            yield from _leaves(part, f"{path}{part.name}/")


@contextmanager
def _parameters_as(leaves: list[Layer], dtype: DTypeLike) -> Iterator[None]:
    """Let the layers compute in another dtype for a while, on copies."""
    kept = [(leaf, leaf.params, leaf.grads) for leaf in leaves]
    for leaf in leaves:
        leaf.params = {key: param.astype(dtype) for key, param in leaf.params.items()}
        leaf.grads = {key: np.zeros_like(param) for key, param in leaf.params.items()}
    try:
        yield
    finally:
        for leaf, params, grads in kept:
            leaf.params, leaf.grads = params, grads
