"""What is handed in late costs what the course's settings say, as with nbgrader."""

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.grade import grade

CHAPTER = "01_tiny"
ZERO = "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("duedate", "settings", "penalty"),
    [
        ("2020-01-01 00:00:00 UTC", ZERO, 5.0),
        ("2020-01-01 00:00:00 UTC", "", None),
        ("2020-01-03 00:00:00 UTC", ZERO, None),
        (None, ZERO, None),
    ],
    ids=["late", "late, without a penalty", "in time", "without a due date"],
)
def test_a_day_late(built: Path, duedate: str | None, settings: str, penalty: float | None) -> None:
    folder = built / "submitted" / "ada" / CHAPTER
    folder.mkdir(parents=True)
    shutil.copy(built / "source" / CHAPTER / "exercises.ipynb", folder)
    (folder / "timestamp.txt").write_text("2020-01-02 00:00:00 UTC")
    with (built / "nbgrader_config.py").open("a") as file:
        file.write(settings)
    course = Course(built)
    grade(course, CHAPTER)
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate=duedate)
    for _ in range(2):
        grade(course, CHAPTER)
        with Gradebook(course.db_url, course.course_id) as gradebook:
            notebook = gradebook.find_submission_notebook("exercises", CHAPTER, "ada")
            assert notebook.late_submission_penalty == penalty
            assert notebook.score == 5
