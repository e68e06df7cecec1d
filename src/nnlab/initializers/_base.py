"""What every initializer is: a function of a shape and a generator."""

import numpy as np
from numpy.typing import NDArray

from nnlab._repr import ConstructorRepr

Shape = tuple[int, ...]


class Initializer(ConstructorRepr):
    """Makes an array of weights: ``initializer(shape, rng)``, float64."""

    def __call__(self, shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:
        """Return weights of that shape, drawn from ``rng``."""
        raise NotImplementedError
