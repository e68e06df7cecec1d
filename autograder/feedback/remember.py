"""What short texts become is kept: an instructor's come back with every student."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

_LONGEST, _MOST = 2000, 1024

More = ParamSpec("More")
Rendered = TypeVar("Rendered", bound=str)


def remember(
    render: Callable[Concatenate[str, More], Rendered],
) -> Callable[Concatenate[str, More], Rendered]:
    """Keep what a function makes of short texts."""
    kept = lru_cache(maxsize=_MOST)(render)

    @wraps(render)
    def choose(text: str, *more: More.args, **named: More.kwargs) -> Rendered:
        return (kept if len(text) <= _LONGEST else render)(text, *more, **named)

    return choose
