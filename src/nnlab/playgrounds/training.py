"""A run of the perceptron rule that can be taken step by step: what its playground knows."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.svm import SVC

from nnlab.perceptron import Step, mistake_bound, perceptron_steps

_MAX_EPOCHS = 10_000
_WIDEST = 0.4  # so that there is room on both sides of every line


class Training:
    """The perceptron rule on points that can be drawn again.

    Parameters
    ----------
    n_samples : int
        Number of points, half of them of each class.
    margin : float
        No point is nearer than this to the true line; from 0 to 0.4.
    eta0 : float
        The learning rate.
    seed : int
        Where the points come from.

    Attributes
    ----------
    X, y : ndarray of shape (n_samples, 2) and (n_samples,)
        The points and their classes, 0 or 1.
    weights, bias : ndarray of shape (2,) and float
        What the neuron has learnt so far.
    last : Step or None
        The step just taken.
    mistakes : int
        Mistakes so far.
    bound : float
        (R/γ)² of these points, for the widest margin that a line can have.

    Raises
    ------
    ValueError
        If the margin lies outside [0, 0.4].

    Examples
    --------
    >>> training = Training(n_samples=20, margin=0.3, seed=1)
    >>> training.run()
    >>> training.finished and training.mistakes <= training.bound
    True
    """

    def __init__(
        self, n_samples: int = 40, margin: float = 0.1, eta0: float = 1.0, seed: int = 0
    ) -> None:
        self.n_samples, self.margin, self.eta0 = n_samples, margin, eta0
        self._seed, self._draw = seed, 0
        self.draw_points()

    def draw_points(self) -> None:
        """Make the points of the present draw, and begin again.

        Raises
        ------
        ValueError
            If the margin lies outside [0, 0.4].
        """
        if not 0 <= self.margin <= _WIDEST:
            raise ValueError(
                f"Received margin={self.margin}. Expected 0 <= margin <= {_WIDEST}: the points lie "
                "in a square of side 2, where a wider margin may leave one class no room."
            )
        rng = np.random.default_rng([self._seed, self._draw])
        self.X, self.y = _points(self.n_samples, self.margin, rng)
        self.bound = mistake_bound(self.X, self.y, *_widest_line(self.X, self.y))
        self.reset()

    def new_points(self) -> None:
        """Draw other points, and begin again."""
        self._draw += 1
        self.draw_points()

    def reset(self) -> None:
        """Begin again on the same points, with all weights zero."""
        self.weights, self.bias = np.zeros(2), 0.0
        self.last: Step | None = None
        self.mistakes = 0
        self._steps: Iterator[Step] = perceptron_steps(
            self.X, self.y, eta0=self.eta0, max_iter=_MAX_EPOCHS
        )
        self._next = next(self._steps, None)

    @property
    def finished(self) -> bool:
        """Whether a whole epoch has passed without a mistake."""
        return self._next is None

    def step(self) -> None:
        """Look at the next point; when finished, do nothing."""
        if self._next is None:
            return
        self.last = self._next
        self.weights, self.bias = self.last.weights, self.last.bias
        self.mistakes += self.last.mistake
        self._next = next(self._steps, None)

    def run_epoch(self) -> None:
        """Look at the points that are left in this epoch, at a whole epoch when none is."""
        if self._next is None:
            return
        epoch = self._next.epoch
        while self._next is not None and self._next.epoch == epoch:
            self.step()

    def run(self) -> None:
        """Go on until a whole epoch makes no mistake."""
        while not self.finished:
            self.step()


def _points(
    n_samples: int, margin: float, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    # Spread over a square and not in two clouds: points close to the line make the mistakes.
    angle, offset = rng.uniform(0, 2 * np.pi), rng.uniform(-0.4, 0.4)
    candidates = rng.uniform(-1, 1, size=(100 * n_samples, 2))
    distance = candidates @ [np.cos(angle), np.sin(angle)] - offset
    below = np.flatnonzero(distance <= -margin)[: n_samples // 2]
    above = np.flatnonzero(distance >= margin)[: n_samples - n_samples // 2]
    chosen = rng.permutation(np.concatenate([below, above]))
    return candidates[chosen], (distance[chosen] > 0).astype(int)


def _widest_line(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """Return weights and bias whose unit-length (w, b) separates with the widest margin."""
    # A support vector machine leaves its intercept out of the length. Here the bias is a weight
    # on a column of ones, and each point's mirror image keeps the intercept itself at zero.
    signs = np.where(y == 1, 1.0, -1.0)
    rows = np.column_stack([X, np.ones(len(X))]) * signs[:, np.newaxis]
    mirrored = np.concatenate([rows, -rows])
    machine = SVC(kernel="linear", C=1e9, tol=1e-6)
    machine.fit(mirrored, np.repeat([1, 0], len(rows)))
    first, second, bias = machine.coef_[0]
    return np.array([first, second]), float(bias)
