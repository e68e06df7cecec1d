"""The text of a banked answer, as a student would have written it."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any


def source(answer: Callable[..., Any], name: str) -> str:
    """Return the source of a banked answer with its decorators dropped and its name changed.

    Parameters
    ----------
    answer
        A function made by ``def`` in a file, of at most decorators and a body of its own.
    name
        The name that the student's notebook gives it.

    Raises
    ------
    TypeError
        If ``answer`` is a lambda or has no source file.

    Examples
    --------
    >>> from nnlab.exercises import find
    >>> print(source(find("perceptron.heaviside").mistakes[0].wrong, "heaviside"))
    def heaviside(z):
        return np.where(z > 0, 1, 0)
    """
    try:
        text = textwrap.dedent(inspect.getsource(answer))
    except (OSError, TypeError) as error:
        raise TypeError(f"{answer!r} has no source: write it with def, in a file.") from error
    definition = ast.parse(text).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"Expected a function written with def, received: {text.strip()!r}")
    definition.name = name
    definition.decorator_list = []
    return ast.unparse(definition)
