r"""Learning-rate schedules: functions from the number of the step to the rate.

Any function step -> rate may be given as ``learning_rate``; these are the usual ones. Steps
count updates, not epochs, from 0.
"""

import itertools
import math
from collections.abc import Sequence


class ExponentialDecay:
    r"""Multiply by the same factor over equal times: :math:`\eta_0\, \gamma^{\,t / T}`.

    Parameters
    ----------
    initial_learning_rate : float
        The rate η₀ at step 0.
    decay_steps : int
        The time T over which the rate falls by the factor γ.
    decay_rate : float
        The factor γ.
    staircase : bool, default False
        Round t/T down: fall in stairs.

    Raises
    ------
    ValueError
        If ``decay_steps`` is below 1.

    Examples
    --------
    >>> schedule = ExponentialDecay(0.1, decay_steps=100, decay_rate=0.5)
    >>> schedule(0), schedule(100), schedule(200)
    (0.1, 0.05, 0.025)
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        decay_rate: float,
        staircase: bool = False,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = _checked_steps("decay_steps", decay_steps)
        self.decay_rate = decay_rate
        self.staircase = staircase

    def __call__(self, step: int) -> float:
        """Return the rate of this step."""
        exponent = step / self.decay_steps
        if self.staircase:
            exponent = math.floor(exponent)
        return self.initial_learning_rate * self.decay_rate**exponent


class PiecewiseConstantDecay:
    r"""Hold each rate up to its boundary, that step included, then take the next.

    Parameters
    ----------
    boundaries : sequence of int
        Steps in rising order.
    values : sequence of float
        Rates, one more than boundaries.

    Raises
    ------
    ValueError
        If the boundaries do not rise, or there is not one value more.

    Examples
    --------
    >>> schedule = PiecewiseConstantDecay([100, 200], [0.1, 0.01, 0.001])
    >>> schedule(100), schedule(101), schedule(999)
    (0.1, 0.01, 0.001)
    """

    def __init__(self, boundaries: Sequence[int], values: Sequence[float]) -> None:
        if len(values) != len(boundaries) + 1:
            raise ValueError(
                f"Received {len(boundaries)} boundaries and {len(values)} values. "
                "Expected one value more than boundaries: one for each piece."
            )
        if any(a >= b for a, b in itertools.pairwise(boundaries)):
            raise ValueError(f"Received boundaries={list(boundaries)}. Expected rising steps.")
        self.boundaries = list(boundaries)
        self.values = list(values)

    def __call__(self, step: int) -> float:
        """Return the rate of this step."""
        return self.values[sum(step > boundary for boundary in self.boundaries)]


class CosineDecay:
    r"""Fall along half a cosine, after a linear warm-up if one is asked for.

    .. math::
        \eta_t = \eta_0 \left( (1 - \alpha)\, \tfrac{1}{2} (1 + \cos(\pi t / T)) + \alpha \right)

    With ``warmup_target`` the rate first rises in a straight line, from the initial one to the
    target in ``warmup_steps``, and the cosine starts from there.

    Parameters
    ----------
    initial_learning_rate : float
        The rate η₀ at step 0.
    decay_steps : int
        The time T of the fall; the rate stays where it ends.
    alpha : float, default 0
        The share α of the rate that is left at the end.
    warmup_target : float, optional
        The rate at the end of the warm-up.
    warmup_steps : int, default 0
        The time of the warm-up.

    Raises
    ------
    ValueError
        If ``decay_steps`` is below 1.

    References
    ----------
    I. Loshchilov, F. Hutter, "SGDR: stochastic gradient descent with warm restarts", ICLR 2017.

    Examples
    --------
    >>> schedule = CosineDecay(0.0, 100, warmup_target=0.1, warmup_steps=10)
    >>> schedule(0), schedule(5), schedule(10), schedule(60), schedule(110)
    (0.0, 0.05, 0.1, 0.05, 0.0)
    """

    def __init__(
        self,
        initial_learning_rate: float,
        decay_steps: int,
        alpha: float = 0.0,
        warmup_target: float | None = None,
        warmup_steps: int = 0,
    ) -> None:
        self.initial_learning_rate = initial_learning_rate
        self.decay_steps = _checked_steps("decay_steps", decay_steps)
        self.alpha = alpha
        self.warmup_target = warmup_target
        self.warmup_steps = warmup_steps

    def __call__(self, step: int) -> float:
        """Return the rate of this step."""
        if self.warmup_target is None:
            return self._cosine(self.initial_learning_rate, step)
        if step < self.warmup_steps:
            rise = self.warmup_target - self.initial_learning_rate
            return self.initial_learning_rate + rise * step / self.warmup_steps
        return self._cosine(self.warmup_target, step - self.warmup_steps)

    def _cosine(self, start: float, step: int) -> float:
        fraction = min(step / self.decay_steps, 1.0)
        return start * ((1 - self.alpha) * 0.5 * (1 + math.cos(math.pi * fraction)) + self.alpha)


class OneCycle:
    r"""Up to a high rate and down to a very low one, each along half a cosine.

    Starts at ``maximal / 25``, peaks after 30 % of the steps, ends at ``maximal / 250000``:
    the defaults of PyTorch's ``OneCycleLR``. Keras has no such schedule.

    Parameters
    ----------
    maximal_learning_rate : float
        The rate of the peak.
    total_steps : int
        The number of steps of the whole training; the last one is ``total_steps - 1``.

    Raises
    ------
    ValueError
        If ``total_steps`` is below 1.

    References
    ----------
    L. N. Smith, N. Topin, "Super-convergence: very fast training of neural networks using large
    learning rates", arXiv:1708.07120.

    Examples
    --------
    >>> schedule = OneCycle(0.1, total_steps=10)
    >>> schedule(2), round(schedule(0), 9), round(schedule(9), 9)
    (0.1, 0.004, 4e-07)
    """

    warmup_share = 0.3
    initial_divisor = 25.0
    final_divisor = 250_000.0

    def __init__(self, maximal_learning_rate: float, total_steps: int) -> None:
        self.maximal_learning_rate = maximal_learning_rate
        self.total_steps = _checked_steps("total_steps", total_steps)

    def __call__(self, step: int) -> float:
        """Return the rate of this step."""
        high = self.maximal_learning_rate
        peak = self.warmup_share * self.total_steps - 1
        if step < peak:
            return _between(high / self.initial_divisor, high, step / peak)
        rest = (step - peak) / (self.total_steps - 1 - peak)
        return _between(high, high / self.final_divisor, min(rest, 1.0))


def _between(start: float, end: float, fraction: float) -> float:
    """Half a cosine from ``start`` (fraction 0) to ``end`` (fraction 1)."""
    return end + (start - end) * 0.5 * (1 + math.cos(math.pi * fraction))


def _checked_steps(name: str, steps: int) -> int:
    if not steps >= 1:
        raise ValueError(f"Received {name}={steps}. Expected a number of steps, 1 or above.")
    return steps
