"""What stands in the examiner for an object that stayed in the sandbox.

A proxy never lets a student's object answer for a value of the examiner's: ``result == expected``
and ``result - expected`` are asked in the sandbox only when *both* sides live there. Otherwise a
forged ``__eq__`` or ``__sub__`` would decide its own test, and would be shown the expected value.
``x in result`` goes through what it iterates over, for the same reason. Where a proxy answers what
its object might answer otherwise, it notes that it has ``guessed``.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Protocol

BINARY = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor")
_COMPARISONS = ("lt", "le", "gt", "ge")
UNARY = ("neg", "pos", "abs", "invert")
_PROTOCOLS = ("__", "_repr_", "_ipython_", "_render_traceback_")
_ASKED_DUNDERS = ("__name__", "__qualname__", "__doc__", "__defaults__", "__annotations__")
# Asked for by a test of how something is made; inspect begins with the first.
_GUESSED_DUNDERS = ("__wrapped__", "__code__", "__closure__")


class Asks(Protocol):
    """Whoever can put a request to the sandbox."""

    guessed: bool

    def request(self, operation: str, *fields: Any) -> Any:
        """Return the sandbox's answer, or raise what it raised."""
        ...

    def call_each(
        self, function: Any, calls: Sequence[tuple]
    ) -> list[tuple[Any, Exception | None, tuple]]:
        """Return what each call returned, or raised."""
        ...

    def release(self, handle: int) -> None:
        """Tell the sandbox that nobody holds ``handle`` any more."""
        ...


class Seen:
    """What stands in the examiner for an object of the student's."""

    __slots__ = ()


class Remote(Seen):
    """An object of the student's, seen through its handle."""

    __slots__ = ("__weakref__", "_asks", "_handle", "_kin", "_kind")
    _asks: Asks
    _handle: int
    _kin: Any
    _kind: str

    def __init__(self, asks: Asks, handle: int, kind: str) -> None:
        if isinstance(handle, tuple):  # class Mine(theirs): ...
            base = next(base for base in handle if isinstance(base, Remote))
            Remote.__init__(self, base._asks, 0, "")  # nobody's handle
            self._guess()
            raise TypeError("a student's class can have subclasses in their own process only")
        object.__setattr__(self, "_asks", asks)
        object.__setattr__(self, "_handle", handle)
        object.__setattr__(self, "_kin", None)
        object.__setattr__(self, "_kind", kind)

    def __getattr__(self, name: str) -> Any:
        # NumPy, copy and IPython look for protocols such as __array__ and _repr_html_: with one of
        # those a student's object could pass for a value, or a verdict, of the examiner's.
        if name.startswith(_PROTOCOLS) and name not in _ASKED_DUNDERS:
            if name in _GUESSED_DUNDERS:
                self._guess()
            raise AttributeError(f"{self._kind!r} object has no attribute {name!r}")
        return self._asks.request("getattr", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._asks.request("setattr", self, name, value)

    def __delattr__(self, name: str) -> None:
        self._asks.request("delattr", self, name)

    def __repr__(self) -> str:
        return _text(self._asks.request("repr", self))

    def __str__(self) -> str:
        return _text(self._asks.request("str", self))

    def __format__(self, spec: str) -> str:
        return _text(self._asks.request("format", self, spec))

    def __bool__(self) -> bool:
        return self._asks.request("bool", self) is True

    def __hash__(self) -> int:
        return self._asks.request("hash", self)

    def __eq__(self, other: object) -> Any:
        return self._asks.request("eq", self, other) if _theirs(other) else self._guess()

    def __ne__(self, other: object) -> Any:
        return self._asks.request("ne", self, other) if _theirs(other) else self._guess()

    def _guess(self) -> Any:
        """Note that what follows is no answer of the object's."""
        self._asks.guessed = True
        return NotImplemented

    def __instancecheck__(self, instance: object) -> bool:
        if not isinstance(instance, Seen):
            return False
        return self._asks.request("isinstance", instance, self) is True

    def __subclasscheck__(self, subclass: object) -> bool:
        return isinstance(subclass, Remote) and (
            self._asks.request("issubclass", subclass, self) is True
        )

    def __enter__(self) -> Any:
        return self._asks.request("enter", self)

    def __exit__(self, *error: object) -> bool:
        if error[0] is not None:
            self._guess()
        return self._asks.request("exit", self) is True

    def __reduce__(self) -> Any:
        raise TypeError("a student's object cannot be copied out of the sandbox")

    def __del__(self) -> None:
        self._asks.release(self._handle)


def _theirs(value: object) -> bool:
    return isinstance(value, Remote)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected a text, got {type(value).__name__}")
    return str.__str__(value)


def _binary(name: str, swapped: bool = False) -> Callable[[Remote, Any], Any]:
    def operation(self: Remote, other: Any) -> Any:
        if not _theirs(other):
            return self._guess()
        left, right = (other, self) if swapped else (self, other)
        return self._asks.request(name, left, right)

    return operation


def _unary(name: str) -> Callable[[Remote], Any]:
    return lambda self: self._asks.request(name, self)


for _name in (*BINARY, *_COMPARISONS):
    setattr(Remote, f"__{_name}__", _binary(_name))
for _name in BINARY:
    setattr(Remote, f"__r{_name}__", _binary(_name, swapped=True))
    setattr(Remote, f"__i{_name}__", _binary(f"i{_name}"))
for _name in UNARY:
    setattr(Remote, f"__{_name}__", _unary(_name))


class _Callable:
    def __call__(self: Any, *args: Any, **kwargs: Any) -> Any:
        return self._asks.request("call", self, args, kwargs)

    def __call_each__(
        self: Any, calls: Sequence[tuple]
    ) -> list[tuple[Any, Exception | None, tuple]]:
        return self._asks.call_each(self, calls)


class _Sized:
    def __len__(self: Any) -> int:
        return self._asks.request("len", self)


class _Subscriptable:
    def __getitem__(self: Any, key: Any) -> Any:
        return self._asks.request("getitem", self, key)

    def __setitem__(self: Any, key: Any, value: Any) -> None:
        self._asks.request("setitem", self, key, value)

    def __delitem__(self: Any, key: Any) -> None:
        self._asks.request("delitem", self, key)


class _Iterable:
    def __iter__(self: Any) -> Iterator[Any]:
        return iter(self._asks.request("iter", self))


class _Reversible:
    def __reversed__(self: Any) -> Iterator[Any]:
        return iter(self._asks.request("reversed", self))


class _Container:
    def __contains__(self: Any, item: Any) -> bool:
        self._guess()
        return any(each is item or each == item for each in iter(self))


class _Iterator:
    def __iter__(self: Any) -> Iterator[Any]:
        return self

    def __next__(self: Any) -> Any:
        return self._asks.request("next", self)


ABILITIES: dict[str, tuple[str, type]] = {
    "c": ("__call__", _Callable),
    "l": ("__len__", _Sized),
    "s": ("__getitem__", _Subscriptable),
    "n": ("__next__", _Iterator),
    "i": ("__iter__", _Iterable),
    "r": ("__reversed__", _Reversible),
    "k": ("__contains__", _Container),
}
"""What an object can do, by letter: the method that tells, and the mixin that asks for it."""


@cache
def remote_class(abilities: str) -> type[Remote]:
    """Return the proxy class with exactly these abilities.

    ``callable(x)``, ``hasattr(x, "__len__")`` and NumPy's idea of a sequence look at the class.
    """
    if "n" in abilities:
        abilities = abilities.replace("i", "")
    mixins = tuple(mixin for letter, (_, mixin) in ABILITIES.items() if letter in abilities)
    return type("StudentObject", (*mixins, Remote), {"__slots__": ()})
