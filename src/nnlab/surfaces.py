r"""Surfaces: losses of two weights, on which optimizers can be watched.

A network's loss has thousands of weights and no picture. These four have two, and each is hard in
one way: a flat plateau, a bent valley, a ravine far steeper across than along, a saddle.

>>> from nnlab import surfaces
>>> surfaces.rosenbrock([1.0, 2.0]), surfaces.rosenbrock.gradient([1.0, 2.0])
(np.float64(100.0), array([-400.,  200.]))
"""

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from nnlab._arrays import as_float

if TYPE_CHECKING:
    from nnlab.optimizers import Optimizer

__all__ = [
    "Beale",
    "Ravine",
    "Rosenbrock",
    "Saddle",
    "Surface",
    "beale",
    "descend",
    "ravine",
    "rosenbrock",
    "saddle",
]

Point = tuple[float, float]


class Surface:
    r"""A loss :math:`L(w_1, w_2)`, called like a function: ``surface(w)``.

    A subclass gives the two formulas, ``value`` and ``slope``. Both accept complex arrays, so that
    the complex step can check them.

    Attributes
    ----------
    name : str
        What to write above a picture of it.
    start : (float, float)
        Where an optimizer begins.
    minimum : (float, float) or None
        The lowest point, if there is one.
    limits : ((float, float), (float, float))
        The part worth drawing: from and to, in each weight.

    Examples
    --------
    >>> class Bowl(Surface):
    ...     def value(self, x, y):
    ...         return x**2 + y**2
    ...
    ...     def slope(self, x, y):
    ...         return 2 * x, 2 * y
    >>> Bowl()([1.0, 2.0]), Bowl().gradient([1.0, 2.0])
    (np.float64(5.0), array([2., 4.]))
    """

    name: ClassVar[str]
    start: ClassVar[Point]
    minimum: ClassVar[Point | None]
    limits: ClassVar[tuple[Point, Point]]

    def __call__(self, w: ArrayLike) -> Any:
        """Return the loss at each point of ``w``, an array of shape (..., 2), as (...).

        Raises
        ------
        ValueError
            If the last axis of ``w`` does not hold two weights.
        """
        return self.value(*_two(w))[()]

    def gradient(self, w: ArrayLike) -> NDArray:
        """Return ∂L/∂w at each point of ``w``, of the same shape (..., 2).

        Parameters
        ----------
        w : array_like of shape (..., 2)
            Points.

        Raises
        ------
        ValueError
            If the last axis of ``w`` does not hold two weights.
        """
        return np.stack(self.slope(*_two(w)), axis=-1)

    def value(self, x: NDArray, y: NDArray) -> NDArray:
        """Return the loss; x and y are the two weights, arrays of one shape."""
        raise NotImplementedError

    def slope(self, x: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:
        """Return the derivatives of the loss by x and by y."""
        raise NotImplementedError


class Beale(Surface):
    r"""Beale's function: steep walls around a plateau, where gradients are small.

    .. math::
        L = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2

    Its minimum is 0, at (3, 0.5).

    References
    ----------
    J. J. Moré, B. S. Garbow, K. E. Hillstrom, "Testing unconstrained optimization software", 1981,
    problem 5; it also names the start.

    Examples
    --------
    >>> beale([1.0, 1.0])
    np.float64(14.203125)
    """

    name = "Beale's function"
    start = (1.0, 1.0)
    minimum = (3.0, 0.5)
    limits = ((-0.5, 4.5), (-1.5, 1.5))

    def value(self, x: NDArray, y: NDArray) -> NDArray:  # noqa: D102
        return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2

    def slope(self, x: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:  # noqa: D102
        a, b, c = 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3
        return (
            2 * a * (y - 1) + 2 * b * (y**2 - 1) + 2 * c * (y**3 - 1),
            2 * a * x + 4 * b * x * y + 6 * c * x * y**2,
        )


class Rosenbrock(Surface):
    r"""Rosenbrock's banana: a bent valley, easy to enter and slow to follow.

    .. math:: L = (1 - x)^2 + 100\,(y - x^2)^2

    Its minimum is 0, at (1, 1).

    References
    ----------
    H. H. Rosenbrock, "An automatic method for finding the greatest or least value of a function",
    1960; it also names the start.

    Examples
    --------
    >>> rosenbrock([-1.2, 1.0]).round(10)
    np.float64(24.2)
    """

    name = "Rosenbrock's function"
    start = (-1.2, 1.0)
    minimum = (1.0, 1.0)
    limits = ((-1.75, 1.75), (-0.75, 2.25))

    def value(self, x: NDArray, y: NDArray) -> NDArray:  # noqa: D102
        return (1 - x) ** 2 + 100 * (y - x**2) ** 2

    def slope(self, x: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:  # noqa: D102
        return -2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)


class Ravine(Surface):
    r"""A ravine: a bowl twenty times as curved across as along, where plain descent zigzags.

    .. math:: L = \tfrac{1}{2} (x^2 + 20\, y^2)

    Its minimum is 0, at (0, 0). Descent of rate :math:`\eta` multiplies x by :math:`1 - \eta` and y
    by :math:`1 - 20\,\eta` a step: it swings across from :math:`\eta = 0.05` on and diverges
    from 0.1.

    Examples
    --------
    >>> ravine.gradient([-4.0, 1.0])
    array([-4., 20.])
    """

    name = "A ravine"
    start = (-4.0, 1.0)
    minimum = (0.0, 0.0)
    limits = ((-5.0, 2.0), (-1.75, 1.75))

    def value(self, x: NDArray, y: NDArray) -> NDArray:  # noqa: D102
        return (x**2 + 20 * y**2) / 2

    def slope(self, x: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:  # noqa: D102
        return x, 20 * y


class Saddle(Surface):
    r"""A saddle: up in one direction and down in the other, flat where they meet.

    .. math:: L = x^2 - y^2

    It has no minimum. The start lies almost on the ridge, where the way down is hard to feel.

    Examples
    --------
    >>> saddle.gradient([0.0, 0.0])
    array([ 0., -0.])
    """

    name = "A saddle"
    start = (1.5, 0.001)
    minimum = None
    limits = ((-2.0, 2.0), (-2.0, 2.0))

    def value(self, x: NDArray, y: NDArray) -> NDArray:  # noqa: D102
        return x**2 - y**2

    def slope(self, x: NDArray, y: NDArray) -> tuple[NDArray, NDArray]:  # noqa: D102
        return 2 * x, -2 * y


beale = Beale()
rosenbrock = Rosenbrock()
ravine = Ravine()
saddle = Saddle()


def descend(
    surface: Surface, optimizer: "Optimizer", n_steps: int = 100, start: ArrayLike | None = None
) -> NDArray[np.float64]:
    """Let an optimizer walk on a surface, and return its path.

    Parameters
    ----------
    surface : Surface
        Where it walks.
    optimizer : nnlab.optimizers.Optimizer
        A new one: its memory belongs to this walk.
    n_steps : int, default 100
        How many steps it takes.
    start : array_like of shape (2,), optional
        Where it begins; ``surface.start`` by default.

    Returns
    -------
    ndarray of shape (n_steps + 1, 2)
        The start and every point after it. A walk that diverges ends in inf and nan.

    Raises
    ------
    ValueError
        If ``start`` is not two numbers, or the optimizer has walked before.

    Examples
    --------
    >>> from nnlab.optimizers import SGD
    >>> descend(ravine, SGD(learning_rate=0.05), n_steps=2, start=[-4.0, 1.0])
    array([[-4.  ,  1.  ],
           [-3.8 ,  0.  ],
           [-3.61,  0.  ]])
    """
    w = np.array(surface.start if start is None else start, dtype=np.float64)
    if w.shape != (2,):
        raise ValueError(f"Received start of shape {w.shape}. Expected (2,): two weights.")
    path = [w.copy()]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(n_steps):
            optimizer.apply([surface.gradient(w)], [w])
            path.append(w.copy())
    return np.array(path)


def _two(w: ArrayLike) -> tuple[NDArray, NDArray]:
    w = as_float(w)
    if w.ndim == 0 or w.shape[-1] != 2:
        raise ValueError(f"Received w of shape {w.shape}. Expected (..., 2): two weights.")
    return w[..., 0], w[..., 1]
