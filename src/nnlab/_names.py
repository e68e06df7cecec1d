"""Look an object up by Keras' name, and suggest the nearest name when there is none."""

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


def lookup(name: str, objects: Mapping[str, T], kind: str) -> T:
    """Return ``objects[name]``; ``kind`` says in the error what was looked for.

    Raises
    ------
    ValueError
        If there is no such name; the error suggests the most similar one.

    Examples
    --------
    >>> lookup("sigmod", {"sigmoid": 1, "tanh": 2}, "activation")
    Traceback (most recent call last):
    ...
    ValueError: There is no activation 'sigmod'. Did you mean 'sigmoid'? Known: sigmoid, tanh.
    """
    if name in objects:
        return objects[name]
    similar = difflib.get_close_matches(str(name).lower(), objects, n=1)
    hint = f" Did you mean {similar[0]!r}?" if similar else ""
    raise ValueError(f"There is no {kind} {name!r}.{hint} Known: {', '.join(sorted(objects))}.")


def made(identifier: Any, objects: Mapping[str, Callable[[], Any]], kind: str) -> Any:
    """Return what has this name or class, with its defaults; anything else is returned as it is.

    Raises
    ------
    ValueError
        As :func:`lookup`.

    Examples
    --------
    >>> made("list", {"list": list}, "container"), made(list, {}, "container")
    ([], [])
    """
    if isinstance(identifier, str):
        return lookup(identifier, objects, kind)()
    return identifier() if isinstance(identifier, type) else identifier


def snake_case(name: str) -> str:
    """Return a class' or function's name as Keras writes it in names and logs.

    Examples
    --------
    >>> snake_case("AlphaDropout"), snake_case("<lambda>")
    ('alpha_dropout', 'lambda')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", re.sub(r"\W", "", name)).lower()
