"""Grades a chapter's submissions into the gradebook and writes feedback pages."""

import contextlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from autograder.course import Course
from autograder.explain import differences
from autograder.gradebook import Gradebook
from autograder.late import penalise
from autograder.pipeline.chapter import read_chapter
from autograder.pipeline.flow import Flow, Student
from autograder.pipeline.job import result_from
from autograder.pipeline.store import Record
from autograder.pipeline.worker import Setup
from autograder.sandbox.limits import Limits
from autograder.servers import Servers


@dataclass(frozen=True)
class Options:
    """How to grade.

    Parameters
    ----------
    workers
        Submissions at once on this machine; as many as it has cores if 0.
    scheduler
        The address of a Dask scheduler, to use its workers instead.
    db
        The gradebook's URL; the course's own if it is "".
    limits
        What a submission may use.
    force
        Grade again what has not changed, too.
    unsafe
        Run students' code without isolation.
    """

    workers: int = 0
    scheduler: str = ""
    db: str = ""
    limits: Limits = field(default_factory=Limits)
    force: bool = False
    unsafe: bool = False


@dataclass(frozen=True)
class StudentResult:
    """What became of one submission.

    Parameters
    ----------
    status
        ``graded``; ``unchanged`` since it was graded; ``refused``, as it cannot be read.
    score, max_score
        Points, those that a person gave among them.
    needs_manual_grade
        Whether a person has to read an answer.
    refused
        Why notebooks were refused.
    suspicious, faults
        What a person should look at, and what of the grader's own failed.
    differences
        Where nbgrader would have done otherwise.
    """

    student: str
    status: str
    score: float
    max_score: float
    needs_manual_grade: bool = False
    refused: tuple[str, ...] = ()
    suspicious: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


def grade(
    course: Course,
    chapter: str,
    options: Options | None = None,
    servers: Servers | None = None,
    *,
    start: Callable[[int], object] = lambda total: None,
    done: Callable[[], object] = lambda: None,
    warn: Callable[[str], object] = lambda line: None,
) -> list[StudentResult]:
    """Grade what is new or has changed; return what became of each student, in order.

    Parameters
    ----------
    course
        The course directory.
    chapter
        The chapter's name.
    options
        How to grade.
    servers
        Warm servers to use, and to end; without, it starts its own.
    start
        Called with the number of submissions before the first.
    done
        Called after each.
    warn
        Called with each line on where the instructor's own solution falls short.

    Raises
    ------
    CourseError
        If the assignment or the gradebook cannot be used, nobody handed in, or there is no
        sandbox. No submission can be the reason.
    """
    options = options or Options()
    found = []
    with contextlib.ExitStack() as stack:
        servers = stack.enter_context(contextlib.closing(servers or Servers(unsafe=options.unsafe)))
        students = course.students(chapter)
        prepared = read_chapter(course, chapter, options.limits, servers)
        for line in prepared.warnings:
            warn(line)
        setup = Setup(prepared, options.limits, options.unsafe)
        db_url = options.db or course.db_url
        gradebook = stack.enter_context(Gradebook(db_url, course.course_id))
        gradebook.register(chapter, list(prepared.sheets.values()))
        flow = Flow(course, setup, servers, gradebook, force=options.force)
        start(len(students))
        workers = options.workers or min(os.cpu_count() or 1, len(students))
        graded = flow.run(students, workers, options.scheduler or None)
        for student, record in stack.enter_context(contextlib.closing(graded)):
            found.append(_summary(student, record))
            done()
        penalise(course, db_url, chapter)
    return sorted(found, key=lambda each: each.student)


def _summary(student: Student, record: Record) -> StudentResult:
    score = most = 0.0
    waiting = False
    for name, plain in record.notebooks.items():
        marks = student.marks.get(name, {})
        for item in plain["items"]:
            mark = marks.get(item["grade_id"])
            points = item["points"] if mark is None or mark.points is None else mark.points
            score += points or 0.0
            most += item["max_points"]
            waiting = waiting or points is None
    results = [result_from(plain) for plain in record.notebooks.values()]
    refused = tuple(result.refused for result in results if result.refused)
    return StudentResult(
        student.id,
        "refused" if len(refused) == len(results) else student.status,
        score,
        most,
        waiting,
        refused,
        tuple(line for result in results for line in result.suspicious),
        tuple(line for result in results for line in result.faults),
        tuple(line for result in results for line in differences(result)),
    )


def write_json(
    path: Path, graded: Mapping[str, Sequence[StudentResult]], *, unsafe: bool = False
) -> None:
    """Write the results of chapters as JSON."""
    chapters = {name: [asdict(each) for each in results] for name, results in graded.items()}
    text = json.dumps({"unsafe": unsafe, "chapters": chapters}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")
