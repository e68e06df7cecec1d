"""Write a value as a frame: plain values as copies of their base type, the rest as handles."""

import contextlib
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, ItemsView, KeysView, ValuesView
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgpack
import numpy as np

from autograder.bridge.kin import KEPT
from autograder.bridge.limits import (
    MAX_DECIMAL,
    MAX_DEPTH,
    MAX_FRACTION_BYTES,
    MAX_FRAME,
    MAX_INT_BYTES,
    MAX_NODES,
    NotPlainError,
)

_PLAIN_KINDS = "biufcSUmM"
_LONG_LIST = 8


def encode(value: Any, export: Callable[[Any], list] | None = None) -> bytes:
    """Return ``value`` as the bytes of one frame.

    Parameters
    ----------
    value : object
        Subclasses of plain types cross as their base: an ``OrderedDict`` arrives as a dict. Those
        of numbers and tuples bring their handle, or name, with them.
    export : callable, optional
        Gives the tagged list (a handle, a name) for a value that is not plain.

    Raises
    ------
    NotPlainError
        If a value is not plain and there is no handle for it, or if the frame would be too large.
    """
    tree = _Writer(export).tree(value, 0)
    frame: bytes = msgpack.packb(tree, unicode_errors="surrogatepass")  # type: ignore[assignment]
    if len(frame) > MAX_FRAME:
        raise NotPlainError(
            f"a value of {len(frame):,} bytes; at most {MAX_FRAME:,} can be handed over"
        )
    return frame


class _Writer:
    def __init__(self, export: Callable[[Any], list] | None) -> None:
        self.export = export
        self.nodes = 0
        self.size = 0

    def tree(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise NotPlainError(f"more than {MAX_NODES:,} values at once cannot be handed over")
        if depth >= MAX_DEPTH:
            raise NotPlainError(f"values nested deeper than {MAX_DEPTH} cannot be handed over")
        if value is None or value is True or value is False:
            return value
        if value is ...:
            return ["ellipsis"]
        kind = type(value)
        if kind in _COLLECTIONS:
            return self.collection(value, depth)
        write = _WRITE.get(kind)
        if write is None:
            # np.float64 is a float and np.str_ a str, so NumPy's scalars are asked for first.
            for base in _BASES:
                if issubclass(type(value), base):  # isinstance would ask a forged __class__
                    write = _WRITE[base]
                    break
            else:
                return self.other(value)
            if base in KEPT:
                return self.kin(value, write(self, value, depth + 1))
        return write(self, value, depth)

    def other(self, value: Any) -> list:
        if self.export is None:
            raise NotPlainError(f"a {type(value).__name__} cannot be handed over")
        return self.fields(*self.export(value))

    def kin(self, value: Any, plain: Any) -> Any:
        with contextlib.suppress(NotPlainError):
            return self.fields("kin", plain, self.other(value))
        return plain

    def fields(self, tag: str, *fields: Any) -> list:
        self.nodes += len(fields)  # as the reader counts
        if self.nodes > MAX_NODES:
            raise NotPlainError(f"more than {MAX_NODES:,} values at once cannot be handed over")
        return [tag, *fields]

    def bulk(self, data: bytes) -> bytes:
        # Checked here, so that a value which holds one array many times stops early.
        self.size += len(data)
        if self.size > MAX_FRAME:
            raise NotPlainError(f"more than {MAX_FRAME:,} bytes at once cannot be handed over")
        return data

    def integer(self, value: int, depth: int) -> Any:
        value = int.__index__(value)
        if -(2**63) <= value < 2**63:
            return value
        length = (value.bit_length() + 8) // 8
        if length > MAX_INT_BYTES:
            raise NotPlainError(f"an integer of {value.bit_length():,} bits cannot be handed over")
        return self.fields("int", value.to_bytes(length, "little", signed=True))

    def real(self, value: float, depth: int) -> float:
        return float.__float__(value)

    def fraction(self, value: Fraction, depth: int) -> list:
        parts = int(value.numerator), int(value.denominator)
        if max(part.bit_length() for part in parts) >= 8 * MAX_FRACTION_BYTES:
            return self.other(value)
        return self.fields("fraction", *[self.integer(part, depth) for part in parts])

    def decimal(self, value: Decimal, depth: int) -> list:
        text = Decimal.__str__(value)
        if len(text) > MAX_DECIMAL or abs(value.adjusted()) > MAX_DECIMAL:
            return self.other(value)
        return self.fields("decimal", self.text(text, depth))

    def imaginary(self, value: complex, depth: int) -> list:
        value = complex.__complex__(value)
        return self.fields("complex", value.real, value.imag)

    def text(self, value: str, depth: int) -> str:
        value = str.__str__(value)
        self.size += len(value)
        if self.size > MAX_FRAME:
            raise NotPlainError(f"more than {MAX_FRAME:,} characters at once cannot be handed over")
        return value

    def binary(self, value: bytes, depth: int) -> bytes:
        return self.bulk(bytes(value))

    def mutable_binary(self, value: bytearray, depth: int) -> list:
        return self.fields("bytearray", self.bulk(bytes(value)))

    def memory(self, value: memoryview, depth: int) -> list:
        if value.format != "B" or value.ndim != 1:
            return self.other(value)
        return self.fields("memoryview", self.bulk(value.tobytes()))

    def listing(self, value: list, depth: int) -> list:
        if len(value) >= _LONG_LIST:
            kinds = set(map(type, list.__iter__(value)))
            if kinds == {float}:
                return self.fields("floats", self.bulk(array("d", value).tobytes()))
            if kinds == {int}:
                with contextlib.suppress(OverflowError):
                    return self.fields("ints", self.bulk(array("q", value).tobytes()))
            kind = kinds.pop()
            if not kinds and kind in (np.int64, np.float64):
                numbers = np.array(value, kind)
                return self.fields("scalars", numbers.dtype.str, self.bulk(numbers.tobytes()))
        return ["list", *[self.tree(item, depth + 1) for item in list.__iter__(value)]]

    def pair(self, value: tuple, depth: int) -> list:
        return ["tuple", *[self.tree(item, depth + 1) for item in tuple.__iter__(value)]]

    def mapping(self, value: dict, depth: int) -> list:
        fields: list = ["dict"]
        for key, item in dict.items(value):
            fields += (self.tree(key, depth + 1), self.tree(item, depth + 1))
        return fields

    def collection(self, value: Any, depth: int) -> list:
        """Write one of the standard library's own; a subclass of it crosses as its base."""
        if type(value) is deque:
            about, inner = value.maxlen, list(value)
        else:
            about, inner = getattr(value, "default_factory", None), dict(value)
        name = type(value).__name__
        return self.fields(name, self.tree(about, depth + 1), self.tree(inner, depth + 1))

    def keys(self, value: KeysView, depth: int) -> list:
        return ["keys", *[self.tree(key, depth + 1) for key in value]]

    def values(self, value: ValuesView, depth: int) -> list:
        return ["values", *[self.tree(item, depth + 1) for item in value]]

    def items(self, value: ItemsView, depth: int) -> list:
        return ["items", *[self.tree(part, depth + 1) for item in value for part in item]]

    def unordered(self, value: set, depth: int) -> list:
        return ["set", *[self.tree(item, depth + 1) for item in set.__iter__(value)]]

    def frozen(self, value: frozenset, depth: int) -> list:
        return ["frozenset", *[self.tree(item, depth + 1) for item in frozenset.__iter__(value)]]

    def array(self, value: np.ndarray, depth: int) -> list:
        value = np.asarray(value)
        shape = ["list", *value.shape]
        self.nodes += value.ndim
        if value.dtype.kind == "O":
            items = [self.tree(item, depth + 2) for item in value.ravel().tolist()]
            return self.fields("objects", shape, ["list", *items])
        if value.dtype.kind not in _PLAIN_KINDS:
            return self.other(value)
        if self.size + value.nbytes > MAX_FRAME:
            raise NotPlainError(f"an array of {value.nbytes:,} bytes cannot be handed over")
        data = self.bulk(value.tobytes())
        return self.fields("array", value.dtype.str, shape, data, value.flags.writeable)

    def masked(self, value: np.ma.MaskedArray, depth: int) -> list:
        # NumPy's own assertions take what is masked for equal to anything.
        return self.other(value) if np.ma.is_masked(value) else self.array(value, depth)

    def scalar(self, value: np.generic, depth: int) -> list:
        if value.dtype.kind not in _PLAIN_KINDS:
            return self.other(value)
        return self.fields("scalar", value.dtype.str, self.bulk(value.tobytes()))

    def steps(self, value: range, depth: int) -> list:
        return ["range", *[self.tree(n, depth + 1) for n in (value.start, value.stop, value.step)]]

    def cut(self, value: slice, depth: int) -> list:
        return ["slice", *[self.tree(n, depth + 1) for n in (value.start, value.stop, value.step)]]

    def generator(self, value: np.random.Generator, depth: int) -> list:
        state: Any = value.bit_generator.state
        if state["bit_generator"] != "PCG64":
            return self.other(value)
        words = (*state["state"].values(), state["has_uint32"], state["uinteger"])
        return ["generator", *[self.tree(int(word), depth + 1) for word in words]]


_WRITE: dict[type, Callable[[_Writer, Any, int], Any]] = {
    np.ma.MaskedArray: _Writer.masked,
    np.ndarray: _Writer.array,
    np.generic: _Writer.scalar,
    int: _Writer.integer,
    float: _Writer.real,
    complex: _Writer.imaginary,
    str: _Writer.text,
    bytes: _Writer.binary,
    bytearray: _Writer.mutable_binary,
    list: _Writer.listing,
    tuple: _Writer.pair,
    dict: _Writer.mapping,
    set: _Writer.unordered,
    frozenset: _Writer.frozen,
    range: _Writer.steps,
    slice: _Writer.cut,
    np.random.Generator: _Writer.generator,
    Fraction: _Writer.fraction,
    Decimal: _Writer.decimal,
    memoryview: _Writer.memory,
    type({}.keys()): _Writer.keys,
    type({}.values()): _Writer.values,
    type({}.items()): _Writer.items,
}
_BASES = tuple(_WRITE)
_COLLECTIONS = {Counter, OrderedDict, defaultdict, deque}
