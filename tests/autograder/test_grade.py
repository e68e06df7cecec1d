"""Grading a class: everybody gets what the answers deserve, and nothing is lost."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import nbgrader.tests as nbgrader_tests
import pytest
from nbgrader.api import Gradebook

from autograder import engine
from autograder.course import Course, load_config
from autograder.errors import CourseError
from autograder.grade import Options, StudentResult, grade
from autograder.pipeline import flow, store
from autograder.result import Result
from autograder.run import Engine
from autograder.sample import Student
from autograder.sandbox.limits import Limits
from autograder.submission import Submission

CHAPTER = "01_tiny"
Graded = tuple[Course, list[Student], list[StudentResult]]


def scores(results: list[StudentResult]) -> dict[str, float | None]:
    return {result.student: result.score for result in results}


def points(course: Course, student: str) -> dict[str, float]:
    [entry] = [e for e in engine.read_gradebook(course.root, CHAPTER) if e["student"] == student]
    return {grade["cell"]: grade["score"] for grade in entry["grades"]}


def test_the_untouched_release_gets_nothing(graded: Graded) -> None:
    assert scores(graded[2])["untouched"] == 0


def test_the_solution_gets_all_but_what_a_person_grades(graded: Graded) -> None:
    assert points(graded[0], "instructor") == {"heaviside_test": 2, "sign_test": 3, "words": 0}
    [result] = [result for result in graded[2] if result.student == "instructor"]
    assert (result.score, result.max_score) == (5, 9)


def test_simulated_students_get_exactly_what_their_answers_deserve(graded: Graded) -> None:
    _, students, results = graded
    found = scores(results)
    assert {s.id: found[s.id] for s in students} == {s.id: s.deserved for s in students}
    assert len({student.deserved for student in students}) > 1


def test_written_answers_wait_for_a_person_and_missing_ones_do_not(graded: Graded) -> None:
    _, students, results = graded
    waiting = {result.student for result in results if result.needs_manual_grade}
    wrote = {student.id for student in students if student.answers["words"].kind == "written"}
    assert waiting - {"instructor"} == wrote


def test_everybody_gets_a_feedback_page(graded: Graded) -> None:
    course, _, results = graded
    for result in results:
        assert result.status == "graded"
        assert (course.feedback(CHAPTER, result.student) / "exercises.html").is_file()


def test_the_release_and_the_working_directory_stay_as_they_are(
    graded: Graded, built: Path
) -> None:
    for path in (built / "release").rglob("*.ipynb"):
        assert (graded[0].root / path.relative_to(built)).read_bytes() == path.read_bytes()
    assert Path.cwd() != graded[0].root


def test_only_what_is_new_or_changed_is_graded(own_graded: Course) -> None:
    submitted = own_graded.submitted
    shutil.copytree(submitted(CHAPTER, "instructor"), submitted(CHAPTER, "new"))
    again = submitted(CHAPTER, "untouched") / "exercises.ipynb"
    shutil.copyfile(own_graded.source(CHAPTER) / "exercises.ipynb", again)
    results = {result.student: result for result in grade(own_graded, CHAPTER)}
    assert {s for s, result in results.items() if result.status == "graded"} == {"new", "untouched"}
    assert (results["new"].score, results["untouched"].score) == (5, 5)
    assert {result.status for result in grade(own_graded, CHAPTER)} == {"unchanged"}


def test_marks_given_by_hand_survive_grading_again(own_graded: Course) -> None:
    url = f"sqlite:///{own_graded.root}/gradebook.db"
    with Gradebook(url, "nnlab") as gradebook:
        mark = gradebook.find_grade("words", "exercises", CHAPTER, "instructor")
        mark.manual_score, mark.needs_manual_grade = 3.5, False
        gradebook.db.commit()
    for path in (own_graded.root / "submitted").glob("student-*"):
        shutil.rmtree(path)
    results = grade(own_graded, CHAPTER, Options(force=True))
    assert scores(results) == {"instructor": 8.5, "untouched": 0}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b'{"cells": [', "not valid JSON"),
        (b"", "is empty"),
        (b"[1, 2]", "not an object"),
        (None, "There is no exercises.ipynb"),
    ],
)
def test_a_submission_that_cannot_be_read_is_refused_and_the_rest_goes_on(
    own_graded: Course, content: bytes | None, says: str
) -> None:
    path = own_graded.submitted(CHAPTER, "untouched") / "exercises.ipynb"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    results = {result.student: result for result in grade(own_graded, CHAPTER)}
    refused = results.pop("untouched")
    assert (refused.status, refused.score, refused.max_score) == ("refused", 0, 9)
    assert says in refused.refused[0]
    assert says in (own_graded.feedback(CHAPTER, "untouched") / "exercises.html").read_text()
    assert {result.status for result in results.values()} == {"unchanged"}


def test_a_chapter_that_nobody_handed_in_is_said_so(built: Path) -> None:
    with pytest.raises(CourseError, match="No submissions of 01_tiny"):
        grade(Course(built), CHAPTER)
    assert not (built / "gradebook.db").exists()


def test_a_source_that_is_no_notebook_stops_before_anything_is_written(own_graded: Course) -> None:
    (own_graded.source(CHAPTER) / "exercises.ipynb").write_text("{")
    before = (own_graded.root / "gradebook.db").read_bytes()
    with pytest.raises(CourseError, match="cannot be read"):
        grade(own_graded, CHAPTER, Options(force=True))
    assert (own_graded.root / "gradebook.db").read_bytes() == before


def test_the_courses_own_settings_are_honoured(built: Path) -> None:
    settings = built / "nbgrader_config.py"
    settings.write_text(
        settings.read_text()
        + 'c.CourseDirectory.submitted_directory = "handed_in"\n'
        + 'c.CourseDirectory.directory_structure = "{nbgrader_step}/{assignment_id}/{student_id}"\n'
        + 'c.CourseDirectory.db_url = "sqlite:///marks.db"\n'
    )
    folder = built / "handed_in" / CHAPTER / "ada"
    folder.mkdir(parents=True)
    shutil.copy(built / "source" / CHAPTER / "exercises.ipynb", folder)
    course = Course(built)
    assert course.students(CHAPTER) == ["ada"]
    assert scores(grade(course, CHAPTER)) == {"ada": 5}
    assert (built / "marks.db").is_file()
    assert not (built / "gradebook.db").exists()


def settings(root: Path, *lines: str) -> Course:
    with (root / "nbgrader_config.py").open("a") as file:
        file.writelines(f"\n{line}" for line in lines)
    return Course(root)


def test_folders_may_be_ordered_by_assignment_first(built: Path) -> None:
    (built / CHAPTER).mkdir()
    (built / "source" / CHAPTER).rename(built / CHAPTER / "source")
    (built / "source").rmdir()
    folder = built / CHAPTER / "submitted" / "ada"
    shutil.copytree(built / CHAPTER / "source", folder)
    order = "{assignment_id}/{nbgrader_step}/{student_id}"
    course = settings(built, f'c.CourseDirectory.directory_structure = "{order}"')
    assert course.chapter("1") == CHAPTER
    assert scores(grade(course, CHAPTER)) == {"ada": 5}


def test_students_who_are_to_be_left_out_are(built: Path) -> None:
    for student in ("ada", "bob", "instructor"):
        (built / "submitted" / student / CHAPTER).mkdir(parents=True)
    course = settings(built, 'c.CourseDirectory.student_id_exclude = "instructor,bob"')
    assert course.students(CHAPTER) == ["ada"]


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("", 30),
        ("c.Execute.timeout = 60", 60),
        ("del c.Execute\nc.ExecutePreprocessor.timeout = 600", 600),
        ("c.Execute.timeout = -1", Limits.wall),
    ],
)
def test_a_cell_has_the_time_that_the_settings_give_it(
    built: Path, line: str, seconds: float
) -> None:
    course = settings(built, line)
    assert course.limits().timeout == seconds <= course.limits().wall
    assert course.limits(5.0).timeout == 5


def test_hidden_tests_stay_hidden_whatever_marks_them(built: Path) -> None:
    path = built / "source" / CHAPTER / "exercises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade"))
    cell.source = "assert True\n### VERSTECKT\nassert heaviside(41) == 1, 'secret'\n### ENDE"
    nbformat.write(notebook, path)
    folder = built / "submitted" / "ada" / CHAPTER
    shutil.copytree(built / "release" / CHAPTER, folder)
    course = settings(
        built,
        'c.ClearHiddenTests.begin_test_delimeter = "VERSTECKT"',
        'c.ClearHiddenTests.end_test_delimeter = "ENDE"',
    )
    grade(course, CHAPTER)
    page = (course.feedback(CHAPTER, "ada") / "exercises.html").read_text()
    assert "assert</span>" in page
    assert "secret" not in page
    assert "41" not in page


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (".partial/x.txt", b""),
        ("exercises.ipynb.partial", b""),
        ("data.csv/x.txt", b""),
        ("timestamp.txt", b"12:3000000000000000202000000000000000"),
        ("timestamp.txt", b"1." * 400_000),
    ],
)
def test_nothing_beside_a_notebook_stops_the_class(built: Path, name: str, data: bytes) -> None:
    for student in ("ada", "bob", "cy"):
        shutil.copytree(built / "source" / CHAPTER, built / "submitted" / student / CHAPTER)
    odd = built / "submitted" / "bob" / CHAPTER / name
    if odd.parent.is_file():
        odd.parent.unlink()
    odd.parent.mkdir(exist_ok=True)
    odd.write_bytes(data)
    for _ in range(2):
        assert scores(grade(Course(built), CHAPTER)) == {"ada": 5, "bob": 5, "cy": 5}


def test_what_cannot_be_written_down_is_a_fault_and_the_class_goes_on(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for student in ("ada", "bob"):
        shutil.copytree(built / "source" / CHAPTER, built / "submitted" / student / CHAPTER)
    (built / "submitted" / "bob" / CHAPTER / "odd.txt").touch()
    write = store.write_autograded

    def refuse(folder: Path, notebooks: dict, files: dict) -> None:
        if "odd.txt" in files:
            raise OSError("the disk does not like it")
        write(folder, notebooks, files)

    monkeypatch.setattr(store, "write_autograded", refuse)
    ada, bob = grade(Course(built), CHAPTER)
    assert (ada.score, ada.faults) == (5, ())
    assert "the disk does not like it" in bob.faults[0]
    monkeypatch.undo()
    assert scores(grade(Course(built), CHAPTER)) == {"ada": 5, "bob": 5}  # tried again


def test_what_cannot_even_be_read_is_a_fault_and_the_class_goes_on(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for student in ("ada", "bob"):
        shutil.copytree(built / "source" / CHAPTER, built / "submitted" / student / CHAPTER)
    read = flow.read_submission

    def trip(folder: Path, *others: Any) -> Submission:
        if "bob" in folder.parts:
            raise RecursionError("very deep")
        return read(folder, *others)

    monkeypatch.setattr(flow, "read_submission", trip)
    ada, bob = grade(Course(built), CHAPTER)
    assert (ada.score, ada.faults) == (5, ())
    assert "very deep" in bob.faults[0]
    monkeypatch.undo()
    assert scores(grade(Course(built), CHAPTER)) == {"ada": 5, "bob": 5}  # tried again


def test_a_folder_whose_name_is_no_text_is_left_out(built: Path) -> None:
    shutil.copytree(built / "source" / CHAPTER, built / "submitted" / "ada" / CHAPTER)
    (built / "submitted" / os.fsdecode(b"\xff\xfe") / CHAPTER).mkdir(parents=True)
    assert Course(built).students(CHAPTER) == ["ada"]


def test_settings_that_cannot_be_read_are_named(built: Path) -> None:
    (built / "nbgrader_config.py").write_text("c = nonsense\n")
    with pytest.raises(CourseError, match="cannot be read"):
        load_config(built)


def nbgrader(root: Path, *arguments: str) -> str:
    """Run one of nbgrader's own commands in a course, as an instructor would."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    process = subprocess.run(
        ["nbgrader", *arguments],
        cwd=root,
        env=os.environ | {"PATH": path},
        check=True,
        capture_output=True,
        text=True,
    )
    return process.stdout


@pytest.mark.slow
def test_nbgraders_own_commands_give_the_same_scores(graded: Graded, tmp_path: Path) -> None:
    course, students, results = graded
    chosen = {students[0].id, students[1].id, "instructor"}
    made = shutil.ignore_patterns("autograded", "feedback", "gradebook.db", "release")
    root = shutil.copytree(course.root, tmp_path / "nbgrader", ignore=made)
    for path in (root / "submitted").iterdir():
        if path.name not in chosen:
            shutil.rmtree(path)
    for command in ("generate_assignment", "autograde"):
        nbgrader(root, command, CHAPTER)
    nbgrader(root, "export")
    with (root / "grades.csv").open() as file:
        theirs = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert theirs == {student: scores(results)[student] for student in chosen}
    released = root / "release" / CHAPTER / "exercises.ipynb"
    assert released.read_bytes() == (course.release(CHAPTER) / "exercises.ipynb").read_bytes()


def test_validate_passes_the_solution_and_fails_the_release(built: Path) -> None:
    path = f"{CHAPTER}/exercises.ipynb"
    assert "Success" in nbgrader(built, "validate", f"source/{path}")
    failures = nbgrader(built, "validate", f"release/{path}")
    assert failures.startswith("VALIDATION FAILED ON 3 CELL(S)")
    assert "CheckFailed: Not started" in failures


def test_a_change_of_one_test_grades_that_exercise_again(
    own_graded: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded = []
    plain = Engine.grade

    def watched(self: Engine, submission: Submission, **options: bool) -> Result:
        graded.append([item.grade_id for item in self.assignment.items])
        return plain(self, submission, **options)

    monkeypatch.setattr(Engine, "grade", watched)
    kept = own_graded.root / "submitted"
    for path in kept.glob("student-*"):
        shutil.rmtree(path)
    source = own_graded.source(CHAPTER) / "exercises.ipynb"
    easy = source.read_text().replace('check(\\"perceptron.sign\\", sign, seed=5)', "pass")
    easy = easy.replace('check(\\"perceptron.sign\\", sign)', "pass")
    source.write_text(easy)
    results = grade(own_graded, CHAPTER)
    assert scores(results) == {"untouched": 3, "instructor": 5}
    assert not next(r for r in results if r.student == "untouched").suspicious, "an older release"
    assert graded.count(["sign_test", "words"]) == 2
    graded.clear()
    assert {result.status for result in grade(own_graded, CHAPTER)} == {"unchanged"}
    assert not graded


def test_autotests_have_other_salts_in_the_release(tmp_path: Path) -> None:
    root, theirs = tmp_path / "course", Path(nbgrader_tests.__file__).parent / "apps" / "files"
    (root / "source" / "ps1").mkdir(parents=True)
    shutil.copy(theirs / "autotests.yml", root)
    shutil.copy(theirs / "autotest-hashed.ipynb", root / "source" / "ps1" / "p1.ipynb")
    nbgrader(root, "generate_assignment", "ps1")
    shutil.copytree(root / "release" / "ps1", root / "submitted" / "ada" / "ps1")
    [ada] = grade(Course(root), "ps1")
    assert (ada.score, ada.suspicious) == (0, ())
    [ada] = grade(Course(root), "ps1")
    assert ada.status == "unchanged"


def test_grading_twice_writes_nothing(own_graded: Course) -> None:
    def stamps() -> dict[Path, int]:
        return {p: p.stat().st_mtime_ns for p in own_graded.root.rglob("*") if p.is_file()}

    grade(own_graded, CHAPTER)
    before = stamps()
    grade(own_graded, CHAPTER)
    assert stamps() == before


def test_a_mark_given_by_hand_gets_onto_the_page_without_grading_again(
    own_graded: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(own_graded, CHAPTER)
    monkeypatch.setattr(Engine, "grade", None)
    with Gradebook(f"sqlite:///{own_graded.root}/gradebook.db", "nnlab") as gradebook:
        comment = gradebook.find_comment("words", "exercises", CHAPTER, "instructor")
        comment.manual_comment = "Well put, Ada."
        mark = gradebook.find_grade("words", "exercises", CHAPTER, "instructor")
        mark.manual_score, mark.needs_manual_grade = 3.5, False
        gradebook.db.commit()
    grade(own_graded, CHAPTER)
    page = own_graded.feedback(CHAPTER, "instructor") / "exercises.html"
    assert "Well put, Ada." in page.read_text()
    with Gradebook(f"sqlite:///{own_graded.root}/gradebook.db", "nnlab") as gradebook:
        mark = gradebook.find_grade("words", "exercises", CHAPTER, "instructor")
        assert (mark.score, mark.needs_manual_grade) == (3.5, False)  # nobody need look again


def test_a_gradebook_that_was_removed_is_written_again_without_grading(
    own_graded: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scores(grade(own_graded, CHAPTER))
    monkeypatch.setattr(Engine, "grade", None)
    (own_graded.root / "gradebook.db").unlink()
    assert scores(grade(own_graded, CHAPTER)) == before
    entries = engine.read_gradebook(own_graded.root, CHAPTER)
    assert {entry["student"]: entry["score"] for entry in entries} == before
