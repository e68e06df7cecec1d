"""nbgrader's own fixtures, with the scores that its own tests expect."""

from pathlib import Path

import nbgrader
import pytest

from autograder.assignment import Assignment, read_assignment
from autograder.prepare import prepare
from autograder.result import Result
from autograder.run import Engine
from autograder.sandbox.limits import Limits
from autograder.servers import Servers
from autograder.submission import read_submission

FILES = Path(nbgrader.__file__).parent / "tests" / "apps" / "files"
QUICK = Limits(timeout=2)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, servers: Servers):
    """Grade one fixture as a submission of another."""
    prepared: dict[str, Assignment] = {}

    def grade(source: str, submitted: str, limits: Limits | None = None) -> Result:
        key = f"{source} {limits}"
        if key not in prepared:
            folder = tmp_path_factory.mktemp("source")
            (folder / "p1.ipynb").write_bytes((FILES / f"{source}.ipynb").read_bytes())
            assignment = read_assignment(folder / "p1.ipynb", autotests=FILES)
            prepared[key] = prepare(assignment, limits, servers=servers)
        assignment = prepared[key]
        handed_in = tmp_path_factory.mktemp("submitted")
        (handed_in / "p1.ipynb").write_bytes((FILES / f"{submitted}.ipynb").read_bytes())
        engine = Engine(assignment, limits, servers=servers)
        return engine.grade(read_submission(handed_in, assignment, engine.limits))

    return grade


@pytest.mark.parametrize(
    ("source", "submitted", "score", "max_score", "manual"),
    [
        ("submitted-unchanged", "submitted-unchanged", 1, 7, False),
        ("submitted-unchanged", "submitted-changed", 2, 7, True),
        ("submitted-unchanged", "submitted-cheat-attempt", 1, 7, True),
        ("submitted-unchanged", "submitted-cheat-attempt-alternative", 1, 7, True),
        ("autotest-simple", "autotest-simple-unchanged", 0, 1, False),
        ("autotest-simple", "autotest-simple-changed", 1, 1, False),
        ("autotest-hashed", "autotest-hashed-unchanged", 0, 1, False),
        ("autotest-hashed", "autotest-hashed-changed", 1, 1, False),
        ("autotest-multi", "autotest-multi-unchanged", 0, 4, False),
        ("autotest-multi", "autotest-multi-changed", 3, 4, False),
        ("autotest-hidden", "autotest-hidden-unchanged", 0, 1, False),
        ("autotest-hidden", "autotest-hidden-changed-wrong", 0, 1, False),
        ("autotest-hidden", "autotest-hidden-changed-right", 1, 1, False),
    ],
)
def test_the_score_is_nbgraders(graded, source, submitted, score, max_score, manual) -> None:
    result = graded(source, submitted)
    assert (result.score, result.max_score) == (score, max_score)
    assert result.needs_manual_grade is manual
    assert not result.faults


def test_a_solution_that_gets_full_marks_from_nbgrader_gets_them_here(graded) -> None:
    result = graded("test", "test")
    assert [i.points for i in result.items if i.verdict != "manual"] == [1.0, 1.0, 0.5, 0.5]
    modes = {i.grade_id: i.mode for i in result.items if i.mode}
    assert modes == {
        "correct_squares": "isolated",
        "squares_invalid_input": "isolated",
        "correct_sum_of_squares": "isolated",
        "sum_of_squares_uses_squares": "in-kernel",
    }


def test_time_is_up_where_nbgraders_is(graded) -> None:
    assert graded("timeout", "timeout", QUICK).score == 0


@pytest.mark.slow
def test_a_slow_answer_passes_while_there_is_time(graded) -> None:
    assert graded("timeout", "timeout", Limits(timeout=30)).score == 1


@pytest.mark.parametrize("name", ["infinite-loop", "infinite-loop-with-output"])
def test_an_endless_loop_ends(graded, name) -> None:
    result = graded(name, name, QUICK)
    assert not result.faults
    ends = {cell.status for cell in result.cells} | {item.verdict for item in result.items}
    assert ends & {"timeout", "memory"}  # it fills memory as well: whichever is first


def test_a_test_that_asks_whether_it_is_graded_is_told_so(graded) -> None:
    assert graded("validating-environment-variable", "validating-environment-variable").score == 0
