"""Without a sandbox nothing is graded, and ``--unsafe``, the only way round, is told everywhere."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course import Course

CHAPTER = "01_tiny"


@pytest.fixture
def course(built: Path) -> Course:
    """One student handed in the solution, another one that looks for its source, too."""
    course = Course(built)
    for student in ("ada", "bob"):
        course.submitted(CHAPTER, student).mkdir(parents=True)
        shutil.copy(course.source(CHAPTER) / "exercises.ipynb", course.submitted(CHAPTER, student))
    path = course.submitted(CHAPTER, "bob") / "exercises.ipynb"
    notebook = json.loads(path.read_text())
    answer = next(c for c in notebook["cells"] if "def heaviside" in "".join(c["source"]))
    looks = f"print('sees the source:', os.path.exists({str(course.source(CHAPTER))!r}))\n"
    answer["source"] = ["import os\n", looks, *answer["source"]]
    path.write_text(json.dumps(notebook))
    return course


@pytest.fixture
def without_bubblewrap(tmp_path: Path) -> dict[str, str]:
    """An environment in which no program is found."""
    (tmp_path / "empty").mkdir()
    return os.environ | {"PATH": str(tmp_path / "empty")}


def autograder(
    course: Course, *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "autograder")
    return subprocess.run(
        [program, *arguments],
        cwd=course.root,
        env=env,
        capture_output=True,
        text=True,
    )


def files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def page(course: Course, student: str) -> str:
    return (course.feedback(CHAPTER, student) / "exercises.html").read_text()


def test_without_a_sandbox_nothing_is_graded_and_one_line_says_what_to_do(
    course: Course, without_bubblewrap: dict[str, str]
) -> None:
    before = files(course.root)
    done = autograder(course, "grade", "1", env=without_bubblewrap)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "autograder: the sandbox needs bubblewrap: install it with `apt-get install bubblewrap`\n"
    )
    assert files(course.root) == before


def test_unsafe_grades_without_a_sandbox_and_every_report_says_so(
    course: Course, without_bubblewrap: dict[str, str]
) -> None:
    command = ("grade", "1", "--unsafe", "--json", "out.json")
    done = autograder(course, *command, env=without_bubblewrap)
    assert done.returncode == 0, done.stderr
    assert "Graded with --unsafe: students' code ran without any isolation." in done.stdout
    results = json.loads((course.root / "out.json").read_text())
    assert results["unsafe"] is True
    scores = {each["student"]: each["score"] for each in results["chapters"][CHAPTER]}
    assert scores == {"ada": 5, "bob": 5}
    assert "without isolation (<code>--unsafe</code>)" in page(course, "ada")
    assert autograder(course, "report", "1").returncode == 0
    report = (course.root / "reports" / CHAPTER / "report.html").read_text()
    assert "ran with all rights of the grader: ada, bob" in report


def test_what_was_graded_unsafe_is_graded_again_where_there_is_a_sandbox(course: Course) -> None:
    assert autograder(course, "grade", "1", "--unsafe").returncode == 0
    assert "sees the source: True" in page(course, "bob")
    done = autograder(course, "grade", "1", "--json", "out.json")
    assert done.returncode == 0, done.stderr
    assert "--unsafe" not in done.stdout
    results = json.loads((course.root / "out.json").read_text())
    assert results["unsafe"] is False
    assert [each["status"] for each in results["chapters"][CHAPTER]] == ["graded", "graded"]
    assert "sees the source: False" in page(course, "bob")
    for student in ("ada", "bob"):
        assert "without isolation" not in page(course, student)
