"""The examiner's end of the bridge: requests to the sandbox, and what comes back."""

import builtins
import contextlib
import copy
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from autograder.bridge.channel import Channel, ChannelClosedError
from autograder.bridge.decode import decode
from autograder.bridge.encode import encode
from autograder.bridge.kin import KEPT, Kin, kin
from autograder.bridge.limits import BridgeError, NotPlainError
from autograder.bridge.naming import public_name
from autograder.bridge.proxies import ABILITIES, Remote, remote_class

_ENDS_A_LOOP = (StopIteration, StopAsyncIteration)


class SandboxLostError(BaseException):
    """The sandbox died, hung or broke the protocol: no test may catch this and go on."""

    def __init__(self, why: str, what: str) -> None:
        super().__init__(what)
        self.why = why


class StudentTimeoutError(BaseException):
    """A student's function was stopped, because the time of the test cell is up."""


class StudentSide:
    """The sandbox as the examiner sees it.

    Parameters
    ----------
    channel : Channel
        The examiner's end of the bridge.
    grace : float
        Seconds that the sandbox has to stop a cell by itself before it is given up.

    Attributes
    ----------
    untold : str
        Why a request could not even be put, "" if all could.
    guessed : bool
        Whether a proxy has answered for its object what only the object knows.
    """

    def __init__(self, channel: Channel, grace: float = 1.0) -> None:
        self._channel = channel
        self._grace = grace
        self._sequence = 0
        self._remotes: weakref.WeakValueDictionary[int, Remote] = weakref.WeakValueDictionary()
        self._released: list[int] = []
        self._own: dict[int, Any] = {}
        self.deadline = float("inf")
        self.lost: SandboxLostError | None = None
        self.waiting = False
        self.untold = ""
        self.guessed = False

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Give all requests in the block ``seconds`` together."""
        self.deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self.deadline = float("inf")

    def request(self, operation: str, *fields: Any) -> Any:
        """Return the sandbox's answer, or raise what the student's code raised."""
        if self.lost is not None:
            raise self.lost
        if threading.current_thread() is not threading.main_thread():
            self.untold = "a student's function can be asked by the main thread only"
            raise NotPlainError(self.untold)
        remaining = self.deadline - time.monotonic()
        if remaining <= 0:
            raise StudentTimeoutError("the time of this cell is up")
        self._sequence += 1
        released, self._released = self._released, []
        message = (self._sequence, operation, remaining, released, *fields)
        self._send(encode(message, self._export))
        return self._converse(self._sequence, operation, fields)

    def call_each(
        self, function: Remote, calls: Sequence[tuple]
    ) -> list[tuple[Any, Exception | None, tuple]]:
        """Call a function of the student's for each tuple of arguments, in one request or few.

        Returns what each call returned and None, or None and what it raised; and the arguments
        after it, which are others where the student changed one.
        """
        outcomes: list[tuple[Any, Exception | None, tuple]] = []
        while len(outcomes) < len(calls):
            rest = list(calls[len(outcomes) :])
            answers = self.request("calls", function, rest)
            asked = self._sequence
            if not 0 < len(answers) <= len(rest):
                raise self._give_up("forged", "answers to calls that were not made")
            for args, answer in zip(rest, answers, strict=False):
                after = args
                try:
                    kind, payload = self._read(answer, asked)
                    if payload and payload[-1]:
                        after = copy.deepcopy(args)
                    value = self._conclude("call", (function, after, {}), kind, payload)
                    outcomes.append((value, None, after))
                except Exception as error:
                    # Its frames hold all that is here: kept, they would make a cycle.
                    outcomes.append((None, error.with_traceback(None), after))
        return outcomes

    def release(self, handle: int) -> None:
        """Let the sandbox forget ``handle`` with the next request."""
        self._released.append(handle)

    def _send(self, frame: bytes) -> None:
        try:
            self._channel.send(frame, self.deadline + self._grace)
        except TimeoutError:
            raise self._give_up("timeout", "it read nothing") from None
        except ChannelClosedError:
            raise self._give_up("error", "it ended") from None

    def _give_up(self, why: str, what: str) -> SandboxLostError:
        self.lost = SandboxLostError(why, what)
        self._channel.close()
        return self.lost

    def _converse(self, sequence: int, operation: str, fields: tuple) -> Any:
        while True:
            try:
                self.waiting = True
                frame = self._channel.receive(self.deadline + self._grace)
                kind, payload = self._read(frame, sequence)
            except TimeoutError:
                raise self._give_up("timeout", "it did not answer in time") from None
            except ChannelClosedError:
                raise self._give_up("error", "it ended") from None
            except BridgeError as error:
                raise self._give_up("forged", str(error)) from None
            finally:
                self.waiting = False
            if kind != "callback":
                return self._conclude(operation, fields, kind, payload)
            if payload[0] not in self._own:
                raise self._give_up("forged", "a call of a function that was never lent")
            self._call_back(sequence, *payload)

    def _read(self, frame: bytes, sequence: int) -> tuple[str, tuple]:
        try:
            return _parts(decode(frame, self._resolve), sequence)
        except BridgeError as error:
            raise self._give_up("forged", str(error)) from None

    def _conclude(self, operation: str, fields: tuple, kind: str, payload: tuple) -> Any:
        """Return what an answer says, or raise it."""
        if (kind == "answers") != (operation == "calls") or kind == "callback":
            raise self._give_up("forged", "an answer of another kind")
        if kind == "timeout":
            raise StudentTimeoutError("the student's code was stopped after its time")
        if operation == "call":
            _apply(payload[-1], fields)
        if kind == "raise":
            raise _exception(operation, *payload[:4])
        if kind == "argument":
            return _argument(payload[0], fields)
        return payload[0]

    def _call_back(self, sequence: int, number: int, args: tuple, kwargs: dict) -> None:
        try:
            function = self._own[number]
            reply = (sequence, "value", function(*args, **kwargs))
            frame = encode(reply, self._export)
        except Exception as error:
            names = [cls.__name__ for cls in type(error).__mro__]
            frame = encode((sequence, "raise", names, (str(error),)))
            with contextlib.suppress(NotPlainError):
                frame = encode((sequence, "raise", names, error.args))
        self._send(frame)

    def _export(self, value: Any) -> list:
        if isinstance(value, Remote):
            return ["own", value._handle]
        if isinstance(value, Kin):
            return ["own", value._remote._handle]
        if isinstance(value, KEPT):  # of a class of the test's: it crosses as its base
            self.guessed = True
        name = public_name(value)
        if name is not None:
            return ["name", *name]
        if isinstance(value, np.ma.MaskedArray):
            return ["masked", encode(value.data), encode(np.ma.getmaskarray(value))]
        if isinstance(value, Iterator) and _does_nothing_else(value):
            return ["iterator", self._lend(value.__next__)]
        if callable(value):
            return ["callback", self._lend(value), getattr(value, "__name__", "function")]
        raise NotPlainError(
            f"a {type(value).__name__} cannot be handed to a student's function: "
            "only plain values, arrays and functions can"
        )

    def _lend(self, function: Callable[..., Any]) -> int:
        number = id(function)
        self._own[number] = function
        return number

    def _resolve(self, tag: str, fields: list) -> Any:
        if tag == "handle":
            number, abilities, kind = fields
            if type(number) is not int or type(kind) is not str or type(abilities) is not str:
                raise BridgeError("malformed frame: a handle that is none")
            if len(set(abilities) & set(ABILITIES)) != len(abilities):
                raise BridgeError("malformed frame: a handle of unknown abilities")
            if number in self._released:
                self._released.remove(number)
            remote = self._remotes.get(number)
            if remote is None:
                remote = remote_class("".join(sorted(abilities)))(self, number, kind[:80])
                self._remotes[number] = remote
            return remote
        if tag == "kin":
            plain, remote = fields
            if type(plain) not in KEPT or not isinstance(remote, Remote):
                raise BridgeError("malformed frame: no value of a student's class")
            return kin(plain, remote)
        if tag == "own":
            (number,) = fields
            if type(number) is not int or number not in self._own:
                raise BridgeError("malformed frame: a function that was never lent")
            return self._own[number]
        raise BridgeError(f"malformed frame: unknown tag {tag[:20]!r}")


def _does_nothing_else(value: Iterator) -> bool:
    """Tell whether an iterator is no more than that: a file can also be read at once."""
    cls = type(value)
    return cls.__module__ in ("builtins", "itertools", "__main__") or all(
        name.startswith("_") for name in dir(cls)
    )


_SHAPES = {
    "value": (object, dict),
    "argument": (object, dict),
    "raise": (list, tuple, str, str, dict),
    "callback": (int, tuple, dict),
    "timeout": (),
    "answers": (list,),
}


def _parts(answer: Any, sequence: int) -> tuple[str, tuple]:
    if type(answer) is not tuple or len(answer) < 2 or type(answer[1]) is not str:
        raise BridgeError("malformed answer")
    number, kind, *payload = answer
    shape = _SHAPES.get(kind)
    if shape is None or len(shape) != len(payload) or type(number) is not int:
        raise BridgeError("malformed answer")
    if number != sequence:
        raise BridgeError("an answer to another question")
    if not all(
        want is object or type(part) is want for part, want in zip(payload, shape, strict=True)
    ):
        raise BridgeError("malformed answer")
    if kind == "callback" and not all(type(name) is str for name in payload[2]):
        raise BridgeError("malformed answer")
    if kind == "answers" and not all(type(each) is bytes for each in payload[0]):
        raise BridgeError("malformed answer")
    return kind, tuple(payload)


def _argument(position: Any, fields: tuple) -> Any:
    _, args, kwargs = fields
    if type(position) is int and 0 <= position < len(args):
        return args[position]
    if type(position) is str and position in kwargs:
        return kwargs[position]
    return None


def _apply(changes: dict, fields: tuple) -> None:
    _, args, kwargs = fields
    for position, new in changes.items():
        if type(position) is int and 0 <= position < len(args):
            _update(args[position], new)
        elif type(position) is str and position in kwargs:
            _update(kwargs[position], new)


def _update(old: Any, new: Any) -> Any:
    """Make ``old`` equal to ``new`` in place where that is possible, and return the result."""
    if type(old) is not type(new):
        return new
    if isinstance(old, list):
        old[:] = [*map(_update, old, new), *new[len(old) :]]
        return old
    if isinstance(old, tuple):
        for before, after in zip(old, new, strict=False):
            _update(before, after)
        return old if len(old) == len(new) else new
    if isinstance(old, dict):
        merged = {key: _update(old[key], item) if key in old else item for key, item in new.items()}
        old.clear()
        old.update(merged)
        return old
    if isinstance(old, set):
        old.clear()
        old.update(new)
        return old
    if isinstance(old, deque):
        old.clear()
        old.extend(new)
        return old
    if isinstance(old, bytearray):
        old[:] = new
        return old
    if isinstance(old, np.ndarray):
        if old.shape != new.shape or old.dtype != new.dtype or not old.flags.writeable:
            return new
        old[...] = new
        return old
    if isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
        return old
    return new


def _exception(operation: str, names: list, args: tuple, text: str, trace: str) -> Exception:
    """Build an exception that is all the built-in ones among ``names``, with plain arguments."""
    classes = _built_in(operation, names)
    if any(issubclass(cls, SyntaxError) for cls in classes):
        # With a file's name it would make a traceback print a line of that file.
        args = args[:1]
    lowest = [cls for cls in classes if not any(issubclass(c, cls) for c in classes if c != cls)]
    for bases in (tuple(lowest), *[(cls,) for cls in classes]):
        try:
            plain = len(bases) == 1 and not text
            error = (bases[0] if plain else _joined(bases, bool(text)))(*args)
        except Exception:
            continue
        error.__dict__.update(student_traceback=trace, student_text=text[:2000])
        return error
    first = names[0] if names and type(names[0]) is str else "an exception"
    error = RuntimeError(f"the student's code raised {first[:80]}")
    error.__dict__["student_traceback"] = trace
    return error


def _built_in(operation: str, names: list) -> list[type[Exception]]:
    """Return the built-in exceptions among ``names``, each once."""
    classes: dict[type[Exception], None] = {}
    for name in names:
        cls = getattr(builtins, name, None) if type(name) is str else None
        if name == "LinAlgError":
            cls = np.linalg.LinAlgError
        if not (isinstance(cls, type) and issubclass(cls, Exception)):
            continue
        if issubclass(cls, _ENDS_A_LOOP) and operation != "next":
            # Raised within map() or zip() it would end the test's loop before its first assert.
            break
        classes[cls] = None
    return list(classes)


@lru_cache
def _joined(bases: tuple[type[Exception], ...], speaks: bool) -> type[Exception]:
    """Return a class of all these, which says the student's own words or the first one's."""
    own = {"__str__": lambda self: self.student_text} if speaks else {}
    return type(bases[0].__name__, bases, own)
