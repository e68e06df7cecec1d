"""Simulated students: the same class for a seed, and points that are known beforehand."""

import json
import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograder.asked import read_asked, replace_function
from autograder.build import build
from autograder.course import Course
from autograder.errors import CourseError
from autograder.sample import Student, sample
from nnlab import exercises
from nnlab.checks import diagnose

CHAPTER = "01_tiny"


def notebooks(course: Course) -> dict[str, str]:
    root = course.root / "submitted"
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*.ipynb"))}


def test_a_seed_gives_the_same_class_and_another_seed_another(built: Path) -> None:
    course = Course(built)
    sample(course, CHAPTER, 5, seed=1)
    before = notebooks(course)
    sample(course, CHAPTER, 5, seed=1)
    assert notebooks(course) == before
    sample(course, CHAPTER, 5, seed=2)
    assert notebooks(course) != before


def test_a_larger_class_begins_with_the_same_students(built: Path) -> None:
    course = Course(built)
    few = sample(course, CHAPTER, 3, seed=1)
    assert sample(course, CHAPTER, 8, seed=1)[:3] == few


def test_students_hand_in_the_exercises_alone(built: Path) -> None:
    sample(Course(built), CHAPTER, 2, seed=1)
    handed_in = sorted(
        str(path.relative_to(built / "submitted")) for path in (built / "submitted").rglob("*.*")
    )
    assert handed_in == [
        ".sample",
        f".sample/{CHAPTER}.json",
        f"student-01/{CHAPTER}/exercises.ipynb",
        f"student-02/{CHAPTER}/exercises.ipynb",
    ]


def test_only_answers_differ_from_the_release(built: Path) -> None:
    course = Course(built)
    release = nbformat.read(course.release(CHAPTER) / "exercises.ipynb", as_version=4)
    for student in sample(course, CHAPTER, 6, seed=1):
        path = course.submitted(CHAPTER, student.id) / "exercises.ipynb"
        for cell, released in zip(
            nbformat.read(path, as_version=4).cells, release.cells, strict=True
        ):
            answer = student.answers.get(cell.id)
            if answer is None or answer.kind == "not started":
                assert cell == released
            else:
                assert cell.source == answer.source
                assert cell.metadata == released.metadata


def run(student: Student, name: str) -> bool:
    """Run a planted answer here, and ask its check."""
    variables = {"np": np}
    exec(student.answers[name].source or "", variables)
    return diagnose(exercises.find(f"perceptron.{name}"), variables[name], 5).passed


def test_right_answers_pass_their_check_and_mistakes_fail(built: Path) -> None:
    students = sample(Course(built), CHAPTER, 40, seed=1)
    kinds = set()
    for student in students:
        for name in ("heaviside", "sign"):
            answer = student.answers[name]
            kinds.add(answer.kind)
            if answer.kind != "not started":
                assert run(student, name) == answer.right, answer
    assert kinds == {"solution", "accepted", "mistake", "not started"}


def test_students_deserve_the_points_of_what_they_have_right(built: Path) -> None:
    for student in sample(Course(built), CHAPTER, 20, seed=1):
        right = {name: student.answers[name].right for name in ("heaviside", "sign")}
        assert student.deserved == 2 * right["heaviside"] + 3 * right["sign"]


def test_the_record_tells_what_was_planted(built: Path) -> None:
    course = Course(built)
    students = sample(course, CHAPTER, 5, seed=1)
    record = json.loads(course.planted(CHAPTER).read_text())
    assert [entry["deserved"] for entry in record] == [student.deserved for student in students]
    assert course.students(CHAPTER) == [student.id for student in students]  # and hides from it


def test_a_smaller_class_replaces_a_larger_one(built: Path) -> None:
    course = Course(built)
    sample(course, CHAPTER, 4, seed=1)
    sample(course, CHAPTER, 2, seed=1)
    assert course.students(CHAPTER) == ["student-01", "student-02"]


def test_the_work_of_others_is_never_written_over(built: Path) -> None:
    course = Course(built)
    theirs = course.submitted(CHAPTER, "student-02")
    theirs.mkdir(parents=True)
    (theirs / "exercises.ipynb").write_text("work")
    with pytest.raises(CourseError, match="student-02"):
        sample(course, CHAPTER, 3, seed=1)
    assert notebooks(course) == {f"student-02/{CHAPTER}/exercises.ipynb": "work"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('check("perceptron.sign", sign', "print(sign", "'sign_test' calls no check"),
        ('check("perceptron.sign", sign', 'check("perceptron.sing", sign', "perceptron.sing"),
    ],
)
def test_a_test_whose_points_cannot_be_known_is_named(
    texts: Path, old: str, new: str, says: str
) -> None:
    path = texts / "course" / CHAPTER / "exercises.py"
    path.write_text(path.read_text().replace(old, new))
    build(texts)
    with pytest.raises(CourseError, match=says):
        sample(Course(texts), CHAPTER, 20, seed=1)
    assert not (texts / "submitted").exists()


def test_a_chapter_that_was_not_released_cannot_be_sampled(built: Path) -> None:
    shutil.rmtree(built / "release")
    with pytest.raises(CourseError, match="release"):
        sample(Course(built), CHAPTER, 2, seed=1)


def test_a_function_is_rewritten_and_its_cell_kept() -> None:
    cell = "%matplotlib inline\nimport math\n\n@cache\ndef f(x):\n    return x\n\ny = 1"
    rewritten = replace_function(cell, "f", "def f(x):\n    return 2")
    assert rewritten == "%matplotlib inline\nimport math\n\ndef f(x):\n    return 2\n\ny = 1"


def test_what_a_notebook_asks_is_read_from_its_cells(built: Path) -> None:
    path = built / "source" / CHAPTER / "exercises.ipynb"
    asked = read_asked(nbformat.read(path, as_version=4), path.name)
    assert [cell.checks for cell in asked.functions] == [
        {"heaviside": "perceptron.heaviside"},
        {"sign": "perceptron.sign"},
    ]
    assert [(test.points, set(test.cells)) for test in asked.tests] == [
        (2, {"heaviside"}),
        (3, {"sign"}),
    ]
    assert asked.written == ["words"]
    assert "SOLUTION" not in asked.functions[0].source
