"""What all optimizers share: the step counter, the rate, clipping, and one state per parameter.

An optimizer is a rule for one parameter, written as its formula in :meth:`Optimizer.update`.
Every rule here acts on each element alone, so a large parameter may be updated piece by piece:
the temporaries of a formula then stay in the processor's cache, which makes the readable
formula several times faster and changes no digit.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np

from nnlab.optimizers.clipping import clip_by_global_norm, clip_by_norm, clip_by_value

Schedule = Callable[[int], float]
State = Sequence[np.ndarray]

_BLOCK = 32_768  # elements; a few arrays of this size fit into a second-level cache


class Optimizer:
    """Base of all optimizers: ``apply(grads, params)`` moves the parameters in place.

    Parameters
    ----------
    learning_rate : float or callable
        A number, or a schedule: a function step -> rate (see
        :mod:`nnlab.optimizers.schedules`). Steps count from 0.
    clipnorm, clipvalue, global_clipnorm : float, optional
        At most one: shorten each gradient to this norm, cut each element to [-clipvalue,
        clipvalue], or shorten all gradients together to this norm.

    Raises
    ------
    ValueError, TypeError
        If a rate is no number, negative or not finite, or two kinds of clipping are asked for.

    Notes
    -----
    A new optimizer names its state in :attr:`slots` and writes its rule in :meth:`update`.

    Examples
    --------
    >>> class SignDescent(Optimizer):
    ...     def update(self, param, gradient, learning_rate, state):
    ...         param -= learning_rate * np.sign(gradient)
    >>> w = np.array([1.0, 1.0])
    >>> SignDescent(0.5).apply([np.array([3.0, -0.01])], [w])
    >>> w
    array([0.5, 1.5])
    """

    slots: tuple[str, ...] = ()
    initial_value = 0.0

    def __init__(
        self,
        learning_rate: float | Schedule,
        *,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        clipping = {
            "clipnorm": clipnorm,
            "clipvalue": clipvalue,
            "global_clipnorm": global_clipnorm,
        }
        asked = {name: value for name, value in clipping.items() if value is not None}
        if len(asked) > 1:
            raise ValueError(
                f"Received {' and '.join(f'{n}={v}' for n, v in asked.items())}. "
                "Gradients are clipped in one way only: keep one of the two."
            )
        for name, value in asked.items():
            if not (math.isfinite(value) and value > 0):
                raise ValueError(f"Received {name}={value}. Expected a number above 0.")
        self.clipnorm = clipnorm
        self.clipvalue = clipvalue
        self.global_clipnorm = global_clipnorm
        self.iterations = 0
        self._learning_rate = _checked_rate(learning_rate)
        self._params: list[np.ndarray] = []
        self._state: list[State] = []

    @property
    def learning_rate(self) -> float:
        """The rate of the next step."""
        if callable(self._learning_rate):
            return float(self._learning_rate(self.iterations))
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, value: float | Schedule) -> None:
        if callable(self._learning_rate) and not callable(value):
            raise TypeError(
                f"Received learning_rate={value}, but the rate of this {type(self).__name__} "
                "follows a schedule, which would overrule it at the next step. "
                "Create the optimizer with a number to set the rate by hand."
            )
        self._learning_rate = _checked_rate(value)

    def update(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        """Move one parameter in place.

        Parameters
        ----------
        param, gradient : ndarray
            Of one shape.
        learning_rate : float
            The rate of this step.
        state : sequence of ndarray
            One array for each name in ``slots``, to be changed in place.
        """
        raise NotImplementedError(f"{type(self).__name__} does not define update")

    def apply(self, grads: Sequence[np.ndarray], params: Sequence[np.ndarray]) -> None:
        """Take one step: every parameter is changed in place, the gradients are not.

        Parameters
        ----------
        grads, params : sequences of ndarray
            One gradient for each parameter, of the same shape.

        Raises
        ------
        ValueError
            If the gradients do not fit the parameters, or if the optimizer has already moved
            other parameters: its momenta belong to those.
        TypeError
            If a parameter is no array of floats.
        """
        if not self._params:
            self._build(params)
        self._check(grads, params)
        learning_rate = self.learning_rate
        for param, gradient, state in zip(params, self._clip(grads), self._state, strict=True):
            self._update_in_blocks(param, gradient, learning_rate, state)
        self.iterations += 1

    def _build(self, params: Sequence[np.ndarray]) -> None:
        for index, param in enumerate(params):
            if not (isinstance(param, np.ndarray) and np.issubdtype(param.dtype, np.inexact)):
                raise TypeError(
                    f"Received params[{index}] of type {getattr(param, 'dtype', type(param))}. "
                    "Expected a NumPy array of floats, which can be changed in place: "
                    "np.array(value, dtype=float)."
                )
        self._params = list(params)
        self._state = [
            [np.full_like(param, self.initial_value, order="C") for _ in self.slots]
            for param in params
        ]

    def _check(self, grads: Sequence[np.ndarray], params: Sequence[np.ndarray]) -> None:
        known = self._params
        if len(params) != len(known) or any(p is not q for p, q in zip(params, known, strict=True)):
            name = type(self).__name__
            raise ValueError(
                f"This {name} already moves {len(known)} other parameters of shapes "
                f"{[p.shape for p in known]}; received {[np.shape(p) for p in params]}. "
                f"Its memory (step {self.iterations}) belongs to the first ones. "
                f"Create a new {name} for each model, and change parameters in place "
                "(w[...] = values), not by a new array."
            )
        shapes = [np.shape(gradient) for gradient in grads]
        if shapes != [param.shape for param in params]:
            raise ValueError(
                f"Received gradients of shapes {shapes} for parameters of shapes "
                f"{[param.shape for param in params]}. Expected one gradient for each "
                "parameter, of the same shape and in the same order."
            )

    def _clip(self, grads: Sequence[np.ndarray]) -> Sequence[np.ndarray]:
        if self.clipnorm is not None:
            return [clip_by_norm(gradient, self.clipnorm) for gradient in grads]
        if self.global_clipnorm is not None:
            return clip_by_global_norm(grads, self.global_clipnorm)
        if self.clipvalue is not None:
            return [clip_by_value(gradient, self.clipvalue) for gradient in grads]
        return grads

    def _update_in_blocks(
        self, param: np.ndarray, gradient: np.ndarray, learning_rate: float, state: State
    ) -> None:
        if param.size <= _BLOCK or not param.flags.c_contiguous:
            self.update(param, gradient, learning_rate, state)
            return
        w, g, *memory = (array.reshape(-1) for array in (param, gradient, *state))
        for start in range(0, param.size, _BLOCK):
            block = slice(start, start + _BLOCK)
            self.update(w[block], g[block], learning_rate, [s[block] for s in memory])


def _checked_rate(rate: float | Schedule) -> float | Schedule:
    if callable(rate):
        return rate
    if not isinstance(rate, (int, float, np.number)) or isinstance(rate, bool):
        raise TypeError(
            f"Received learning_rate={rate!r}. Expected a number such as 0.01, "
            "or a schedule: a function step -> rate."
        )
    rate = float(rate)
    if not (math.isfinite(rate) and rate >= 0):
        raise ValueError(f"Received learning_rate={rate}. Expected a finite number, 0 or above.")
    return rate


def checked_fraction(name: str, value: float) -> float:
    """Return ``value`` if it lies in [0, 1), as momenta and decay rates must.

    Parameters
    ----------
    name : str
        What the error calls it.
    value : float
        The fraction.

    Raises
    ------
    ValueError
        If it does not.

    Examples
    --------
    >>> checked_fraction("momentum", 0.9)
    0.9
    """
    if not 0 <= value < 1:
        raise ValueError(f"Received {name}={value}. Expected 0 <= {name} < 1.")
    return float(value)
