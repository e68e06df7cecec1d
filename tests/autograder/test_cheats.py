"""Every cheat in ``files/cheats`` gains nothing, learns nothing and leaves nothing behind."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import Assignment, read_assignment
from autograder.prepare import prepare
from autograder.result import Result
from autograder.run import Engine
from autograder.sandbox.limits import Limits, MiB
from autograder.submission import read_submission

sys.path.append(str(Path(__file__).parent / "files"))
import handing_in

LIMITS = Limits(
    timeout=2,
    wall=20,
    cpu=10,
    memory=256 * MiB,
    disk=16 * MiB,
    processes=24,
    repetitions=3,
    output_bytes=100_000,
)
CLASSES = {
    *("asking", "force", "forged_values", "leaving_behind"),
    *("looking", "patches", "talking", "the_file"),
}
CHEATS = handing_in.cheats()


def name(cheat: handing_in.Text) -> str:
    return f"{cheat.path.parent.name}-{cheat.path.stem}"


def params() -> Iterator[Any]:
    """Return the cheats, those that still succeed as expected failures."""
    for cheat in CHEATS:
        reason = cheat.header.get("open")
        marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
        yield pytest.param(cheat, id=name(cheat), marks=marks)


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    source = handing_in.write_source(tmp_path_factory.mktemp("course") / "source" / "ps1")
    return prepare(read_assignment(source), LIMITS)


@pytest.fixture(scope="module")
def engine(assignment: Assignment) -> Iterator[Engine]:
    """One engine for all, so that what one leaves behind would meet the others."""
    with Engine(assignment, LIMITS) as warm:
        yield warm


@pytest.fixture(scope="module")
def neighbour(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """An honest submission that looks round, and what it sees before any cheat was run."""
    folder = tmp_path_factory.mktemp("neighbour") / "ps1"
    handing_in.hand_in(handing_in.read(handing_in.FILES / "neighbour.py"), folder)
    return folder, grade(engine, folder)


def grade(engine: Engine, folder: Path) -> Result:
    return engine.grade(read_submission(folder, engine.assignment, engine.limits))


def shown(result: Result) -> str:
    """Return all that a student may get to see of a result, apart from the student's own source."""
    plain = result.as_dict()
    for item in plain["items"]:
        del item["detail"]
    for cell in plain["cells"]:
        if cell["kind"] != "instructor":
            del cell["source"]
        if cell["private"]:
            del cell["outputs"]
    return str(plain)


@pytest.mark.parametrize("cheat", list(params()))
def test_a_cheat(cheat, engine, neighbour, tmp_path) -> None:
    folder = tmp_path / "submitted" / "ps1"
    handing_in.hand_in(cheat, folder)
    result = grade(engine, folder)
    text = shown(result)

    points = {item.grade_id: item.points for item in result.items if item.points}
    assert points == cheat.deserves, "it gains no point, and loses none that it deserves"
    assert result.faults == []
    assert "canary-5e1f" not in text, "it reads nothing of a hidden test"
    assert cheat.header.get("never says", "canary-5e1f") not in text
    assert max(len(item.feedback) for item in result.items) < 10_000
    if cheat.header["look"] == "refused":
        assert {item.verdict for item in result.items} == {"refused"}
        assert result.refused
    else:
        assert result.refused == ""
        assert bool(result.suspicious) or cheat.header["look"] != "yes", "a person is told"

    place, before = neighbour
    after = grade(engine, place)
    assert after.as_dict() == before.as_dict(), "another's result stays as it was"
    assert after.score == 13


def test_what_a_cheat_leaves_does_not_meet_it_again(engine, tmp_path) -> None:
    for cheat in CHEATS:
        if cheat.path.parent.name == "leaving_behind":
            folder = tmp_path / cheat.path.stem / "ps1"
            handing_in.hand_in(cheat, folder)
            once, twice = grade(engine, folder), grade(engine, folder)
            assert once.as_dict() == twice.as_dict(), name(cheat)


def test_every_class_of_threats_is_here() -> None:
    assert {cheat.path.parent.name for cheat in CHEATS} == CLASSES
    assert len(CHEATS) >= 60


def test_the_page_on_threats_tells_of_every_cheat() -> None:
    page = (Path(__file__).parents[2] / "autograder" / "THREATS.md").read_text()
    for cheat in CHEATS:
        path = f"files/cheats/{cheat.path.parent.name}/{cheat.path.name}"
        assert f"[{cheat.header['tries']}](../tests/autograder/{path})" in page
        assert ("**open**: " + cheat.header["open"] in page) if "open" in cheat.header else True


CHECK = (
    'check("perceptron.heaviside", mean)\n'
    '### BEGIN HIDDEN TESTS\ncheck("perceptron.heaviside", mean, seed=5171)\n### END HIDDEN TESTS'
)


@pytest.fixture(scope="module")
def checking(assignment: Assignment) -> Iterator[Engine]:
    """One engine for tests of nothing but checks: its examiner goes on from cheat to cheat."""
    cells = tuple(
        replace(cell, source=CHECK, released="") if cell.grade_id == "mean_test" else cell
        for cell in assignment.cells
        if cell.grade_id in ("", "close", "mean", "mean_test", "heaviside", "heaviside_test")
    )
    with Engine(replace(assignment, cells=cells), LIMITS) as warm:
        yield warm


@pytest.fixture(scope="module")
def neighbour_checked(checking: Engine, neighbour: tuple[Path, Result]) -> tuple[Path, Result]:
    return neighbour[0], grade(checking, neighbour[0])


@pytest.mark.parametrize("cheat", CHEATS, ids=name)
def test_a_cheat_does_not_reach_the_next_by_an_examiner_that_was_kept(
    cheat, checking, neighbour_checked, tmp_path
) -> None:
    place, before = neighbour_checked
    grade(checking, place)
    assert checking._servers._kept, "there is one to be met"
    folder = tmp_path / "submitted" / "ps1"
    handing_in.hand_in(cheat, folder)
    result = grade(checking, folder)
    points = {item.grade_id: item.points for item in result.items if item.points}
    assert points.keys() <= cheat.deserves.keys() & {"heaviside_test"}
    assert grade(checking, place).as_dict() == before.as_dict()
    assert before.score == 3
