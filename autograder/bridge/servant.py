"""The sandbox's end of the bridge: does what the examiner asks, with the student's objects.

It runs in the student's own process, and so promises nothing: a student can rewrite it. All that it
could say then is something that a student's function might have returned anyway.
"""

import builtins
import contextlib
import importlib
import operator
import signal
import time
import traceback
import types
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.bridge.channel import Channel
from autograder.bridge.decode import decode, decode_trusted
from autograder.bridge.encode import encode
from autograder.bridge.limits import MAX_FRAME, NotPlainError
from autograder.bridge.proxies import ABILITIES

_MANY_BYTES = 2**20
_IMMUTABLE = (type(None), bool, int, float, complex, str, bytes, np.generic, type, range)
_OPERATORS = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and_", "or_", "xor"),
    *("iadd", "isub", "imul", "imatmul", "itruediv", "ifloordiv", "imod", "ipow"),
    *("iand", "ior", "ixor"),
    *("eq", "ne", "lt", "le", "gt", "ge", "neg", "pos", "abs", "invert"),
    *("getitem", "setitem", "delitem"),
)
_BUILTINS = (
    *(getattr, setattr, delattr, len, iter, next, reversed, str, repr, bool, format, hash),
    *(isinstance, issubclass),
)


class CellTimeoutError(KeyboardInterrupt):
    """The time of a cell is up."""


class Servant:
    """Answers requests until the examiner hangs up.

    Parameters
    ----------
    channel : Channel
        The sandbox's end of the bridge.
    namespace : dict
        The student's globals.
    operations : dict
        More requests by name, such as running a cell.
    """

    def __init__(
        self,
        channel: Channel,
        namespace: dict[str, Any],
        operations: dict[str, Callable[..., Any]],
    ) -> None:
        self._channel = channel
        self._namespace = namespace
        self._objects: dict[int, Any] = {}
        self._borrowed = weakref.WeakKeyDictionary[Callable, int]()
        self._operations: dict[str, Callable[..., Any]] = {
            **{name.rstrip("_"): getattr(operator, name) for name in _OPERATORS},
            **{function.__name__: function for function in _BUILTINS},
            "call": self._call,
            "names": self.names,
            "enter": lambda manager: type(manager).__enter__(manager),
            "exit": lambda manager: type(manager).__exit__(manager, None, None, None),
            **operations,
        }

    def serve(self) -> Any:
        """Answer requests; return the answer to a callback, if one is awaited."""
        while True:
            message = decode_trusted(self._channel.receive(), self._resolve)
            if message[1] in ("value", "raise"):
                return message
            sequence, operation, seconds, released, *fields = message
            for number in released:
                self._objects.pop(number, None)
            self._channel.send(self._answer(sequence, operation, seconds, fields))

    def _answer(self, sequence: int, operation: str, seconds: float, fields: list) -> bytes:
        self._sequence = sequence
        if operation == "calls":
            return encode((sequence, "answers", self._answers(sequence, seconds, *fields)))
        snapshot = _snapshot(*fields[1:]) if operation == "call" else {}
        try:
            with _alarm(seconds):
                result = self._operations[operation](*fields)
        except CellTimeoutError:
            return encode((sequence, "timeout"))
        except BaseException as error:
            return self._failure(sequence, error, _changes(snapshot, *fields[1:]))
        changes = _changes(snapshot, *fields[1:])
        for position, (value, _) in snapshot.items():
            if value is result and not isinstance(value, tuple):
                return encode((sequence, "argument", position, changes), self._export)
        try:
            with contextlib.suppress(NotPlainError):
                return encode((sequence, "value", result, changes), self._export)
            return encode((sequence, "value", _Opaque(result), changes), self._export)
        except Exception as error:
            return self._failure(sequence, error, {})

    def _failure(self, sequence: int, error: BaseException, changes: dict) -> bytes:
        mro = type(error).__mro__
        names = [c.__name__ for c in mro if getattr(c, "__module__", "") in _BUILTIN_MODULES]
        trace = _trace(error)
        says = next(c for c in mro if "__str__" in vars(c))
        text = "" if getattr(says, "__module__", "") in _BUILTIN_MODULES else _safe_text(error)
        for args in (error.args, (_safe_text(error),)):
            with contextlib.suppress(Exception):
                return encode((sequence, "raise", names, tuple(args), text, trace, changes))
        return encode((sequence, "raise", names, (), text, "", {}))

    def _answers(
        self, sequence: int, seconds: float, function: Callable[..., Any], calls: list[tuple]
    ) -> list[bytes]:
        """Call a function once for each tuple of arguments; stop early at what is much or long."""
        deadline = time.monotonic() + seconds
        answers: list[bytes] = []
        while len(answers) < len(calls) and sum(map(len, answers)) < _MANY_BYTES:
            fields = [function, calls[len(answers)], {}]
            answer = self._answer(sequence, "call", deadline - time.monotonic(), fields)
            if len(answer) > MAX_FRAME // 2:
                what = f"a result of {len(answer):,} bytes cannot be handed over"
                answer = self._failure(sequence, NotPlainError(what), {})
            answers.append(answer)
            if time.monotonic() > deadline:
                break
        return answers

    def _call(self, function: Callable[..., Any], args: tuple, kwargs: dict) -> Any:
        return function(*args, **kwargs)

    def names(self, names: list[str]) -> dict[str, Any]:
        """Return what the student's globals bind; what cannot cross whole stays as a handle."""
        found = {}
        for name in names:
            if name in self._namespace:
                value = self._namespace[name]
                try:
                    encode(value, self._export)
                except NotPlainError:
                    value = _Opaque(value)
                found[name] = value
        return found

    def _export(self, value: Any) -> list:
        if isinstance(value, _Opaque):
            value = value.value
        if type(value) is types.FunctionType and value in self._borrowed:
            return ["own", self._borrowed[value]]
        self._objects[id(value)] = value
        # Not hasattr, which would find a metaclass's: every class can be called.
        has = {name for cls in type(value).__mro__ for name in vars(cls)}
        able = [letter for letter, (name, _) in ABILITIES.items() if name in has]
        return ["handle", id(value), "".join(able), type(value).__name__]

    def _resolve(self, tag: str, fields: list) -> Any:
        if tag == "own":
            return self._objects[fields[0]]
        if tag == "kin":
            return fields[1]
        if tag == "name":
            found = importlib.import_module(fields[0])
            for part in filter(None, fields[1].split(".")):
                found = getattr(found, part)
            return found
        if tag == "masked":
            return np.ma.MaskedArray(*map(decode, fields))
        if tag == "callback":
            return self._borrow(*fields)
        if tag == "iterator":
            return _iterate(self._borrow(fields[0], "iterator"))
        raise ValueError(tag)

    def _borrow(self, number: int, name: str) -> Callable[..., Any]:
        def function(*args: Any, **kwargs: Any) -> Any:
            sequence = self._sequence
            self._channel.send(encode((sequence, "callback", number, args, kwargs), self._export))
            _, kind, *payload = self.serve()
            self._sequence = sequence
            if kind == "value":
                return payload[0]
            names, args = payload
            raise next(getattr(builtins, name) for name in names if hasattr(builtins, name))(*args)

        function.__name__ = function.__qualname__ = name
        self._borrowed[function] = number
        return function


_BUILTIN_MODULES = ("builtins", "numpy.linalg")


class _Opaque:
    """A container that is too large or too odd to cross, and stays behind as a whole."""

    def __init__(self, value: Any) -> None:
        self.value = value


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if signal.getsignal(signal.SIGALRM) is not _stop:  # a student may have set another
        signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, min(max(seconds, 1e-3), 1e7))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _stop(signum: int, frame: object) -> None:
    raise CellTimeoutError("the time of this cell is up")


def _snapshot(args: tuple, kwargs: dict) -> dict[int | str, tuple[Any, Any]]:
    """Remember the arguments that a function could change in place."""
    snapshot = {}
    for key, value in {**dict(enumerate(args)), **kwargs}.items():
        if not isinstance(value, _IMMUTABLE) and not callable(value):
            with contextlib.suppress(NotPlainError):  # one that stayed here as a whole
                snapshot[key] = value, _state(value)
    return snapshot


def _changes(snapshot: dict, *_: Any) -> dict[int | str, Any]:
    changed = {}
    for key, (value, before) in snapshot.items():
        try:
            if _state(value) != before:
                changed[key] = value
        except NotPlainError:
            continue
    return changed


def _state(value: Any) -> Any:
    """Return what differs once a value was changed in place."""
    if type(value) is np.ndarray and value.dtype.kind != "O":
        return value.shape, value.dtype, value.tobytes()
    return encode(value, _by_identity)


def _by_identity(value: Any) -> list:
    return ["identity", id(value)]


def _iterate(following: Callable[[], Any]) -> Iterator[Any]:
    with contextlib.suppress(StopIteration):
        while True:
            yield following()


def _trace(error: BaseException) -> str:
    """Return the traceback from the student's own frame on."""
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    try:
        lines = traceback.format_exception(type(error), error, trace, limit=-8)
        return "".join(lines)[-4000:]
    except Exception:
        return type(error).__name__


def _safe_text(error: BaseException) -> str:
    try:
        return str(error)[:2000]
    except Exception:
        return type(error).__name__
