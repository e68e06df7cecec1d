"""Where two results differ, and in what: type, shape, dtype, a number not finite, a value."""

from collections.abc import Iterator
from dataclasses import dataclass
from numbers import Number
from typing import Any

import numpy as np

KINDS = ("type", "shape", "dtype", "non-finite", "value")


@dataclass(frozen=True)
class Difference:
    """One thing in which a result differs from the expected one.

    ``path`` leads to it through tuples and dicts, ``index`` through the array found there.
    """

    kind: str
    path: tuple[int | str, ...]
    expected: Any
    got: Any
    index: tuple[int, ...] = ()


def first_difference(expected: Any, got: Any, tolerance: float) -> Difference | None:
    """Return the difference to report: the earliest in `KINDS`, then in the order of the parts.

    Examples
    --------
    >>> first_difference((1.0, 2.0), (1.0, 3.0), 1e-12).path
    (1,)
    >>> first_difference(np.zeros(3), np.zeros((3, 1)), 1e-12).kind
    'shape'
    >>> first_difference(1.0, np.float64(1.0), 1e-12) is None
    True
    """
    return min(
        differences(expected, got, tolerance, ()),
        key=lambda difference: KINDS.index(difference.kind),
        default=None,
    )


def differences(
    expected: Any, got: Any, tolerance: float, path: tuple[int | str, ...]
) -> Iterator[Difference]:
    """Yield the differences of two results, at most one for each array or number in them."""
    if isinstance(expected, (tuple, list)):
        if not isinstance(got, (tuple, list)):
            yield Difference("type", path, expected, got)
        elif len(got) != len(expected):
            yield Difference("shape", path, expected, got)
        else:
            for position, (e, g) in enumerate(zip(expected, got, strict=True)):
                yield from differences(e, g, tolerance, (*path, position))
    elif isinstance(expected, dict):
        if not isinstance(got, dict):
            yield Difference("type", path, expected, got)
        elif got.keys() != expected.keys():
            yield Difference("shape", path, expected, got)
        else:
            for key in expected:
                yield from differences(expected[key], got[key], tolerance, (*path, key))
    elif _is_numeric(expected):
        yield from _array_differences(expected, got, tolerance, path)
    elif not isinstance(got, type(expected)):
        yield Difference("type", path, expected, got)
    elif got != expected:
        yield Difference("value", path, expected, got)


def _is_numeric(value: Any) -> bool:
    return isinstance(value, (np.ndarray, np.generic, Number))


def _array_differences(
    expected: Any, got: Any, tolerance: float, path: tuple[int | str, ...]
) -> Iterator[Difference]:
    if not _is_numeric(got) or (isinstance(got, np.ndarray) and type(got) is not np.ndarray):
        yield Difference("type", path, expected, got)
        return
    e, g = np.asarray(expected), np.asarray(got)
    if g.shape != e.shape:
        yield Difference("shape", path, expected, got)
    elif (g.dtype.kind == "b") != (e.dtype.kind == "b") or g.dtype.kind not in "biufc":
        yield Difference("dtype", path, expected, got)
    elif g.dtype != e.dtype or g.tobytes() != e.tobytes():  # bit for bit the same is seen at once
        wrong = ~close(e, g, tolerance)
        if wrong.any():
            not_finite = wrong & np.isfinite(e) & ~np.isfinite(g)
            kind = "non-finite" if not_finite.any() else "value"
            index = tuple(int(i) for i in np.argwhere(not_finite if not_finite.any() else wrong)[0])
            yield Difference(kind, path, e[index], g[index], index)


def close(expected: np.ndarray, got: np.ndarray, tolerance: float) -> np.ndarray:
    """Tell for each element whether it is equal up to the tolerance of the coarser dtype.

    Not-a-number equals itself, and infinities equal those of their sign.
    """
    if expected.dtype.kind == "b":
        return expected == got
    if got.dtype in (np.float16, np.float32, np.complex64):
        # 64 roundings, but in half precision no more than four: that is half a percent already.
        tolerance = max(tolerance, min(64 * float(np.finfo(got.dtype).eps), 4e-3))
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(np.subtract(got, expected, dtype=np.result_type(got, expected, float)))
        near = (near <= tolerance * np.maximum(1.0, np.abs(expected))) & np.isfinite(expected)
    return near | (got == expected) | (np.isnan(expected) & np.isnan(got))
