"""An examiner that was kept for the next submission examines as a new one does."""

import contextlib
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from autograder import run
from autograder.assignment import Assignment, SourceCell, read_assignment
from autograder.course import CONFIG_FILE, Course
from autograder.examining import Examining
from autograder.prepare import prepare
from autograder.run import Engine
from autograder.sample import sample
from autograder.sandbox.limits import Limits, MiB
from autograder.servers import Servers
from autograder.submission import Submission, read_submission, solution_submission
from autograder.traceless import traceless

REPOSITORY = Path(__file__).parents[2]
CHAPTER = "01_perceptron"
LIMITS = Limits(timeout=3, wall=60, memory=300 * MiB, cpu=30)
IMPORTS = "import numpy as np\nfrom nnlab import check"


@pytest.fixture(scope="module")
def own() -> Iterator[Servers]:
    """Servers that nobody else uses: what they keep is counted here."""
    with contextlib.closing(Servers()) as servers:
        yield servers


@pytest.fixture(scope="module")
def assignment(own: Servers) -> Assignment:
    path = REPOSITORY / "source" / CHAPTER / "exercises.ipynb"
    config = Course(REPOSITORY).config
    return prepare(read_assignment(path, config=config), LIMITS, servers=own)


@pytest.fixture(scope="module")
def students(assignment: Assignment, tmp_path_factory) -> list[Submission]:
    root = tmp_path_factory.mktemp("class")
    shutil.copy(REPOSITORY / CONFIG_FILE, root)
    for step in ("source", "release"):
        (root / step / CHAPTER).mkdir(parents=True)
        shutil.copy(REPOSITORY / step / CHAPTER / "exercises.ipynb", root / step / CHAPTER)
    course = Course(root)
    sample(course, CHAPTER, 24, seed=5)
    folders = [course.submitted(CHAPTER, student) for student in course.students(CHAPTER)]
    return [read_submission(folder, assignment, LIMITS) for folder in folders]


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch, own: Servers) -> list[Examining]:
    """The examiners that are forked from now on."""
    own._kept.clear()
    made = []
    forks = Examining.__init__

    def counted(self: Examining, *args, **kwargs) -> None:
        forks(self, *args, **kwargs)
        made.append(self)

    monkeypatch.setattr(Examining, "__init__", counted)
    return made


def graded(assignment: Assignment, servers: Servers, submission: Submission) -> dict:
    plain = Engine(assignment, LIMITS, servers=servers).grade(submission).as_dict()
    return {key: value for key, value in plain.items() if key != "seconds"}


def with_answer(submission: Submission, grade_id: str, code: str) -> Submission:
    cells = [
        replace(cell, source=code) if cell.origin and cell.origin.grade_id == grade_id else cell
        for cell in submission.cells
    ]
    return replace(submission, cells=tuple(cells))


def test_a_class_gets_the_same_from_one_examiner_as_from_one_each(
    assignment, students, own, forked, monkeypatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(own, "_keep", lambda servers, examining: examining.end())
        alone = [graded(assignment, own, each) for each in students]
    assert len(forked) >= len(students)
    forked.clear()
    order = random.Random(3).sample(range(len(students)), len(students))
    together = {number: graded(assignment, own, students[number]) for number in order}
    assert [together[number] for number in range(len(students))] == alone
    assert len(forked) <= 2
    assert len({str(each) for each in alone}) > len(students) // 2


def test_an_examiner_that_grew_is_not_kept(assignment, own, forked, monkeypatch) -> None:
    solution = solution_submission(assignment)
    large = with_answer(solution, "sign", "def sign(z):\n    return np.zeros(4_000_000)")
    graded(assignment, own, large)
    assert len(forked) == 1
    monkeypatch.setattr(run, "_MOST_GROWN", 20 * MiB)
    graded(assignment, own, large)
    assert len(forked) == 1
    after = graded(assignment, own, solution)
    assert len(forked) == 2
    assert all(item["points"] in (item["max_points"], None) for item in after["items"])


def test_what_a_check_computes_of_wild_numbers_warns_nobody(own, forked) -> None:
    cells = (
        SourceCell("shared", "code", IMPORTS, IMPORTS, "imports"),
        SourceCell("solution", "code", "gate = None", "gate = None", "gate"),
        SourceCell("test", "code", 'check("perceptron.gate", gate)', "", "gate_test", 1.0),
    )
    assignment = Assignment("warns", cells)
    overflows = "def gate(name, n):\n    return [1.7e308] * n, 1.7e308"
    submission = with_answer(solution_submission(assignment), "gate", overflows)
    one, other = (graded(assignment, own, submission) for _ in range(2))
    assert len(forked) == 1
    assert "first difference" in str(one).lower()
    assert "RuntimeWarning" not in str(one)
    assert one == other


def test_a_name_of_one_submission_is_unknown_to_the_next(assignment, own, forked) -> None:
    solution = solution_submission(assignment)
    without = with_answer(solution, "sign", "pass")
    first, second = (graded(assignment, own, each) for each in (solution, without))
    sign = next(item for item in second["items"] if item["grade_id"] == "sign_test")
    assert all(item["points"] in (item["max_points"], None) for item in first["items"])
    assert (sign["points"], sign["verdict"]) == (0, "error")
    assert len(forked) == 1


FORGET = """
from autograder.examiner import _forget, prepare
from nnlab.exercises import find

shell, sign = prepare(), find("perceptron.sign")
first = shell.execution_count
shell.run("answer = 3\\nanswer")
sign.tried = object()
assert "answer" in shell.user_ns and shell.user_ns["_"] == 3
_forget([{"exercises": ["perceptron.sign", "gone.with"]}, {}], shell)
assert "answer" not in shell.user_ns and not shell.user_ns.get("_")
assert shell.execution_count == first and sign.tried is None
"""


def test_names_results_and_answers_are_forgotten() -> None:
    subprocess.run([sys.executable, "-c", FORGET], check=True)


@pytest.mark.parametrize(
    "code",
    ["def sign(z):\n    while True: pass", "def sign(z):\n    import os; os._exit(1)"],
    ids=["hung", "crashed"],
)
def test_one_that_was_stopped_on_its_way_is_not_kept(assignment, own, forked, code: str) -> None:
    solution = solution_submission(assignment)
    graded(assignment, own, with_answer(solution, "sign", code))
    stopped = forked[0]
    graded(assignment, own, solution)
    assert stopped.child.end()["why"] in ("closed", "ended")
    assert len(forked) > 1


def test_it_ends_after_many_submissions_and_after_a_while(assignment, own, forked, monkeypatch):
    solution = solution_submission(assignment)
    for limit, value in (("_MOST_SUBMISSIONS", 2), ("_MOST_SECONDS", 0.0)):
        with monkeypatch.context() as patch:
            patch.setattr(f"autograder.examining.{limit}", value)
            forked.clear()
            for _ in range(3):
                graded(assignment, own, solution)
            assert len(forked) >= 2


def test_others_with_other_limits_or_files_get_another(assignment, own, forked) -> None:
    solution = solution_submission(assignment)
    graded(assignment, own, solution)
    graded(replace(assignment, files={"table.csv": b"1,2\n"}), own, solution)
    Engine(assignment, replace(LIMITS, timeout=5), servers=own).grade(solution)
    assert len(forked) == 3


def test_tests_that_could_leave_something_behind_have_an_examiner_each(own, forked) -> None:
    path = REPOSITORY / "source" / CHAPTER / "exercises.ipynb"
    other = read_assignment(path, config=Course(REPOSITORY).config)
    cells = tuple(
        replace(cell, source=cell.source + "\nimport builtins; builtins.left = 1")
        if cell.grade_id == "sign_test"
        else cell
        for cell in other.cells
    )
    other = replace(other, cells=cells)
    for _ in range(2):
        graded(other, own, solution_submission(other))
    assert len(forked) == 2


CHECK = "check('perceptron.sign', sign)"


@pytest.mark.parametrize(
    "cell",
    [
        CHECK,
        "check('perceptron.sign', sign, seed=3)  # hidden",
        "import scipy.optimize as so\nfrom nnlab import check, losses\n" + CHECK,
        "def helper(X, y):\n    X[0] = y\n    return X\n" + CHECK,
    ],
)
def test_imports_definitions_and_checks_leave_nothing_behind(cell: str) -> None:
    assert traceless([IMPORTS, cell])


@pytest.mark.parametrize(
    "cell",
    [
        "assert sign(3) == 1",
        "np.random.seed(3)",
        "x = 3",
        "check('perceptron.sign', lambda z: z)",
        "check('perceptron.sign', np.sign)",
        "check('perceptron.sign', sign, seed=draw())",
        "check(name, sign)",
        "check('perceptron.sign', *answers)",
        "check('perceptron.sign', sign, **options)",
        "other.check('perceptron.sign', sign)",
        "for _ in range(2):\n    check('perceptron.sign', sign)",
        "import helper",
        "from nnlab import *",
        "from numpy import sum as check",
        "from numpy import sign\n" + CHECK,
        "from helper import check\n" + CHECK,
        "def check(*_): pass",
        "def sign(z): return z\n" + CHECK,
        "def helper(x=print('left')): pass",
        "def helper(x: print('left')): pass",
        "@print\ndef helper(): pass",
        "class Helper: pass",
        "%matplotlib inline",
    ],
)
def test_whatever_does_more_could(cell: str) -> None:
    assert not traceless([IMPORTS, cell])
