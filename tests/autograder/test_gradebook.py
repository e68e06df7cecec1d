"""What our writer leaves is what nbgrader's own code reads, and what people gave stays."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader import api
from nbgrader.api import Gradebook as TheirGradebook
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
    SaveCells,
)
from sqlalchemy import create_engine, text

from autograder.assignment import Assignment, read_assignment
from autograder.course import Course
from autograder.errors import CourseError
from autograder.feedback import Mark
from autograder.gradebook import Entry, Gradebook
from autograder.result import ItemResult
from autograder.sheet import Sheet, notebook_metadata

CHAPTER = "01_tiny"


@pytest.fixture(autouse=True)
def _alembic(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader calls alembic by its name."""
    folders = [str(Path(sys.executable).parent), os.environ["PATH"]]
    monkeypatch.setenv("PATH", os.pathsep.join(folders))


@pytest.fixture
def sheet(built: Path) -> Sheet:
    course = Course(built)
    path = course.source(CHAPTER) / "exercises.ipynb"
    return Sheet(read_assignment(path, config=course.config), notebook_metadata(path))


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/gradebook.db"


def items(heaviside: float | None = 2.0, words: float | None = None) -> list[ItemResult]:
    return [
        ItemResult("heaviside_test", "passed", heaviside, 2.0),
        ItemResult("sign_test", "failed", 0.0, 3.0),
        ItemResult("words", "manual", words, 4.0),
    ]


def record(url: str, sheet: Sheet, entry: Entry, student: str = "ada") -> None:
    with Gradebook(url, "nnlab") as gradebook:
        gradebook.register(CHAPTER, [sheet])
        gradebook.record(CHAPTER, student, {"exercises": entry})


def test_the_assignment_is_what_nbgrader_itself_would_save(
    built: Path, sheet: Sheet, url: str, tmp_path: Path
) -> None:
    theirs = f"sqlite:///{tmp_path}/theirs.db"
    course = Course(built)
    notebook = nbformat.read(course.source(CHAPTER) / "exercises.ipynb", as_version=4)
    with TheirGradebook(theirs, "nnlab") as gradebook:
        gradebook.add_assignment(CHAPTER)
    place = {"notebook": "exercises", "assignment": CHAPTER, "db_url": theirs}
    steps = LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums, SaveCells
    for step in steps:
        notebook, _ = step(config=course.config).preprocess(notebook, {"nbgrader": place})
    with Gradebook(url, "nnlab") as gradebook:
        gradebook.register(CHAPTER, [sheet])
    assert saved(url) == saved(theirs)


def saved(url: str) -> dict[str, list]:
    with TheirGradebook(url, "nnlab") as gradebook:
        notebook = gradebook.find_notebook("exercises", CHAPTER)
        cells = {
            kind: sorted(
                ({k: v for k, v in cell.to_dict().items() if k != "id"} for cell in found),
                key=lambda cell: cell["name"],
            )
            for kind, found in {
                "grade": notebook.grade_cells,
                "solution": notebook.solution_cells,
                "task": notebook.task_cells,
                "source": notebook.source_cells,
            }.items()
        }
        return {**cells, "kernelspec": [notebook.kernelspec]}


def test_a_new_gradebook_carries_nbgraders_version(url: str) -> None:
    with Gradebook(url, "nnlab"):
        pass
    with create_engine(url).connect() as connection:
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
    assert version == api.get_alembic_version()


def test_a_gradebook_of_another_version_is_left_alone(url: str) -> None:
    with Gradebook(url, "nnlab"):
        pass
    with create_engine(url).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'old'"))
    with pytest.raises(CourseError, match="nbgrader db upgrade"):
        Gradebook(url, "nnlab")


@pytest.mark.parametrize("url", ["nonsense", "sqlite:////nowhere/at/all.db", "oops://x/y"])
def test_what_is_no_database_is_said_in_one_line(url: str) -> None:
    with pytest.raises(CourseError) as raised:
        Gradebook(url, "nnlab")
    assert "\n" not in str(raised.value)


def test_nbgrader_reads_scores_and_comments(url: str, sheet: Sheet) -> None:
    record(url, sheet, Entry(items(), frozenset({"words"})))
    with TheirGradebook(url, "nnlab") as gradebook:
        submission = gradebook.find_submission(CHAPTER, "ada")
        assert (submission.score, submission.max_score) == (2, 9)
        assert submission.needs_manual_grade
        comment = gradebook.find_comment("words", "exercises", CHAPTER, "ada")
        assert comment.comment == "No response."
        assert gradebook.find_comment("sign", "exercises", CHAPTER, "ada").comment is None
        [row] = gradebook.submission_dicts(CHAPTER)
        assert row["student"] == "ada"


def test_the_same_submission_again_writes_nothing(url: str, sheet: Sheet, tmp_path: Path) -> None:
    record(url, sheet, Entry(items()))
    before = (tmp_path / "gradebook.db").read_bytes()
    record(url, sheet, Entry(items()))
    assert (tmp_path / "gradebook.db").read_bytes() == before


def test_what_people_gave_stays_and_is_to_be_looked_at_again(url: str, sheet: Sheet) -> None:
    record(url, sheet, Entry(items()))
    with TheirGradebook(url, "nnlab") as gradebook:
        mark = gradebook.find_grade("words", "exercises", CHAPTER, "ada")
        mark.manual_score, mark.extra_credit, mark.needs_manual_grade = 3.0, 0.5, False
        gradebook.find_comment("words", "exercises", CHAPTER, "ada").manual_comment = "Nearly."
        notebook = gradebook.find_submission_notebook("exercises", CHAPTER, "ada")
        notebook.late_submission_penalty = 1.5
        gradebook.db.commit()
    record(url, sheet, Entry(items(heaviside=1.0)))
    with TheirGradebook(url, "nnlab") as gradebook:
        mark = gradebook.find_grade("words", "exercises", CHAPTER, "ada")
        assert (mark.score, mark.needs_manual_grade) == (3.5, True)
        assert gradebook.find_submission(CHAPTER, "ada").score == 4.5
        notebook = gradebook.find_submission_notebook("exercises", CHAPTER, "ada")
        assert notebook.late_submission_penalty == 1.5
    with Gradebook(url, "nnlab") as gradebook:
        marks = gradebook.marks(CHAPTER)
    assert marks == {"ada": {"exercises": {"words": Mark(3.5, "Nearly.")}}}


def test_a_grader_fault_is_no_zero(url: str, sheet: Sheet) -> None:
    record(url, sheet, Entry([ItemResult("heaviside_test", "grader_fault", None, 2.0)]))
    with TheirGradebook(url, "nnlab") as gradebook:
        grade = gradebook.find_grade("heaviside_test", "exercises", CHAPTER, "ada")
        assert (grade.auto_score, grade.needs_manual_grade) == (None, True)


def without(sheet: Sheet, grade_id: str) -> Sheet:
    cells = tuple(cell for cell in sheet.assignment.cells if cell.grade_id != grade_id)
    return Sheet(Assignment(sheet.name, cells), sheet.notebook_metadata)


def test_a_cell_may_join_later_and_leave_while_it_has_no_grades(url: str, sheet: Sheet) -> None:
    record(url, without(sheet, "sign_test"), Entry(items()))
    record(url, sheet, Entry(items()))
    with TheirGradebook(url, "nnlab") as gradebook:
        assert gradebook.find_submission(CHAPTER, "ada").max_score == 9
    with Gradebook(url, "nnlab") as gradebook, pytest.raises(CourseError, match="sign_test"):
        gradebook.register(CHAPTER, [without(sheet, "sign_test")])
    with TheirGradebook(url, "nnlab") as gradebook:
        gradebook.remove_submission(CHAPTER, "ada")
    with Gradebook(url, "nnlab") as gradebook:
        gradebook.register(CHAPTER, [without(sheet, "sign_test")])
    with TheirGradebook(url, "nnlab") as gradebook:
        names = {cell.name for cell in gradebook.find_notebook("exercises", CHAPTER).grade_cells}
    assert names == {"heaviside_test", "words"}
