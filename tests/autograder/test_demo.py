"""``autograder demo``: a class of 24, from text to report, each with the points it deserves."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.demo import demo

REPOSITORY = Path(__file__).parents[2]
CHAPTER = "01_perceptron"


@pytest.mark.slow
def test_the_demonstration_grades_a_class_as_its_planted_answers_deserve(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("nbgrader_config.py", "jupytext.toml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    shutil.copytree(REPOSITORY / "course" / CHAPTER, tmp_path / "course" / CHAPTER)
    demo(tmp_path)
    said = capsys.readouterr().out
    assert "24 of 24 students got exactly what their planted answers deserve." in said

    course = Course(tmp_path / "demo")
    planted = json.loads(course.planted(CHAPTER).read_text())
    with Gradebook(course.db_url, course.course_id) as gradebook:
        scores = {s.student.id: s.score for s in gradebook.assignment_submissions(CHAPTER)}
    assert scores == {each["id"]: each["deserved"] for each in planted}
    assert len(scores) == 24
    assert len(set(scores.values())) > 6, "a class, not one student 24 times"

    reports = course.root / "reports" / CHAPTER
    with (reports / "scores.csv").open() as file:
        assert {row["student"] for row in csv.DictReader(file)} == set(scores)
    for line in said.splitlines()[-5:-1]:
        assert (tmp_path / line.split()[-1]).exists(), line
    assert not (tmp_path / "submitted").exists(), "an instructor's own class is left alone"
