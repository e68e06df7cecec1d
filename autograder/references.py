"""Which of nnlab's own functions are the answer to an exercise."""

import contextlib
import importlib
import types
from collections.abc import Iterator
from functools import cache
from typing import Any

from autograder.bridge.naming import public_name


@cache
def references(exercises: tuple[str, ...], used: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return module and name of the functions of nnlab that would answer the exercises.

    Parameters
    ----------
    exercises
        The exercises' ids.
    used
        Identifiers in the instructor's solution: what it builds upon, students may use too.
    """
    found: dict[tuple[str, str], None] = {}
    for exercise in exercises:
        with contextlib.suppress(ValueError, ImportError):
            reference = importlib.import_module("nnlab.exercises").find(exercise).reference
            for value in (reference, *_called(reference)):
                name = public_name(value)
                own = name is not None and name[0].split(".")[0] == "nnlab" and name[1]
                if name is not None and own and name[1].split(".")[-1] not in used:
                    found[name] = None
    return list(found)


def _called(function: Any) -> Iterator[Any]:
    """Yield what a function asks for by a global name, or by an attribute of a global module."""
    if not isinstance(function, types.FunctionType):
        return
    names = function.__code__.co_names
    for name in names:
        value = function.__globals__.get(name)
        if isinstance(value, types.ModuleType):
            for attribute in names:
                yield getattr(value, attribute, None)
        else:
            yield value
