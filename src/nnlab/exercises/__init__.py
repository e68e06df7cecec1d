"""The exercises of the course, by id; and :func:`check`, which a notebook calls."""

import difflib
import importlib
import pkgutil
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from nnlab.checks import CheckFailed, Exercise, diagnose

__all__ = ["chapter", "chapters", "check", "find"]


def check(id: str, answer: Callable[..., Any], *, seed: int | None = None) -> None:
    """Check an answer and show the verdict in a box.

    Parameters
    ----------
    id
        The exercise, such as ``"perceptron.heaviside"``.
    answer
        The function you wrote, itself: without brackets.
    seed
        Draws other inputs than the visible ones.

    Raises
    ------
    CheckFailed
        If the answer is not right yet. Its text is the verdict's.
    ValueError
        If there is no such exercise.

    Examples
    --------
    >>> import numpy as np
    >>> check("perceptron.heaviside", lambda z: np.heaviside(z, 1))
    ✓ heaviside: 4 of 4 probes agree with the reference to 1e-12.
    """
    verdict = diagnose(find(id), answer, seed)
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        from IPython.display import display

        # Raw: IPython would ask the verdict for ten formats that it does not have.
        display(verdict._repr_mimebundle_(), raw=True)
    elif verdict.passed:
        print(verdict.text)
    if not verdict.passed:
        raise CheckFailed(verdict) from None


def find(id: str) -> Exercise:
    """Return the exercise of that id.

    Raises
    ------
    ValueError
        If there is none; the message names the nearest.
    """
    name = id.partition(".")[0]
    known = {e.id: e for e in chapter(name)} if name in chapters() else {}
    if id in known:
        return known[id]
    near = difflib.get_close_matches(id, known or [f"{c}." for c in chapters()], n=1)
    hint = f" Did you mean {near[0]!r}?" if near else f" Chapters: {', '.join(chapters())}."
    raise ValueError(f"There is no exercise {id!r}.{hint}")


def chapter(name: str) -> list[Exercise]:
    """Return the exercises of a chapter, in the order in which its notebook asks them."""
    return importlib.import_module(f"{__name__}.{name}").EXERCISES


@cache
def chapters() -> tuple[str, ...]:
    """Return the names of the chapters that have exercises."""
    return tuple(module.name for module in pkgutil.iter_modules(__path__))
