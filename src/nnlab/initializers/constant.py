"""The same number everywhere."""

import numpy as np
from numpy.typing import NDArray

from nnlab.initializers._base import Initializer, Shape


class Constant(Initializer):
    """The same number everywhere; as a kernel it keeps all units of a layer alike for ever.

    Parameters
    ----------
    value : float, default=0.0
        The number.

    Examples
    --------
    >>> Constant(0.1)((2,), np.random.default_rng(0))
    array([0.1, 0.1])
    """

    def __init__(self, value: float = 0.0) -> None:
        self.value = value

    def __call__(self, shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:  # noqa: D102
        return np.full(shape, self.value, dtype=np.float64)


class Zeros(Constant):
    """Zeros, for biases.

    Examples
    --------
    >>> Zeros()((2,), np.random.default_rng(0))
    array([0., 0.])
    """

    def __init__(self) -> None:
        super().__init__(0.0)


class Ones(Constant):
    """Ones.

    Examples
    --------
    >>> Ones()((2,), np.random.default_rng(0))
    array([1., 1.])
    """

    def __init__(self) -> None:
        super().__init__(1.0)
