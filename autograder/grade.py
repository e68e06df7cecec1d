"""Grades a chapter's submissions into the gradebook and writes feedback pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder import engine, terminal
from autograder.course import Course
from autograder.errors import CourseError
from autograder.notebook import read_notebook


@dataclass(frozen=True)
class Result:
    """What became of one submission.

    Parameters
    ----------
    student
        The student's id.
    status
        ``graded``; ``unchanged`` since it was graded; ``refused``, which left everything as it
        was; ``failed``.
    reason
        Why it was refused or failed, in one line.
    score, max_score
        Points as the gradebook has them, ``None`` if it has none.
    needs_manual_grade
        Whether a person has to read an answer.
    """

    student: str
    status: str
    reason: str = ""
    score: float | None = None
    max_score: float | None = None
    needs_manual_grade: bool = False


def grade(course: Course, chapter: str, *, force: bool = False) -> list[Result]:
    """Grade what is new or has changed, everything if `force`; return a result for each student.

    Raises
    ------
    CourseError
        If the assignment itself cannot be used, or nobody handed in.
    """
    notebooks = sorted(path.name for path in course.source(chapter).glob("*.ipynb"))
    for name in notebooks:
        read_notebook(course.source(chapter) / name)
    students = course.students(chapter)
    refused = {
        student: reason
        for student in students
        if (reason := _refusal(course.submitted(chapter, student), notebooks))
    }
    todo = [
        student
        for student in students
        if student not in refused and (force or _changed(course, chapter, student))
    ]
    failed = _run(course, chapter, todo) if todo else {}
    entries = engine.read_gradebook(course.root, chapter) if len(refused) < len(students) else []
    recorded = {entry["student"]: entry for entry in entries}
    results = []
    for student in students:
        status = "graded" if student in todo else "unchanged"
        status = "failed" if student in failed else status
        status = "refused" if student in refused else status
        reason = refused.get(student) or failed.get(student, "")
        if reason or student not in recorded:
            results.append(Result(student, status, reason))
        else:
            entry = recorded[student]
            points = entry["score"], entry["max_score"], entry["needs_manual_grade"]
            results.append(Result(student, status, "", *points))
    return results


def _run(course: Course, chapter: str, students: list[str]) -> dict[str, str]:
    """Grade submissions; return why some of them failed."""
    failed = {}
    with terminal.progress(f"Grading {chapter}", len(students)) as advance:
        try:
            for student, reason in engine.grade(course.root, chapter, students):
                if reason:
                    failed[student] = f"{reason} See {course.root / engine.LOG}."
                advance()
        except engine.EngineError as error:
            raise CourseError(f"nbgrader cannot take {chapter} in: {error}") from error
    return failed


def _refusal(submission: Path, notebooks: list[str]) -> str:
    """Say in one line why a submission cannot be graded; "" if it can."""
    handed_in = [submission / name for name in notebooks if (submission / name).is_file()]
    if not handed_in:
        return f"{submission} holds none of {', '.join(notebooks)}."
    try:
        for path in handed_in:
            read_notebook(path)
    except CourseError as error:
        return str(error)
    return ""


def _changed(course: Course, chapter: str, student: str) -> bool:
    """Tell whether a submission is newer than its grade."""
    graded = list(course.feedback(chapter, student).glob("*.html"))
    handed_in = course.submitted(chapter, student).glob("*.ipynb")
    return not graded or _newest(handed_in) > _newest(graded)


def _newest(paths: Iterable[Path]) -> float:
    return max((path.stat().st_mtime for path in paths), default=0.0)
