"""Random numbers whose spread fits the layer's size: Glorot, He and LeCun are choices of it."""

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nnlab._names import lookup
from nnlab.initializers._base import Initializer, Shape
from nnlab.initializers.random import RandomNormal, RandomUniform, TruncatedNormal


class VarianceScaling(Initializer):
    r"""Weights of variance ``scale / n``, so that sums of n of them keep the size of a signal.

    .. math:: \operatorname{Var} w = \frac{\text{scale}}{n}

    with n the inputs of a unit (``fan_in``), the outputs an input goes to (``fan_out``), or the
    mean of both (``fan_avg``). For a kernel of shape (inputs, outputs) these are its two sizes.

    Parameters
    ----------
    scale : float, default=1.0
        Above 0.
    mode : {"fan_in", "fan_out", "fan_avg"}
        What n is.
    distribution : {"truncated_normal", "untruncated_normal", "uniform"}
        The shape of the distribution; its variance is the same for all three.

    Raises
    ------
    ValueError
        If ``scale`` is not above 0, a name is unknown, or a kernel has not two sizes.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> w = VarianceScaling(2.0, "fan_in")((300, 100), rng)
    >>> round(w.std(), 3), round(np.sqrt(2 / 300), 3)
    (np.float64(0.081), np.float64(0.082))
    """

    def __init__(
        self, scale: float = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal"
    ) -> None:
        if not scale > 0:
            raise ValueError(f"scale must be above 0, got {scale}.")
        self.scale = scale
        self.mode = lookup(mode, {name: name for name in _FANS}, "mode")
        self.distribution = lookup(
            distribution, {name: name for name in _DISTRIBUTIONS}, "distribution"
        )

    def __call__(self, shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:  # noqa: D102
        fan_in, fan_out = fans(shape)
        variance = self.scale / max(1.0, _FANS[self.mode](fan_in, fan_out))
        return _DISTRIBUTIONS[self.distribution](variance)(shape, rng)


_FANS: dict[str, Callable[[int, int], float]] = {
    "fan_in": lambda fan_in, fan_out: fan_in,
    "fan_out": lambda fan_in, fan_out: fan_out,
    "fan_avg": lambda fan_in, fan_out: (fan_in + fan_out) / 2,
}

# The standard deviation of N(0, 1) cut at ±2: √(1 − 4 φ(2) / (2 Φ(2) − 1)).
_STDDEV_OF_TRUNCATED = 0.87962566103423978

_DISTRIBUTIONS: dict[str, Callable[[float], Initializer]] = {
    "truncated_normal": lambda variance: TruncatedNormal(
        stddev=math.sqrt(variance) / _STDDEV_OF_TRUNCATED
    ),
    "untruncated_normal": lambda variance: RandomNormal(stddev=math.sqrt(variance)),
    "uniform": lambda variance: RandomUniform(-math.sqrt(3 * variance), math.sqrt(3 * variance)),
}


class GlorotNormal(VarianceScaling):
    r"""For tanh and sigmoid: :math:`\operatorname{Var} w = 2 / (n_{in} + n_{out})`, truncated.

    References
    ----------
    Glorot and Bengio (2010), "Understanding the difficulty of training deep feedforward neural
    networks", equation 12.

    Examples
    --------
    >>> (GlorotNormal()((300, 100), np.random.default_rng(0)).var() * (300 + 100) / 2).round(1)
    np.float64(1.0)
    """

    def __init__(self) -> None:
        super().__init__(1.0, "fan_avg", "truncated_normal")


class GlorotUniform(VarianceScaling):
    r"""For tanh and sigmoid: uniform within :math:`\pm\sqrt{6 / (n_{in} + n_{out})}`.

    References
    ----------
    Glorot and Bengio (2010), equation 16.

    Examples
    --------
    >>> np.abs(GlorotUniform()((300, 100), np.random.default_rng(0))).max() <= np.sqrt(6 / 400)
    np.True_
    """

    def __init__(self) -> None:
        super().__init__(1.0, "fan_avg", "uniform")


class HeNormal(VarianceScaling):
    r"""For ReLU: :math:`\operatorname{Var} w = 2 / n_{in}`, since it halves signals; truncated.

    References
    ----------
    He et al. (2015), "Delving deep into rectifiers", arXiv:1502.01852, equation 10.

    Examples
    --------
    >>> (HeNormal()((300, 100), np.random.default_rng(0)).var() * 300).round(1)
    np.float64(2.0)
    """

    def __init__(self) -> None:
        super().__init__(2.0, "fan_in", "truncated_normal")


class HeUniform(VarianceScaling):
    r"""For ReLU: uniform within :math:`\pm\sqrt{6 / n_{in}}`.

    References
    ----------
    He et al. (2015), equation 10: the same variance.

    Examples
    --------
    >>> (HeUniform()((300, 100), np.random.default_rng(0)).var() * 300).round(1)
    np.float64(2.0)
    """

    def __init__(self) -> None:
        super().__init__(2.0, "fan_in", "uniform")


class LecunNormal(VarianceScaling):
    r"""For SELU: :math:`\operatorname{Var} w = 1 / n_{in}`, truncated.

    References
    ----------
    LeCun et al. (1998), "Efficient BackProp", equation 16.

    Examples
    --------
    >>> (LecunNormal()((300, 100), np.random.default_rng(0)).var() * 300).round(1)
    np.float64(1.0)
    """

    def __init__(self) -> None:
        super().__init__(1.0, "fan_in", "truncated_normal")


class LecunUniform(VarianceScaling):
    r"""For SELU: uniform within :math:`\pm\sqrt{3 / n_{in}}`.

    References
    ----------
    LeCun et al. (1998), equation 16: the same variance.

    Examples
    --------
    >>> (LecunUniform()((300, 100), np.random.default_rng(0)).var() * 300).round(1)
    np.float64(1.0)
    """

    def __init__(self) -> None:
        super().__init__(1.0, "fan_in", "uniform")


def fans(shape: Shape) -> tuple[int, int]:
    """Return the number of inputs of a unit and of outputs of an input.

    Parameters
    ----------
    shape : tuple of int
        Of a kernel (inputs, outputs), or of a bias (units,).

    Raises
    ------
    ValueError
        If it has more than two sizes, or none.

    Examples
    --------
    >>> fans((300, 100)), fans((7,))
    ((300, 100), (7, 7))
    """
    if len(shape) == 1:
        return shape[0], shape[0]
    if len(shape) == 2:
        return shape
    raise ValueError(f"A kernel of shape (inputs, outputs) was expected, got shape {shape}.")
