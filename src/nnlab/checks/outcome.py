"""What happened when an answer was run on one probe."""

import copy
import inspect
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnlab.checks.compare import first_difference


@dataclass(frozen=True)
class Outcome:
    """A result or an exception, the arguments that were changed in place, and NumPy's warnings."""

    args: tuple[Any, ...]
    value: Any = None
    error: Exception | SystemExit | None = None
    unusable: str = ""
    modified: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


def run(
    answer: Callable[..., Any],
    args: tuple[Any, ...],
    observe: Callable[..., Any] | None,
    names: tuple[str, ...],
) -> Outcome:
    """Run an answer on a private copy of the arguments.

    ``unusable`` holds what `observe` said of a result that it could not use; ``names`` are the
    parameters' names, to say which argument was changed.
    """
    given = copy.deepcopy(args)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            value = answer(*given)
        except (Exception, SystemExit) as error:
            return Outcome(args, error=error)
    warned = tuple(
        dict.fromkeys(str(w.message) for w in caught if issubclass(w.category, RuntimeWarning))
    )
    return _outcome(args, given, value, observe, names, warned)


def run_each(
    answer: Callable[..., Any],
    probes: Sequence[tuple[Any, ...]],
    observe: Callable[..., Any] | None,
    names: tuple[str, ...],
) -> list[Outcome]:
    """Run an answer on all probes, as :func:`run` does.

    An answer in another process may offer ``__call_each__(calls)``: one way there and back for all.
    It returns for each call its value, its exception, and the arguments after it: the very same
    where nothing was changed, and others where something was.
    """
    call_each = getattr(type(answer), "__call_each__", None)
    if call_each is None:
        return [run(answer, args, observe, names) for args in probes]
    try:
        answers = call_each(answer, probes)
    except Exception as error:
        return [Outcome(args, error=error) for args in probes]
    return [
        Outcome(args, error=error) if error else _outcome(args, after, value, observe, names)
        for args, (value, error, after) in zip(probes, answers, strict=True)
    ]


def _outcome(
    args: tuple[Any, ...],
    given: tuple[Any, ...],
    value: Any,
    observe: Callable[..., Any] | None,
    names: tuple[str, ...],
    warned: tuple[str, ...] = (),
) -> Outcome:
    """Return the outcome of a call that returned, ``given`` being the arguments after it."""
    modified = tuple(
        name
        for name, before, after in zip(names, args, given, strict=False)
        if before is not after
        and not isinstance(before, np.random.Generator)
        and changed(before, after)
    )
    if observe is not None:
        try:
            with np.errstate(all="ignore"):  # of numbers that are the student's
                value = observe(value, *copy.deepcopy(args))
        except Exception as error:
            if hasattr(error, "student_traceback"):  # it came out of the result itself
                return Outcome(args, error=error)
            if not isinstance(error, ValueError):
                raise
            return Outcome(args, value, unusable=str(error), modified=modified, warned=warned)
    return Outcome(args, value, modified=modified, warned=warned)


def changed(before: Any, after: Any) -> bool:
    """Tell whether an argument is no longer what it was."""
    return first_difference(before, after, 0.0) is not None


def agree(one: Outcome, other: Outcome, tolerance: float) -> bool:
    """Tell whether two answers did the same on a probe: same value, or the same exception."""
    if one.error is not None or other.error is not None:
        return type(one.error) is type(other.error) and str(one.error) == str(other.error)
    return (
        one.unusable == other.unusable
        and one.modified == other.modified
        and first_difference(one.value, other.value, tolerance) is None
        and first_difference(other.value, one.value, tolerance) is None
    )


def parameter_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of a function's positional parameters."""
    return tuple(inspect.signature(function).parameters)
