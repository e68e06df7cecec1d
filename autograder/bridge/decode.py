"""Read a frame: a strict reader of that part of msgpack which ``encode`` writes.

msgpack's own reader allocates a container as long as its header claims, at every level of nesting.
In a short frame no header can claim much. In a long one a reader of ours counts what it has read,
so that a hostile frame costs no more than an honest one of its length.
"""

import math
import re
import struct
from array import array
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import msgpack
import numpy as np

from autograder.bridge.limits import (
    MAX_DECIMAL,
    MAX_DEPTH,
    MAX_FRACTION_BYTES,
    MAX_INT_BYTES,
    MAX_NODES,
    BridgeError,
)

_DTYPE = re.compile(r"[<>|=]?(?:[biufcSU]\d{1,8}|[mM]8(?:\[\d{0,6}[A-Za-z]{1,7}\])?)")
_DECIMAL = re.compile(r"-?(?:\d+(?:\.\d+)?(?:[eE][+-]\d{1,6})?|Infinity|s?NaN\d*)", re.ASCII)
_SHORT = 2**13  # bytes: claims nested as deep as msgpack goes take 50 MB, for a moment
_PLAIN = {type(None), bool, int, float, str, bytes}
_MAX_NDIM = 32
_PCG64_WORD = 2**128


def decode(data: bytes | memoryview, resolve: Callable[[str, list], Any] | None = None) -> Any:
    """Return the one value that a frame holds.

    Parameters
    ----------
    data : bytes
        The frame.
    resolve : callable, optional
        Called with a tag and its fields for what only the reader can know: handles and names.

    Raises
    ------
    BridgeError
        If the frame is anything but one well-formed value within the bounds.
    """
    try:
        return (_unpacked if len(data) <= _SHORT else _counted)(data, resolve)
    except BridgeError:
        raise
    except Exception as error:
        raise BridgeError(f"malformed frame: {error}") from None


def decode_trusted(data: bytes, resolve: Callable[[str, list], Any]) -> Any:
    """Return the one value of a frame that our own side has written, by msgpack's own reader."""
    return _unpacked(data, resolve)


def _unpacked(data: bytes | memoryview, resolve: Callable[[str, list], Any] | None) -> Any:
    return _built(msgpack.unpackb(data, unicode_errors="surrogatepass"), resolve, 0)


def _built(node: Any, resolve: Callable[[str, list], Any] | None, depth: int) -> Any:
    if type(node) in _PLAIN:
        return node
    if type(node) is not list:
        raise BridgeError(f"malformed frame: a {type(node).__name__}")
    if depth >= MAX_DEPTH:
        raise BridgeError(f"values nested deeper than {MAX_DEPTH}")
    if not node or type(node[0]) is not str:
        raise BridgeError("malformed frame: a container without a tag")
    fields = [
        each if type(each) in _PLAIN else _built(each, resolve, depth + 1) for each in node[1:]
    ]
    return _value(node[0], fields, resolve)


def _counted(data: bytes | memoryview, resolve: Callable[[str, list], Any] | None) -> Any:
    reader = _Reader(memoryview(data), resolve)
    value = reader.value(0)
    if reader.position != len(data):
        raise BridgeError("malformed frame: bytes after its end")
    return value


def _value(tag: str, fields: list, resolve: Callable[[str, list], Any] | None) -> Any:
    if tag in _CONTAINERS:
        return _CONTAINERS[tag](fields)
    if tag in _FIXED:
        return _FIXED[tag](*fields)
    if resolve is None:
        raise BridgeError(f"malformed frame: unknown tag {tag[:20]!r}")
    return resolve(tag, fields)


class _Reader:
    def __init__(self, data: memoryview, resolve: Callable[[str, list], Any] | None) -> None:
        self.data = data
        self.position = 0
        self.nodes = 0
        self.resolve = resolve

    def take(self, count: int) -> memoryview:
        end = self.position + count
        if end > len(self.data):
            raise BridgeError("malformed frame: it ends within a value")
        piece = self.data[self.position : end]
        self.position = end
        return piece

    def unsigned(self, width: int) -> int:
        return int.from_bytes(self.take(width), "big")

    def value(self, depth: int) -> Any:
        position = self.position
        if position >= len(self.data):
            raise BridgeError("malformed frame: it ends within a value")
        self.position = position + 1
        head = self.data[position]
        if head <= 0x7F:
            return head
        if head >= 0xE0:
            return head - 0x100
        if 0xA0 <= head <= 0xBF:
            return self.text(head & 0x1F)
        if 0x90 <= head <= 0x9F:
            return self.tagged(head & 0x0F, depth)
        match head:
            case 0xC0:
                return None
            case 0xC2 | 0xC3:
                return head == 0xC3
            case 0xC4 | 0xC5 | 0xC6:
                return bytes(self.take(self.unsigned(1 << (head - 0xC4))))
            case 0xCA:
                return struct.unpack(">f", self.take(4))[0]
            case 0xCB:
                return struct.unpack(">d", self.take(8))[0]
            case 0xCC | 0xCD | 0xCE | 0xCF:
                return self.unsigned(1 << (head - 0xCC))
            case 0xD0 | 0xD1 | 0xD2 | 0xD3:
                return int.from_bytes(self.take(1 << (head - 0xD0)), "big", signed=True)
            case 0xD9 | 0xDA | 0xDB:
                return self.text(self.unsigned(1 << (head - 0xD9)))
            case 0xDC | 0xDD:
                return self.tagged(self.unsigned(2 << (head - 0xDC)), depth)
        raise BridgeError(f"malformed frame: unknown byte {head:#x}")

    def text(self, length: int) -> str:
        return str(self.take(length), "utf-8", "surrogatepass")

    def tagged(self, length: int, depth: int) -> Any:
        if depth >= MAX_DEPTH:
            raise BridgeError(f"values nested deeper than {MAX_DEPTH}")
        if length < 1:
            raise BridgeError("malformed frame: a container without a tag")
        self.nodes += length - 1
        if self.nodes > MAX_NODES:
            raise BridgeError(f"more than {MAX_NODES} values in one frame")
        tag = self.value(depth + 1)
        fields = []
        for _ in range(length - 1):
            fields.append(self.value(depth + 1))
        if type(tag) is not str:
            raise BridgeError("malformed frame: a tag that is no text")
        return _value(tag, fields, self.resolve)


def _want(condition: bool, what: str) -> None:
    if not condition:
        raise BridgeError(f"malformed frame: {what}")


def _packed(typecode: str, data: bytes) -> list:
    _want(type(data) is bytes, "a list of numbers without data")
    numbers = array(typecode)
    numbers.frombytes(data)
    return numbers.tolist()


def _integer(data: bytes) -> int:
    _want(type(data) is bytes and len(data) <= MAX_INT_BYTES, "an integer too long")
    return int.from_bytes(data, "little", signed=True)


def _fraction(numerator: int, denominator: int) -> Fraction:
    for part in (numerator, denominator):
        _want(type(part) is int, "a fraction of no integers")
        _want(part.bit_length() < 8 * MAX_FRACTION_BYTES, "a fraction too long")
    return Fraction(numerator, denominator)


def _decimal(text: str) -> Decimal:
    _want(type(text) is str and len(text) <= MAX_DECIMAL, "no decimal number")
    _want(_DECIMAL.fullmatch(text) is not None, "no decimal number")
    value = Decimal(text)
    _want(abs(value.adjusted()) <= MAX_DECIMAL, "a decimal number of too large an exponent")
    return value


def _mapping(fields: list) -> dict:
    _want(len(fields) % 2 == 0, "a dict with a key but no value")
    return dict(zip(fields[::2], fields[1::2], strict=True))


def _collection(make: Callable[[Any, Any], Any], inner: type, about: Any, value: Any) -> Any:
    _want(type(value) is inner, "a collection of no values")
    return make(about, value)


def _deque(maxlen: Any, items: list) -> deque:
    _want(maxlen is None or (type(maxlen) is int and maxlen >= 0), "a length that is no number")
    return deque(items, maxlen)


def _default(factory: Any, items: dict) -> defaultdict:
    _want(factory is None or callable(factory), "a default that nobody makes")
    return defaultdict(factory, items)


def _dtype(name: Any) -> np.dtype:
    _want(type(name) is str and _DTYPE.fullmatch(name) is not None, "not a plain dtype")
    return np.dtype(name)


def _array(name: str, shape: list, data: bytes, writeable: bool) -> np.ndarray:
    dtype = _dtype(name)
    _want(type(shape) is list and len(shape) <= _MAX_NDIM, "a shape that is no list")
    _want(all(type(n) is int and 0 <= n < 2**48 for n in shape), "a length that is no number")
    _want(type(data) is bytes and type(writeable) is bool, "an array without data")
    _want(math.prod(shape) * dtype.itemsize == len(data), "an array of another size than its data")
    # NumPy multiplies the lengths that are not zero.
    _want(math.prod(n for n in shape if n) * max(dtype.itemsize, 1) < 2**62, "a shape too large")
    flat = np.frombuffer(data, dtype) if len(data) else np.empty(0, dtype)
    # Only 0 and 1 are booleans: a byte of 2 compares unlike either.
    values = flat.view(np.uint8) != 0 if dtype.kind == "b" else flat.copy()
    values = values.reshape(shape)
    values.flags.writeable = writeable
    return values


def _scalar(name: str, data: bytes) -> Any:
    return _array(name, [], data, True)[()]


def _scalars(name: str, data: bytes) -> list:
    _want(name in ("<i8", "<f8"), "numbers of no usual kind")  # narrow ones would grow too much
    return list(_array(name, [len(data) // 8], data, True))


def _objects(shape: list, items: list) -> np.ndarray:
    _want(type(shape) is list and type(items) is list and len(shape) <= _MAX_NDIM, "no array")
    _want(all(type(n) is int and 0 <= n < 2**48 for n in shape), "a length that is no number")
    _want(math.prod(shape) == len(items), "an array of another size than its items")
    _want(math.prod(n for n in shape if n) < 2**59, "a shape too large")
    values = np.empty(len(items), object)
    for index, item in enumerate(items):
        values[index] = item
    return values.reshape(shape)


def _range(start: int, stop: int, step: int) -> range:
    _want(all(type(n) is int for n in (start, stop, step)), "a range of no integers")
    return range(start, stop, step)


def _slice(start: Any, stop: Any, step: Any) -> slice:
    return slice(start, stop, step)


def _complex(real: float, imag: float) -> complex:
    _want(type(real) is float and type(imag) is float, "a complex number of no floats")
    return complex(real, imag)


def _bytearray(data: bytes) -> bytearray:
    _want(type(data) is bytes, "a bytearray of no bytes")
    return bytearray(data)


def _memoryview(data: bytes) -> memoryview:
    _want(type(data) is bytes, "a memoryview of no bytes")
    return memoryview(data)


def _generator(state: int, inc: int, has_uint32: int, uinteger: int) -> np.random.Generator:
    _want(all(type(n) is int for n in (state, inc, has_uint32, uinteger)), "no generator's state")
    _want(0 <= state < _PCG64_WORD and 0 <= inc < _PCG64_WORD, "no generator's state")
    _want(has_uint32 in (0, 1) and 0 <= uinteger < 2**32, "no generator's state")
    bits = np.random.PCG64(0)
    bits.state = {
        "bit_generator": "PCG64",
        "state": {"state": state, "inc": inc | 1},
        "has_uint32": has_uint32,
        "uinteger": uinteger,
    }
    return np.random.Generator(bits)


_FIXED: dict[str, Callable[..., Any]] = {
    "floats": partial(_packed, "d"),
    "ints": partial(_packed, "q"),
    "int": _integer,
    "complex": _complex,
    "fraction": _fraction,
    "decimal": _decimal,
    "bytearray": _bytearray,
    "memoryview": _memoryview,
    "array": _array,
    "scalar": _scalar,
    "scalars": _scalars,
    "objects": _objects,
    "range": _range,
    "slice": _slice,
    "generator": _generator,
    "ellipsis": lambda: ...,
    "Counter": partial(_collection, lambda _, items: Counter(items), dict),
    "OrderedDict": partial(_collection, lambda _, items: OrderedDict(items), dict),
    "defaultdict": partial(_collection, _default, dict),
    "deque": partial(_collection, _deque, list),
}
_CONTAINERS: dict[str, Callable[[list], Any]] = {
    "list": list,
    "tuple": tuple,
    "dict": _mapping,
    "keys": lambda fields: dict.fromkeys(fields).keys(),
    "values": lambda fields: dict(enumerate(fields)).values(),
    "items": lambda fields: _mapping(fields).items(),
    "set": set,
    "frozenset": frozenset,
}
