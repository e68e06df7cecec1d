"""What every initializer is: a function of a shape and a generator."""

import numpy as np
from numpy.typing import NDArray

from nnlab._repr import ConstructorRepr

Shape = tuple[int, ...]


class Initializer(ConstructorRepr):
    """Makes an array of weights: ``initializer(shape, rng)``, float64.

    Examples
    --------
    >>> class Identity(Initializer):
    ...     def __call__(self, shape, rng):
    ...         return np.eye(*shape)
    >>> Identity()((2, 2), np.random.default_rng(0))
    array([[1., 0.],
           [0., 1.]])
    """

    def __call__(self, shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return weights of that shape, drawn from ``rng``.

        Parameters
        ----------
        shape : tuple of int
            Of a kernel (n_features, units), or of a bias (units,).
        rng : numpy.random.Generator
            Where random numbers come from.
        """
        raise NotImplementedError
