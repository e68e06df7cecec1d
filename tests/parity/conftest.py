"""Comparison with the peers: one way to compare, and a table of what was found.

A test says ``agree("Adam", ours, theirs)``. The largest difference of each component is kept, and
``pytest tests/parity --parity-table=FILE`` writes them all as JSON for the bench.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import ArrayLike

_LARGEST = pytest.StashKey[dict[str, float]]()


class Agree(Protocol):
    def __call__(
        self, component: str, ours: ArrayLike, theirs: ArrayLike, tolerance: float = 1e-12
    ) -> None: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--parity-table", help="write the largest differences to this JSON file")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_LARGEST] = {}


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = session.config.getoption("--parity-table", default=None)
    if path:
        Path(path).write_text(json.dumps(session.config.stash[_LARGEST], indent=2))


@pytest.fixture
def agree(pytestconfig: pytest.Config) -> Agree:
    """Assert that two results differ by at most ``tolerance``, relative where they exceed 1."""

    def compare(
        component: str, ours: ArrayLike, theirs: ArrayLike, tolerance: float = 1e-12
    ) -> None:
        ours, theirs = np.asarray(ours), np.asarray(theirs)
        assert ours.shape == theirs.shape, f"{component}: {ours.shape} against {theirs.shape}"
        difference = np.abs(ours - theirs) / np.maximum(1.0, np.abs(theirs))
        largest = float(np.max(difference, initial=0.0))
        table = pytestconfig.stash[_LARGEST]
        table[component] = max(table.get(component, 0.0), largest)
        assert largest <= tolerance, f"{component}: differs by {largest:.2e} from the peer"

    return compare


@pytest.fixture
def keras64(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keras computes in float64, for the length of a test.

    ``set_floatx`` alone is not enough: Keras' TensorFlow backend turns a Python float into a
    float32 tensor first, and 0.9 into 0.89999998. Here it reads every digit of it.
    """
    keras = pytest.importorskip("keras")
    core = keras.src.backend.core

    def in_full(convert):
        return lambda x, *args, **kwargs: convert(
            np.float64(x) if type(x) is float else x, *args, **kwargs
        )

    monkeypatch.setattr(core, "cast", in_full(core.cast))
    monkeypatch.setattr(core, "convert_to_tensor", in_full(core.convert_to_tensor))
    before = keras.config.floatx()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_floatx(before)
    keras.config.set_dtype_policy(before)
