"""What crosses the bridge, as what, and what stays behind."""

import contextlib
import copy
import csv
import inspect
import io
import os
import random
import resource
import socket
import struct
import textwrap
import threading
import time
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.bridge.channel import Channel
from autograder.bridge.decode import _counted, _unpacked, decode, decode_trusted
from autograder.bridge.encode import encode
from autograder.bridge.limits import MAX_FRAME, MAX_NODES, BridgeError, NotPlainError
from autograder.bridge.servant import Servant
from autograder.bridge.student import SandboxLostError, StudentSide, StudentTimeoutError
from autograder.outputs import clean

Point = namedtuple("Point", "x y")


def same(one: Any, other: Any) -> bool:
    """Whether two values are of one exact type and equal, all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        flags = one.flags.writeable == other.flags.writeable
        if one.dtype.kind == "O":
            return flags and one.shape == other.shape and same(one.tolist(), other.tolist())
        return flags and one.dtype == other.dtype and one.tobytes() == other.tobytes()
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, np.random.Generator):
        return one.bit_generator.state == other.bit_generator.state
    if isinstance(one, (KeysView, ValuesView, ItemsView)):
        return same(list(one), list(other))
    if isinstance(one, (float, complex, np.generic, Decimal)):
        return repr(one) == repr(other)  # NaN is not equal to itself
    if isinstance(one, (set, frozenset)):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    return one == other


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers(allow_nan=False)
    | st.text()
    | st.binary(),
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.integers(), inner)
        | st.sets(st.integers() | st.text())
        | st.frozensets(st.floats(allow_nan=False))
    ),
    max_leaves=20,
)


def _nothing_else(tag: str, fields: list) -> Any:
    raise AssertionError(f"{tag} is no plain value")


class TestValues:
    @given(PLAIN)
    def test_a_plain_value_comes_back_as_itself(self, value: Any) -> None:
        assert same(decode(encode(value)), value)
        assert same(decode_trusted(encode(value), _nothing_else), value)

    @pytest.mark.parametrize(
        "value",
        [
            2**400,
            -(2**400),
            "\udc00",
            [0.5] * 20,
            list(range(20)),
            [2**70] * 20,
            range(3, 9, 2),
            slice(None, 5),
            ...,
            bytearray(b"ab"),
            np.float64(0.1),
            np.float32(0.1),
            np.int8(-3),
            np.bool_(True),
            np.str_("é"),
            np.datetime64("2026-01-02"),
            np.arange(6).reshape(2, 3),
            np.arange(6.0).reshape(2, 3).T.copy(),
            np.zeros((0, 3), np.float32),
            np.array(2 + 1j),
            np.array(["a", "bcd"]),
            Counter("abca"),
            OrderedDict(b=1, a=2),
            defaultdict(None, {1: [2]}),
            deque([1, (2, 3)], maxlen=5),
            deque(),
            list(np.arange(20)),
            [np.float32(n / 3) for n in range(9)],
            [np.int8(1), np.int16(1)] * 9,
            np.array(["x" * 10**6]),
            np.array([True, False]),
            np.array([1, "a", None, [2]], dtype=object),
            np.random.default_rng(7),
            Fraction(-1, 3),
            Fraction(2**80, 3**60),
            *map(Decimal, ("1.19", "-0E-7", "1E+5", "-Infinity")),
            memoryview(b"ab"),
            {"b": [1], "a": 2}.keys(),
            {"b": [1], "a": 2}.values(),
            {"b": [1], "a": 2}.items(),
        ],
        ids=lambda value: repr(value).partition(" at 0x")[0],  # alike in every worker
    )
    def test_numbers_and_arrays_keep_their_exact_type(self, value: Any) -> None:
        assert same(decode(encode(value)), value)
        assert same(decode_trusted(encode(value), _nothing_else), value)

    @pytest.mark.parametrize(
        ("value", "base"),
        [
            (type("Forged", (dict,), {"__eq__": lambda *_: True})(a=1), {"a": 1}),
            (type("Forged", (Counter,), {"__eq__": lambda *_: True})(a=1), {"a": 1}),
            (Point(1, 2), (1, 2)),
            (type("Forged", (float,), {"__eq__": lambda *_: True})(2.5), 2.5),
            (type("Forged", (str,), {"__hash__": lambda _: 0})("a"), "a"),
            (type("Forged", (list,), {"__eq__": lambda *_: True})([1]), [1]),
            (np.ma.masked_array([1, 2], [False, False]), np.array([1, 2])),
            (np.arange(3).view(type("Forged", (np.ndarray,), {})), np.arange(3)),
        ],
    )
    def test_a_subclass_arrives_as_its_base(self, value: Any, base: Any) -> None:
        assert same(decode(encode(value)), base)

    def test_a_read_only_array_stays_read_only(self) -> None:
        array = np.arange(3.0)
        array.flags.writeable = False
        assert not decode(encode(array)).flags.writeable

    def test_a_list_that_holds_itself_is_refused(self) -> None:
        endless: list = []
        endless.append(endless)
        with pytest.raises(NotPlainError, match="nested"):
            encode(endless)

    def test_what_grows_without_bound_is_refused(self) -> None:
        double: list = [1, 2]
        for _ in range(40):
            double = [double, double]
        with pytest.raises(NotPlainError, match="values at once"):
            encode(double)
        with pytest.raises(NotPlainError, match="bytes"):
            encode(np.zeros(MAX_FRAME // 8 + 1))
        with pytest.raises(NotPlainError, match="bits"):
            encode(1 << 10_000_000)

    @pytest.mark.parametrize(
        "value",
        [
            Fraction(1, 2**9000),
            Decimal("1E+200000"),
            memoryview(np.arange(3)),
            np.ma.masked_array([1, 2], [True, False]),
        ],
        ids=lambda value: type(value).__name__,
    )
    def test_what_is_too_long_or_would_compare_unlike_itself_stays_behind(self, value: Any) -> None:
        with pytest.raises(NotPlainError):
            encode(value)
        assert encode(value, lambda _: ["handle", 1]) == msgpack.packb(["handle", 1])

    def test_a_long_list_of_numbers_counts_as_one_value(self) -> None:
        numbers = list(range(MAX_NODES + 100))
        assert decode(encode(numbers)) == numbers

    @pytest.mark.parametrize("item", [(1, 2), np.arange(3)])
    def test_as_many_as_can_be_written_can_be_read(self, item: Any) -> None:
        for part in range(1, 12):
            count = MAX_NODES // part - 1
            with contextlib.suppress(NotPlainError):
                assert len(decode(encode([item] * count))) == count
                return
        pytest.fail("few can be written")

    def test_an_object_is_refused_where_no_handle_can_be_had(self) -> None:
        with pytest.raises(NotPlainError, match="cannot be handed over"):
            encode([object()])


HOSTILE = {
    "a length beyond the end": b"\xdd\xff\xff\xff\xff",
    "a text beyond the end": b"\xdb\xff\xff\xff\xff",
    "nested without end": b"\x91" * 100_000,
    "nested, each of the largest length": b"\xdd\xff\xff\xff\xff" * 1000,
    "nested deeper than may be": b"\x92\xa4list" * 61 + b"\xc0",
    "a tag that is no text": b"\x91\x01",
    "a map": b"\x81\xa1a\x01",
    "an extension": b"\xd4\x05a",
    "a timestamp": b"\xd6\xff\x00\x00\x00\x00",
    "bytes after the end": b"\xc0\xc0",
    "nothing": b"",
    "an unknown tag": msgpack.packb(["module", "os"]),
    "no tag": b"\x90",
    "an array of objects": msgpack.packb(["array", "|O", ["list", 1], b"12345678", True]),
    "an array of records": msgpack.packb(["array", "|V8", ["list", 1], b"12345678", True]),
    "an array without its data": msgpack.packb(["array", "<f8", ["list", 2**40], b"", True]),
    "a negative length": msgpack.packb(["array", "<f8", ["list", -1], b"", True]),
    "an overflowing shape": msgpack.packb(["array", "|S0", ["list", 2**40, 2**40], b"", True]),
    "an empty one of overflowing shape": msgpack.packb(
        ["array", "<f8", ["list", 0, 2**47, 2**47], b"", True]
    ),
    "an unhashable key": msgpack.packb(["dict", ["list"], 1]),
    "an odd dict": msgpack.packb(["dict", 1]),
    "an endless integer": msgpack.packb(["int", b"\x01" * 2**20]),
    "a fraction over zero": msgpack.packb(["fraction", 1, 0]),
    "a fraction of floats": msgpack.packb(["fraction", 1.5, 2.0]),
    "a fraction that takes long": msgpack.packb(["fraction", 1, ["int", b"\x01" * 2000]]),
    "a decimal of another kind": msgpack.packb(["decimal", 1.5]),
    "a decimal that is none": msgpack.packb(["decimal", " 1_0"]),
    "an endless decimal": msgpack.packb(["decimal", "1" * 200_000]),
    "a decimal of a giant exponent": msgpack.packb(["decimal", "1E+999999"]),
    "a memoryview of a text": msgpack.packb(["memoryview", "ab"]),
    "unhashable keys": msgpack.packb(["keys", ["list"]]),
    "a key without an item": msgpack.packb(["items", 1]),
    "a value of a class of nobody's": msgpack.packb(["kin", 1, 2]),
    "a masked array": msgpack.packb(["masked", b"\xc0", b"\xc0"]),
    "a range of texts": msgpack.packb(["range", "a", "b", "c"]),
    "a generator of another state": msgpack.packb(["generator", -1, 1, 0, 0]),
    "a dtype that is code": msgpack.packb(["scalar", "__import__('os')", b""]),
    "more values than may be": b"\xdd" + struct.pack(">I", MAX_NODES + 9) + b"\xa4list"
    + b"\x90" * (MAX_NODES + 8),
}  # fmt: skip


class TestHostileFrames:
    @pytest.mark.parametrize("frame", HOSTILE.values(), ids=HOSTILE)
    def test_each_is_refused(self, frame: bytes) -> None:
        with pytest.raises(BridgeError):
            decode(frame)

    def test_nested_claims_of_lengths_take_little_memory(self) -> None:
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for length in (2**12, 2**13, 2**14, 2**20):
            claim = b"\xdc" + struct.pack(">H", min(length, 2**16) - 3)
            with pytest.raises(BridgeError):
                decode((claim * length)[:length])
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60 * 1024

    def test_a_boolean_is_one_of_two(self) -> None:
        forged = msgpack.packb(["array", "|b1", ["list", 2], b"\x02\x00", True])
        assert decode(forged).view(np.uint8).tolist() == [1, 0]

    @settings(
        max_examples=1000,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(st.lists(PLAIN, min_size=1, max_size=3), st.integers(0, 2**32))
    @pytest.mark.slow
    def test_a_hundred_thousand_mutations_of_honest_frames_do_no_harm(
        self, values: list, seed: int
    ) -> None:
        rng = random.Random(seed)
        arrays = [np.arange(4.0), np.float32(1), np.array(["a"]), np.random.default_rng(1), 2**80]
        arrays += [Fraction(1, 3), Decimal("1.5"), memoryview(b"ab"), {1: 2}.keys(), {1: 2}.items()]
        honest = [encode(v) for v in (*values, *arrays, (1, "value", values, {}))]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        for _ in range(100):
            frame = _mutated(rng, rng.choice(honest))
            short, long = (_said(reader, frame) for reader in (_unpacked, _counted))
            assert same(short, long)
            assert same(_said(decode, frame), short)
        assert time.process_time() - started < 20
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024


def _no_handles(tag: str, fields: list) -> None:
    raise BridgeError("unknown tag")


def _said(reader: Callable, frame: bytes) -> Any:
    try:
        return reader(frame, _no_handles)
    except Exception:
        return "refused"


def _mutated(rng: random.Random, frame: bytes) -> bytes:
    data = bytearray(frame)
    for _ in range(rng.randint(1, 6)):
        position = rng.randrange(len(data) + 1)
        match rng.randrange(6):
            case 0:
                data[position:position] = rng.randbytes(rng.randint(1, 9))
            case 1:
                del data[position : position + rng.randint(1, 9)]
            case 2 if position < len(data):
                data[position] = rng.choice([0x90, 0x91, 0xDC, 0xDD, 0xC6, 0xDB, 0xCF, 0xFF, 0x00])
            case 3 if position < len(data):
                data[position] ^= 1 << rng.randrange(8)
            case 4:
                data[position:position] = b"\xdd" + rng.randbytes(4)
            case _:
                data[position:position] = data[: rng.randint(0, len(data))][:2000]
    return bytes(data)


@pytest.fixture
def cross() -> Iterator[Callable[[str], StudentSide]]:
    """Start a process that has run some code and answers for its names."""
    children: list[tuple[int, StudentSide]] = []

    def start(code: str) -> StudentSide:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            with contextlib.suppress(BaseException):
                ours.close()
                namespace: dict[str, Any] = {"np": np}
                exec(textwrap.dedent(code), namespace)
                Servant(Channel(theirs), namespace, {}).serve()
            os._exit(0)
        theirs.close()
        student = StudentSide(Channel(ours), grace=0.5)
        student.deadline = time.monotonic() + 30
        children.append((pid, student))
        return student

    yield start
    for _, student in children:  # all: a later child holds a copy of an earlier one's end
        student._channel.close()
    for pid, _ in children:
        os.waitpid(pid, 0)


def name(student: StudentSide, *names: str) -> Any:
    found = student.request("names", list(names))
    values = [found[n] for n in names]
    return values[0] if len(values) == 1 else values


class TestCalls:
    def test_a_function_is_called_there_and_its_value_arrives_here(self, cross) -> None:
        f = name(cross("def f(x, *, k=1): return {'sum': x.sum() + k}"), "f")
        assert callable(f)
        assert f(np.arange(3), k=2) == {"sum": 5}
        assert f.__name__ == "f"

    def test_a_wrapped_function_is_not_what_it_wraps(self, cross) -> None:
        side = cross(
            """
            import functools
            def loud(f):
                @functools.wraps(f)
                def louder(*args): return f(*args).upper()
                return louder
            same = lambda f: f
            memo = functools.lru_cache(None)
            class Record(dict):
                def __getattr__(self, name): return self.get(name, 0)
            class Odd:
                def __getattr__(self, name): return 7
            """
        )
        loud, same, memo, odd = name(side, "loud", "same", "memo", "Odd")
        calls = []

        def hello(who: str) -> str:
            calls.append(who)
            return f"hello {who}"

        assert loud(hello)("bob") == "HELLO BOB"
        assert same(hello) is hello
        remembered = memo(hello)
        assert [remembered("ann"), remembered("ann")] == ["hello ann"] * 2
        assert calls == ["bob", "ann"]
        assert odd().anything == 7

    def test_collections_of_the_library_cross_as_such(self, cross) -> None:
        side = cross(
            """
            from collections import Counter, defaultdict, deque
            def tally(d, words):
                for word in words: d[word] += 1
                return d
            def top(c): return c.most_common(1)[0][0]
            def less(a, b):
                c = Counter(a); c.subtract(b); return c
            def made(): return defaultdict(list, a=[1])
            def shift(d): d.rotate(1)
            """
        )
        tally, top, less, made, shift = name(side, "tally", "top", "less", "made", "shift")
        counts = defaultdict(int)
        assert tally(counts, ["a", "b", "a"]) == {"a": 2, "b": 1}
        assert counts == {"a": 2, "b": 1}
        assert top(Counter("abbccc")) == "c"
        assert less("aab", "ab") == Counter({"a": 1})
        table = made()
        table["b"].append(2)
        assert table == {"a": [1], "b": [2]}
        line = deque([1, 2, 3])
        shift(line)
        assert line == deque([3, 1, 2])

    def test_a_file_is_not_lent_as_lines_alone(self, cross) -> None:
        count = name(cross("def count(lines): return sum(1 for _ in lines)"), "count")
        assert count(line for line in "abc") == 3
        assert count(map(str, range(4))) == 4
        with pytest.raises(NotPlainError):
            count(io.StringIO("a\nb"))
        with pytest.raises(NotPlainError):
            count(csv.DictReader(["a,b", "1,2"]))

    def test_a_thread_cannot_ask(self, cross) -> None:
        side = cross("def f(): return 1")
        f, failed = name(side, "f"), []

        def ask() -> None:
            try:
                f()
            except NotPlainError as error:
                failed.append(error)

        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        assert len(failed) == 1
        assert "main thread" in side.untold
        assert f() == 1

    def test_an_argument_changed_in_place_comes_back_changed(self, cross) -> None:
        f = name(
            cross(
                """
                def f(items, table, array, inner):
                    items.append(3); table['b'] = 2; array[0] = 9; inner[0].append(1)
                """
            ),
            "f",
        )
        items, table, array, inner = [1], {"a": 1}, np.zeros(2), ([],)
        nested = inner[0]
        f(items, table, array, inner)
        assert (items, table, array.tolist(), inner) == ([1, 3], {"a": 1, "b": 2}, [9, 0], ([1],))
        assert inner[0] is nested

    def test_an_argument_returned_is_the_same_object(self, cross) -> None:
        f = name(cross("def f(items): items.sort(); return items"), "f")
        items = [3, 1]
        assert f(items) is items
        assert items == [1, 3]

    def test_a_generator_of_random_numbers_goes_on_where_the_student_stopped(self, cross) -> None:
        f = name(cross("def f(rng): return rng.normal(size=3)"), "f")
        rng, twin = np.random.default_rng(5), np.random.default_rng(5)
        assert f(rng).tolist() == twin.normal(size=3).tolist()
        assert rng.normal() == twin.normal()

    def test_a_function_given_to_a_student_calls_back(self, cross) -> None:
        f = name(cross("def f(g, xs): return [g(x) for x in xs]"), "f")
        assert f(lambda x: x + 1, [1, 2]) == [2, 3]
        assert f(np.sqrt, [4.0]) == [2.0]

    def test_a_callback_may_call_the_student_again(self, cross) -> None:
        f, g = name(cross("def f(h): return h(1)\ndef g(x): return x * 10"), "f", "g")
        assert f(lambda x: g(x) + 1) == 11

    def test_an_exception_of_a_callback_reaches_the_student(self, cross) -> None:
        f = name(cross("def f(g):\n    try: g()\n    except KeyError as e: return str(e)"), "f")

        def g() -> None:
            raise KeyError("k")

        assert "k" in f(g)

    def test_an_iterator_given_to_a_student_is_read_there(self, cross) -> None:
        f = name(cross("def f(xs): return sum(xs)"), "f")
        assert f(x for x in range(4)) == 6

    def test_a_generator_iterates(self, cross) -> None:
        count = name(cross("def count(n):\n    for i in range(n): yield i"), "count")
        assert list(count(3)) == [0, 1, 2]
        assert next(count(1)) == 0

    def test_an_object_keeps_its_state_there(self, cross) -> None:
        cls = name(
            cross(
                """
                class Account:
                    def __init__(self, balance): self.balance = balance
                    def deposit(self, x): self.balance += x; return self
                    def __add__(self, other): return Account(self.balance + other.balance)
                    def __eq__(self, other): return self.balance == other.balance
                    def __repr__(self): return f'Account({self.balance})'
                    def __len__(self): return 7
                    def __enter__(self): return self
                    def __exit__(self, *_): self.balance = 0
                """
            ),
            "Account",
        )
        account = cls(10)
        assert account.deposit(5) is account
        assert account.balance == 15
        account.balance = 20
        assert repr(account + cls(1)) == "Account(21)"
        assert account == cls(20)
        assert account != cls(21)
        assert isinstance(account, cls)
        assert not isinstance(3, cls)
        assert len(account) == 7
        with account:
            pass
        assert account.balance == 0
        with pytest.raises(AttributeError):
            _ = account.missing

    def test_what_an_object_cannot_do_its_proxy_cannot_either(self, cross) -> None:
        thing = name(cross("thing = object()"), "thing")
        assert not callable(thing)
        assert not hasattr(thing, "__len__")
        assert not hasattr(thing, "__iter__")


class TestStayingBehind:
    """What cannot cross, or not whole, is asked for instead."""

    def test_what_is_masked_stays_masked(self, cross) -> None:
        f, g = name(
            cross("def f(x): return np.ma.masked_less_equal(x, 0)\ndef g(x): return x.sum()"),
            "f",
            "g",
        )
        assert f(np.array([-1.0, 2, 4])).mean() == 3
        assert g(np.ma.masked_array([1, 2, 4], [True, False, False])) == 6
        hidden = name(cross("def f(x): return np.ma.masked_all(3)"), "f")(1)
        with pytest.raises((TypeError, AssertionError)):
            np.testing.assert_allclose(hidden, np.zeros(3))

    def test_a_value_too_large_can_be_asked_and_handed_back(self, cross) -> None:
        f, g = name(cross("def f(n): return ['a'] * n\ndef g(x): return len(x)"), "f", "g")
        large = f(600_000)
        assert len(large) == g(large) == 600_000
        assert large[5] == "a"


class TestOperators:
    def test_an_object_is_asked_for_its_own(self, cross) -> None:
        side = cross(
            """
            class Bag:
                def __init__(self, *items): self.items = list(items)
                def __iadd__(self, other):
                    self.items += other.items
                    return self
                def __len__(self): return len(self.items)
                def __iter__(self): return iter(self.items)
                def __reversed__(self): return iter(self.items[::-1])
                def __eq__(self, other): return self.items == other.items
            class Point:
                def __init__(self, x): self.x = x
                def __add__(self, other): return Point(self.x + other.x)
                def __eq__(self, other): return self.x == other.x
                def __hash__(self): return hash(self.x)
            """
        )
        bag, point = name(side, "Bag", "Point")
        a = b = bag(1)
        a += bag(2)
        assert list(b) == [1, 2]
        assert list(reversed(b)) == [2, 1]
        with pytest.raises(TypeError, match="unhashable"):
            hash(a)
        p = point(1)
        p += point(2)
        assert {p: "three"}[point(3)] == "three"
        assert not side.guessed

    @pytest.mark.parametrize(
        "what",
        [
            "p != None",
            "p == 1",
            "1 in p",
            "[inspect.unwrap(p.get)]",
            "hasattr(p.get, '__code__')",
            "type(cls)('Mine', (cls,), {})",
        ],
    )
    def test_where_a_proxy_answers_for_its_object_it_is_noted(self, cross, what: str) -> None:
        code = """
            class C:
                def __iter__(self): return iter([1])
                def __contains__(self, item): return None
                def get(self): return 1
        """
        side = cross(code)
        cls = name(side, "C")
        p = cls()
        assert list(p) == [1]
        assert not side.guessed
        with contextlib.suppress(TypeError):
            eval(what, {"p": p, "cls": cls, "inspect": inspect})
        assert side.guessed


class TestKin:
    """A number or a tuple of the student's own class is one, with its methods."""

    CODE = """
        from enum import IntEnum
        from typing import NamedTuple
        class Point(NamedTuple):
            x: float
            y: float
            def norm(self): return (self.x**2 + self.y**2) ** 0.5
            def __add__(self, other): return Point(self.x + other.x, self.y + other.y)
            def __repr__(self): return 'P'
        class Color(IntEnum):
            RED = 1
        class Celsius(float):
            def kelvin(self): return self + 273
        def same(p): return p.norm()
        class Forged(float):
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            __lt__ = __gt__ = __le__ = __ge__ = __eq__
            def __sub__(self, other): return 0.0
            __rsub__ = __sub__
            def __float__(self): return 3.14
            __hash__ = __round__ = __float__
            def __abs__(self): return float('inf')
            def __array__(self, *_, **__): return np.array(3.14)
            @property
            def __class__(self): return np.ndarray
        forged = Forged(1)
    """

    def test_it_keeps_what_its_class_adds(self, cross) -> None:
        side = cross(self.CODE)
        point, color, celsius, same = name(side, "Point", "Color", "Celsius", "same")
        p = point(3, 4)
        assert (p.x, p.norm(), p[1], repr(p), same(p)) == (3, 5, 4, "P", 5)
        assert p == (3, 4)
        assert isinstance(p, tuple)
        assert isinstance(p, point)
        assert (p + p).norm() == 10
        assert p * 2 == (3, 4, 3, 4)
        with pytest.raises(AttributeError):
            p.x = 5
        assert color.RED.name == "RED"
        assert color.RED is color["RED"]
        assert color.RED == 1
        assert celsius(20).kelvin() == 293
        assert abs(celsius(20) - 20.5) == 0.5
        assert copy.deepcopy(p) == (3, 4)

    def test_a_text_a_complex_number_and_a_tuple_keep_what_their_class_adds(self, cross) -> None:
        side = cross(
            """
            from enum import Enum
            from typing import NamedTuple
            class Suit(str, Enum):
                HEARTS = "H"
            class Name(str):
                def initials(self): return "".join(part[0] for part in self.split())
                def __str__(self): return "Mr " + str.__str__(self)
                def __repr__(self): return Name("ada")
            class Vector(complex):
                @property
                def x(self): return self.real
                def __add__(self, other): return Vector(complex(self) + complex(other))
            class Pair(NamedTuple):
                a: int
                b: int
                def __bool__(self): return self != (0, 0)
                def __abs__(self): return (self.a**2 + self.b**2) ** 0.5
                def __neg__(self): return Pair(-self.a, -self.b)
            """
        )
        suit, title, vector, pair = name(side, "Suit", "Name", "Vector", "Pair")
        assert (suit.HEARTS.value, suit.HEARTS.name, suit.HEARTS == "H") == ("H", "HEARTS", True)
        ada = title("Ada Lovelace")
        assert ada.initials() == "AL"
        assert (str(ada), ada == "Ada Lovelace") == ("Mr Ada Lovelace", True)
        assert copy.copy(ada) == "Ada Lovelace"
        assert (repr(ada), type(repr(ada))) == ("ada", str)
        assert (vector(1, 2) + vector(3, 4)).x == 4
        assert not pair(0, 0)
        assert (abs(pair(3, 4)), -pair(1, 2)) == (5, (-1, -2))

    def test_what_is_forged_compares_as_the_plain_value(self, cross) -> None:
        forged = name(cross(self.CODE), "forged")
        assert forged != 3.14
        assert not forged > 3
        assert abs(forged - 3.14) > 1
        assert abs(3.14 - forged) > 1
        assert (float(forged), round(forged, 2), hash(forged)) == (1.0, 1.0, hash(1.0))
        assert forged not in [3.14]
        assert not isinstance(forged, np.ndarray)
        assert abs(forged) == 1
        assert not np.allclose(forged, 3.14)
        assert not np.allclose(3.14, forged)
        with pytest.raises(AssertionError):
            np.testing.assert_allclose(forged, 3.14)


class TestManyCalls:
    """One request for many calls does what as many requests do."""

    CODE = """
        seen = []
        def f(items, scale):
            seen.append(scale)
            items.append(len(seen))
            if scale < 0: raise ValueError(f'scale {scale}')
            return items if scale == 0 else (items, scale * len(items), print)
        def big(n): return 'x' * n
        def slow(seconds):
            import time
            time.sleep(seconds)
            return seconds
    """

    def test_each_call_gives_its_value_its_changes_or_its_exception(self, cross) -> None:
        calls = [([7], 2), ([], 0), ([1, 2], -1), ([5], 3)]
        outcomes = name(cross(self.CODE), "f").__call_each__(calls)

        one = name(cross(self.CODE), "f")
        for (items, scale), (value, error, after) in zip(calls, outcomes, strict=True):
            alike = list(items)
            if scale < 0:
                with pytest.raises(ValueError, match="scale -1"):
                    one(alike, scale)
                assert (type(error), str(error)) == (ValueError, "scale -1")
            else:
                expected = one(alike, scale)
                assert error is None
                assert value == expected or value[:2] == expected[:2]
            assert after == (alike, scale)
        assert outcomes[1][0] is outcomes[1][2][0]
        assert calls == [([7], 2), ([], 0), ([1, 2], -1), ([5], 3)]

    def test_arguments_that_nobody_changed_are_the_very_same_after_it(self, cross) -> None:
        calls = [(np.zeros(3),), ([1, 2],)]
        outcomes = name(cross("def same(x): return x"), "same").__call_each__(calls)
        assert [after is args for args, (_, _, after) in zip(calls, outcomes, strict=True)] == [
            True,
            True,
        ]

    def test_much_comes_in_several_answers(self, cross) -> None:
        sizes = [(600_000,), (600_000,), (3,), (600_000,)]
        outcomes = name(cross(self.CODE), "big").__call_each__(sizes)
        assert [len(value) for value, _, _ in outcomes] == [n for (n,) in sizes]

    def test_too_much_of_one_call_is_that_calls_error(self, cross) -> None:
        outcomes = name(cross(self.CODE), "big").__call_each__([(3,), (40_000_000,), (4,)])
        assert [value for value, _, _ in outcomes] == ["xxx", None, "xxxx"]
        assert isinstance(outcomes[1][1], TypeError)

    def test_a_function_of_the_tests_may_be_called_within(self, cross) -> None:
        f = name(cross("def f(g, x): return g(x) + 1"), "f")
        outcomes = f.__call_each__([(lambda x: 2 * x, 3), (abs, -4)])
        assert [(value, error) for value, error, _ in outcomes] == [(7, None), (5, None)]

    def test_all_of_them_share_the_time_of_the_cell(self, cross) -> None:
        student = cross(self.CODE)
        slow = name(student, "slow")
        student.deadline = time.monotonic() + 0.5
        with pytest.raises(StudentTimeoutError):
            slow.__call_each__([(0.3,), (0.3,), (0.3,)])
        student.deadline = time.monotonic() + 30
        assert slow(0) == 0

    @pytest.mark.parametrize(
        "answers",
        [
            [],
            [b"\xc1"],
            ["text"],
            [encode((1, "value", 1, {})), encode((1, "value", 1, {}))],
            [encode((2, "value", 1, {}))],
            [encode((1, "answers", []))],
            [encode((1, "callback", 1, (), {}))],
        ],
    )
    def test_a_forged_answer_ends_the_conversation(self, answers: list) -> None:
        self.conversation(encode((1, "answers", answers)), lambda side: side.call_each(None, [()]))

    def test_many_answers_to_one_question_end_it_too(self) -> None:
        frame = encode((1, "answers", [encode((1, "value", 1, {}))]))
        self.conversation(frame, lambda side: side.request("names", []))

    def conversation(self, frame: bytes, ask: Callable[[StudentSide], object]) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.sendall(len(frame).to_bytes(4, "big") + frame)
            student = StudentSide(Channel(ours))
            student.deadline = time.monotonic() + 5
            with pytest.raises(SandboxLostError) as lost:
                ask(student)
            assert lost.value.why == "forged"


class TestExceptions:
    @pytest.mark.parametrize(
        ("raised", "kind", "text"),
        [
            ("ValueError('no')", ValueError, "no"),
            ("KeyError('k')", KeyError, "'k'"),
            ("np.linalg.LinAlgError('singular')", np.linalg.LinAlgError, "singular"),
            ("type('Mine', (ZeroDivisionError,), {})('mine')", ZeroDivisionError, "mine"),
            ("SystemExit(3)", RuntimeError, "raised SystemExit"),
            ("UnicodeDecodeError('utf8', b'a', 0, 1, 'x')", UnicodeDecodeError, "'utf8'"),
            ("StopIteration()", RuntimeError, "raised StopIteration"),
            ("SyntaxError('no', ('/etc/passwd', 1, 1, ''))", SyntaxError, "^no$"),
        ],
    )
    def test_one_comes_back_as_the_built_in_that_it_is(self, cross, raised, kind, text) -> None:
        f = name(cross(f"def f(): raise {raised}"), "f")
        with pytest.raises(kind, match=text) as caught:
            f()
        assert type(caught.value) is kind

    OWN = """
        from dataclasses import dataclass
        class Negative(ValueError):
            __module__ = "__main__"
            def __init__(self, a): self.a = a
            def __str__(self): return f'{self.a} is negative'
        class Missing(AttributeError, KeyError): pass
        @dataclass
        class Late(OSError, LookupError):
            __module__ = "__main__"
            days: int
            def __str__(self): return f'{self.days} days late'
        def f(cls, x): raise cls(x)
    """

    def test_one_of_the_students_own_keeps_its_words_and_all_its_bases(self, cross) -> None:
        f, negative, missing, late = name(cross(self.OWN), "f", "Negative", "Missing", "Late")
        with pytest.raises(ValueError, match=r"^-1 is negative$") as caught:
            f(negative, -1)
        assert caught.value.args == (-1,)
        with pytest.raises(KeyError) as caught:
            f(missing, "k")
        assert isinstance(caught.value, AttributeError)
        with pytest.raises(LookupError, match=r"^3 days late$") as caught:
            f(late, 3)
        assert isinstance(caught.value, OSError)

    def test_forged_bases_that_fit_nobody_are_one_of_them(self) -> None:
        names = ["OSError", "SyntaxError", "UnicodeDecodeError", [], "print"] * 100
        ours, theirs = socket.socketpair()
        with theirs:
            frame = encode((1, "raise", names, (), "x" * 5000, "", {}))
            theirs.sendall(len(frame).to_bytes(4, "big") + frame)
            student = StudentSide(Channel(ours))
            student.deadline = time.monotonic() + 5
            with pytest.raises(OSError, match=r"^x{2000}$"):
                student.request("names", [])

    def test_one_that_ends_loops_cannot_end_a_loop_of_the_test(self, cross) -> None:
        f = name(cross("def f(x): raise StopIteration"), "f")
        with pytest.raises(RuntimeError):
            list(map(f, [1, 2]))


class TestForgery:
    def test_outputs_of_no_notebook_are_dropped(self) -> None:
        odd = np.array(["stream", "stream"])
        assert clean([{"output_type": odd}, {"output_type": "stream", "name": odd}]) == []

    FORGED = """
        class Forged:
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __sub__(self, other): return 0.0
            __rsub__ = __sub__
            def __abs__(self): return 0.0
            def __lt__(self, other): return True
            __gt__ = __le__ = __ge__ = __lt__
            def __contains__(self, item): return True
            def __array__(self, *_, **__): return np.zeros(3)
            def __float__(self): return 3.14
            @property
            def __class__(self): return float
        forged = Forged()
    """

    def test_no_operator_of_a_students_object_answers_for_a_value_of_the_test(self, cross) -> None:
        forged = name(cross(self.FORGED), "forged")
        assert (forged == 3.14) is False
        assert forged != 3.14
        assert not isinstance(forged, float)
        for attempt in (
            lambda: abs(forged - 3.14) < 1e-6,
            lambda: 3.14 - forged,
            lambda: forged < 4,
            lambda: float(forged),
            lambda: 2 in forged,
        ):
            with pytest.raises(TypeError):
                attempt()
        with pytest.raises((TypeError, AssertionError)):
            np.testing.assert_allclose(forged, np.zeros(3))
        with pytest.raises(TypeError):
            np.allclose(forged, 0.0)

    @pytest.mark.parametrize(
        "answer",
        [
            b"",
            b"\xc1",
            encode((99, "value", 1, {})),
            encode((1, "value", 1)),
            encode((1, "execute", "import os")),
            encode([1, "value", 1, {}]),
            encode((1, "callback", 12345, (), {})),
            encode((1, "raise", "ValueError", (), "", "", {})),
            encode((1, "raise", ["ValueError"], (), 1, "", {})),
            msgpack.packb(["tuple", 1, "value", ["kin", 1, 2], ["dict"]]),
            msgpack.packb(["tuple", 1, "value", ["kin", b"a", ["handle", 1, "c", "y"]], ["dict"]]),
            msgpack.packb(["tuple", 1, "value", ["handle", "x", "c", "y"], ["dict"]]),
            msgpack.packb(["tuple", 1, "value", ["handle", 1, "q", "y"], ["dict"]]),
            msgpack.packb(["tuple", 1, "value", ["own", 7], ["dict"]]),
            msgpack.packb(["tuple", 1, "value", ["name", "os", "system"], ["dict"]]),
        ],
    )
    def test_a_forged_answer_ends_the_conversation(self, answer: bytes) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.sendall(len(answer).to_bytes(4, "big") + answer)
            student = StudentSide(Channel(ours))
            student.deadline = time.monotonic() + 5
            with pytest.raises(SandboxLostError) as lost:
                student.request("names", [])
            assert lost.value.why in ("forged", "error")
            with pytest.raises(SandboxLostError):
                student.request("names", [])

    def test_a_frame_that_claims_to_be_giant_is_not_waited_for(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            theirs.sendall(b"\xff\xff\xff\xff")
            student = StudentSide(Channel(ours))
            student.deadline = time.monotonic() + 5
            with pytest.raises(SandboxLostError, match="at most"):
                student.request("names", [])

    def test_a_sandbox_that_says_nothing_is_given_up(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            student = StudentSide(Channel(ours), grace=0.1)
            student.deadline = time.monotonic() + 0.1
            with pytest.raises(SandboxLostError) as lost:
                student.request("names", [])
            assert lost.value.why == "timeout"


class TestTime:
    def test_an_endless_function_is_stopped_and_the_next_still_answers(self, cross) -> None:
        student = cross("def f():\n    while True: pass\ndef g(): return 1")
        f, g = name(student, "f", "g")
        student.deadline = time.monotonic() + 0.3
        with pytest.raises(StudentTimeoutError):
            f()
        student.deadline = time.monotonic() + 30
        assert g() == 1
