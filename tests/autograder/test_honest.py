"""Honest work gets the points that it deserves, however oddly it is handed in."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.assignment import read_assignment
from autograder.prepare import prepare
from autograder.run import Engine
from autograder.sandbox.limits import Limits, MiB
from autograder.submission import read_submission

sys.path.append(str(Path(__file__).parent / "files"))
import handing_in

LIMITS = Limits(timeout=2, wall=20, cpu=10, memory=256 * MiB, disk=16 * MiB)
HONEST = handing_in.honest()
# What a person should look at although it is honest: cells of the instructor's were touched.
TOUCHED = {"copied_cells", "edited_tests", "edited_text"}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    source = handing_in.write_source(tmp_path_factory.mktemp("course") / "source" / "ps1")
    with Engine(prepare(read_assignment(source), LIMITS), LIMITS) as warm:
        yield warm


@pytest.mark.parametrize("text", [pytest.param(text, id=text.path.stem) for text in HONEST])
def test_honest_work(text, engine, tmp_path) -> None:
    folder = tmp_path / "ps1"
    handing_in.hand_in(text, folder)
    result = engine.grade(read_submission(folder, engine.assignment, engine.limits))
    points = {item.grade_id: item.points for item in result.items if item.mode}
    assert points == text.points, text.header["why"]
    assert (result.refused, result.faults) == ("", [])
    if text.path.stem not in TOUCHED:
        assert result.suspicious == []


def test_all_tests_run_outside_the_sandbox(engine) -> None:
    tests = [cell for cell in engine.assignment.cells if cell.kind == "test"]
    assert {cell.mode for cell in tests} == {"isolated"}
    assert {cell.grade_id: cell.points for cell in tests} == handing_in.FULL


def test_there_are_many() -> None:
    assert len(HONEST) >= 40
