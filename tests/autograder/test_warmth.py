"""What a warm server does beforehand, so that its forks need not."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from autograder.sandbox.limits import Limits
from tests.autograder.test_sandbox import STUDENT, Base, Sandbox

HOLES = """
import ctypes
from autograder.sandbox import holes
libc = ctypes.CDLL(None)
libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]; libc.free.argtypes = [ctypes.c_void_p]
blocks = [libc.malloc(900) for _ in range(20_000)]
for block in blocks[::2]:
    libc.free(block)
{fill}
fresh = [libc.malloc(900) for _ in range(1_000)]
print(sum(block < blocks[-1] for block in fresh))
"""


@pytest.mark.parametrize(("fill", "in_holes"), [("", 1_000), ("holes.fill()", 0)])
def test_what_is_made_after_the_holes_were_filled_is_not_made_in_holes(
    fill: str, in_holes: int
) -> None:
    python = [sys.executable, "-c", HOLES.format(fill=fill)]
    said = subprocess.run(python, capture_output=True, text=True, check=True).stdout
    assert int(said) == pytest.approx(in_holes, abs=10)


FIRST_USE = """
import warnings
import numpy as np
from sklearn.linear_model import Perceptron
from autograder.sandbox import first_use
before, filters = str(np.random.get_state()), list(warnings.filters)
first_use.use_loaded()
assert str(np.random.get_state()) == before and warnings.filters == filters
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("default")
    Perceptron(max_iter=1, tol=1e-3).fit([[0.0], [1.0]], [1, 0])
print(*(each.category.__name__ for each in caught))
"""


def test_the_first_use_of_a_library_leaves_no_trace() -> None:
    python = [sys.executable, "-c", FIRST_USE]
    said = subprocess.run(python, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["ConvergenceWarning"]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    (server,) = Base([STUDENT], ["numpy"]).servers
    server.load(["sklearn.linear_model"])
    own = Sandbox(server.wait(), Limits(), {})
    yield own
    own.child.end()
    server.close()


def test_a_fork_finds_libraries_used(sandbox: Sandbox) -> None:
    asked = "from autograder.sandbox import first_use as f; print(f._linear_model.cache_info())"
    assert "currsize=1" in sandbox.says(asked)


IN_HOLES = """
import ctypes
from autograder.sandbox.holes import _Mallinfo
libc = ctypes.CDLL(None)
libc.mallinfo2.restype = _Mallinfo
libc.malloc.restype = libc.sbrk.restype = ctypes.c_void_p
libc.malloc.argtypes = [ctypes.c_size_t]
end = libc.sbrk(0) - libc.mallinfo2().keepcost
print(sum(libc.malloc(900) < end for _ in range(100)))
"""


def test_what_a_fork_makes_is_not_made_in_holes(sandbox: Sandbox) -> None:
    assert int(sandbox.says(IN_HOLES)) < 20
