"""Numbers, texts and tuples of a class of the student's: an enum's member, a named tuple.

One compares, hashes and counts as the plain value that it is, in the examiner. The student's object
is asked only for what a plain value lacks, for its text, and for what it makes of another of the
student's objects.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from autograder.bridge.proxies import BINARY, UNARY, Remote, Seen

KEPT = (int, float, complex, str, tuple)
"""The plain types of which a subclass keeps what it adds: nobody can change their values."""


class Kin(Seen):
    """A plain value with a student's object behind it."""

    _remote: Remote

    def __getattr__(self, name: str) -> Any:
        return Remote.__getattr__(self._remote, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._remote, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._remote, name)

    def __repr__(self) -> str:
        return repr(self._remote)

    def __str__(self) -> str:
        return str(self._remote)

    def __format__(self, spec: str) -> str:
        return format(self._remote, spec)

    def __reduce__(self) -> Any:
        base = type(self).__mro__[-2]
        # str() of it would ask the student's object for its text.
        return base, (str.__str__(self) if isinstance(self, str) else base(self),)  # type: ignore[call-arg]


def kin(value: Any, remote: Remote) -> Kin:
    """Return ``value`` with ``remote`` behind it; a number is the same each time, for ``is``."""
    known = remote._kin
    if known is not None and type(value) is not tuple and known == value:
        return known
    made = _kin_class(type(value))(value)
    made.__dict__["_remote"] = remote
    object.__setattr__(remote, "_kin", made)
    return made


@cache
def _kin_class(base: type) -> Any:
    return type("StudentObject", (Kin, base), _ASKED if base is tuple else {})


def _binary(name: str, dunder: str, swapped: bool) -> Callable[[Any, Any], Any]:
    def operation(self: Any, other: Any) -> Any:
        if isinstance(other, Seen):
            left, right = (other, self) if swapped else (self, other)
            return self._remote._asks.request(name, left, right)
        plain = getattr(super(Kin, self), dunder, None)
        return NotImplemented if plain is None else plain(other)

    return operation


def _of_tuple(name: str) -> Callable[[Any], Any]:
    return lambda self: self._remote._asks.request(name, self._remote)


# A tuple has none of its own. Numbers keep theirs: np.isclose(a, b) allows for a difference that
# grows with abs(b).
_ASKED = {f"__{_name}__": _of_tuple(_name) for _name in (*UNARY, "bool")}
for _name in BINARY:
    setattr(Kin, f"__{_name}__", _binary(_name, f"__{_name}__", swapped=False))
    setattr(Kin, f"__r{_name}__", _binary(_name, f"__r{_name}__", swapped=True))
