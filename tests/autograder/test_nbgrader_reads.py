"""nbgrader's own commands and formgrader go on with a course that we graded."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.course import Course
from autograder.grade import StudentResult, grade
from autograder.pipeline.store import read_record

CHAPTER = "01_tiny"
STUDENTS = ("instructor", "untouched")


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader calls programs by their names."""
    folders = [str(Path(sys.executable).parent), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(folders))


@pytest.fixture
def course(own_graded: Course) -> Course:
    """Two graded students in a course whose settings say nothing but its name."""
    for step in ("submitted", "autograded", "feedback"):
        for path in (own_graded.root / step).glob("student-*"):
            shutil.rmtree(path)
    settings = 'c = get_config()\nc.CourseDirectory.course_id = "nnlab"\n'
    (own_graded.root / "nbgrader_config.py").write_text(settings)
    return own_graded


@pytest.fixture
def api(course: Course, monkeypatch: pytest.MonkeyPatch) -> NbGraderAPI:
    """What formgrader asks."""
    monkeypatch.chdir(course.root)
    return NbGraderAPI(config=course.config)


def nbgrader(course: Course, *arguments: str) -> None:
    subprocess.run(["nbgrader", *arguments], cwd=course.root, check=True, capture_output=True)


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def scores(results: list[StudentResult]) -> dict[str, float]:
    return {each.student: each.score for each in results if each.student in STUDENTS}


def mark_by_hand(course: Course) -> None:
    """Give points and a comment as formgrader does."""
    with Gradebook(course.db_url, "nnlab") as gradebook:
        mark = gradebook.find_grade("words", "exercises", CHAPTER, "instructor")
        mark.manual_score, mark.needs_manual_grade = 3.5, False
        comment = gradebook.find_comment("words", "exercises", CHAPTER, "instructor")
        comment.manual_comment = "Well put, Ada."
        gradebook.db.commit()


def test_nbgraders_feedback_holds_scores_and_comments_and_nothing_of_our_record(
    course: Course,
) -> None:
    mark_by_hand(course)
    assert read_record(course.autograded(CHAPTER, "instructor")) is not None
    nbgrader(course, "generate_feedback", CHAPTER, "--force")
    for student in STUDENTS:
        folder = course.root / "feedback" / student
        assert files(folder) == {f"{CHAPTER}/exercises.html", f"{CHAPTER}/data.csv"}
    page = (course.feedback(CHAPTER, "instructor") / "exercises.html").read_text()
    assert "(Score: 8.5 / 9.0)" in page
    assert "Well put, Ada." in page


def test_nbgraders_feedback_leaves_our_pages_alone_unless_it_is_forced(course: Course) -> None:
    folder = course.feedback(CHAPTER, "instructor")
    before = {name: (folder / name).read_bytes() for name in files(folder)}
    nbgrader(course, "generate_feedback", CHAPTER)
    assert {name: (folder / name).read_bytes() for name in files(folder)} == before


@pytest.mark.parametrize("step", ["autograded", "feedback"])
def test_of_a_folder_that_students_get_everything_is_their_own(course: Course, step: str) -> None:
    allowed = {"exercises.ipynb", "exercises.html", "data.csv"}
    for student in STUDENTS:
        assert files(course.root / step / student / CHAPTER) <= allowed


def test_export_writes_our_scores(course: Course) -> None:
    nbgrader(course, "export")
    with (course.root / "grades.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {student: float(rows[student]["score"]) for student in STUDENTS} == {
        "instructor": 5,
        "untouched": 0,
    }
    assert {float(row["max_score"]) for row in rows.values()} == {9}


def test_formgrader_finds_the_class_the_assignment_and_what_waits(api: NbGraderAPI) -> None:
    assert api.get_autograded_students(CHAPTER) == set(STUDENTS)
    assignment = api.get_assignment(CHAPTER)
    assert assignment["max_score"] == 9
    assert (assignment["max_code_score"], assignment["max_written_score"]) == (5, 4)
    submissions = {each["student"]: each for each in api.get_submissions(CHAPTER)}
    instructor, untouched = (submissions[student] for student in STUDENTS)
    assert (instructor["score"], instructor["code_score"]) == (5, 5)
    assert (instructor["autograded"], instructor["needs_manual_grade"]) == (True, True)
    assert (untouched["score"], untouched["needs_manual_grade"]) == (0, False)
    notebooks = api.get_notebook_submissions(CHAPTER, "exercises")
    assert {each["student"]: each["score"] for each in notebooks}["instructor"] == 5
    assert api.get_student("instructor")["score"] == 5


def test_a_mark_from_formgrader_stays_when_we_grade_again(course: Course, api: NbGraderAPI) -> None:
    mark_by_hand(course)
    assert api.get_submission(CHAPTER, "instructor")["score"] == 8.5
    source = course.source(CHAPTER) / "exercises.ipynb"
    source.write_text(source.read_text().replace("seed=5", "seed=6"))
    results = {result.student: result for result in grade(course, CHAPTER)}
    assert {result.status for result in results.values()} == {"graded"}
    assert scores(list(results.values())) == {"instructor": 8.5, "untouched": 0}
    submission = api.get_submission(CHAPTER, "instructor")
    assert (submission["score"], submission["written_score"]) == (8.5, 3.5)
    page = (course.feedback(CHAPTER, "instructor") / "exercises.html").read_text()
    assert "Well put, Ada." in page


@pytest.mark.slow
def test_formgraders_buttons_work_and_we_grade_again_what_they_graded(
    course: Course, api: NbGraderAPI
) -> None:
    before = scores(grade(course, CHAPTER))
    assert api.autograde(CHAPTER, "instructor")["success"]
    assert api.generate_feedback(CHAPTER, "instructor")["success"]
    assert api.get_submission(CHAPTER, "instructor")["score"] == before["instructor"]
    results = {result.student: result for result in grade(course, CHAPTER)}
    assert results["instructor"].status == "graded"
    assert results["untouched"].status == "unchanged"
    assert scores(list(results.values())) == before
