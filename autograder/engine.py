"""The engine that grades: nbgrader's own converters, each run in a worker process.

A converter changes the working directory and writes to the terminal. In a process of its own
neither reaches the caller, and what it says goes to a log file.
"""

import logging
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, BaseConverter, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course import load_config

LOG = ".nbgrader.log"  # in the course directory


class EngineError(Exception):
    """A converter failed; the message is one line that says why."""


def release(root: Path, chapters: Iterable[str], source: Path, target: Path) -> None:
    """Make ``target/CHAPTER`` from ``source/CHAPTER`` with the course's settings; no gradebook.

    Raises
    ------
    EngineError
        If a chapter cannot be released.
    """
    with _workers(root, target.with_suffix(".log")) as pool:
        for chapter in chapters:
            pool.submit(_generate_assignment, root, chapter, target, source).result()


def grade(root: Path, chapter: str, students: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Grade submissions into the gradebook and write their feedback pages.

    Yields
    ------
    tuple of str
        A student who is done, and in one line why grading failed, "" if it did not.

    Raises
    ------
    EngineError
        If the assignment cannot be entered into the gradebook.
    """
    count = max(1, min(os.cpu_count() or 1, len(students)))
    with (
        _workers(root, root / LOG, count) as pool,
        tempfile.TemporaryDirectory(prefix="autograder-") as unused,
    ):
        pool.submit(_generate_assignment, root, chapter, Path(unused)).result()
        jobs = {pool.submit(_grade, root, chapter, student): student for student in students}
        for job in as_completed(jobs):
            error = job.exception()
            if error is not None and not isinstance(error, EngineError):
                error = EngineError(f"The engine broke: {error!r}.")
            yield jobs[job], str(error or "")


def read_gradebook(root: Path, chapter: str) -> list[dict[str, Any]]:
    """Read a chapter's submissions from the gradebook, each with the grades of its cells."""
    course = CourseDirectory(config=load_config(root))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return [
            {
                "student": submission.student.id,
                "score": submission.score or 0.0,
                "max_score": submission.max_score,
                "needs_manual_grade": submission.needs_manual_grade,
                "grades": [
                    {
                        "cell": grade.name,
                        "score": grade.score,
                        "max_score": grade.max_score,
                        "needs_manual_grade": grade.needs_manual_grade,
                        "no_response": grade.cell_type == "markdown" and grade.auto_score == 0,
                    }
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                ],
            }
            for submission in sorted(
                gradebook.assignment_submissions(chapter), key=lambda each: each.student.id
            )
        ]


@contextmanager
def _workers(root: Path, log: Path, count: int = 1) -> Iterator[ProcessPoolExecutor]:
    """Start processes whose working directory is the course and whose output goes to a log."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, context, initializer=_enter, initargs=(root, log))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _enter(root: Path, log: Path) -> None:
    os.chdir(root)
    beside_python = str(Path(sys.executable).parent)  # nbgrader calls alembic by its bare name
    os.environ["PATH"] = os.pathsep.join([beside_python, os.environ.get("PATH", os.defpath)])
    with log.open("a") as stream:
        os.dup2(stream.fileno(), 1)
        os.dup2(stream.fileno(), 2)
    logging.basicConfig(level=logging.INFO, format="[%(asctime)s | %(levelname)s] %(message)s")


def _generate_assignment(
    root: Path, chapter: str, release: Path, source: Path | None = None
) -> None:
    """Release a chapter; enter it into the gradebook unless ``source`` is not the course's own."""
    config = load_config(root)
    config.CourseDirectory.release_directory = str(release)
    if source is not None:
        config.CourseDirectory.source_directory = str(source)
        config.GenerateAssignment.no_database = True
        config.SaveCells.enabled = False
    _convert(GenerateAssignment, config, chapter)


def _grade(root: Path, chapter: str, student: str) -> None:
    _convert(Autograde, load_config(root), chapter, student)
    _convert(GenerateFeedback, load_config(root), chapter, student)


def _convert(
    converter: type[BaseConverter], config: Config, chapter: str, student: str = "."
) -> None:
    config.CourseDirectory.assignment_id = chapter
    config.CourseDirectory.student_id = student
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    try:
        converter(coursedir=CourseDirectory(config=config), config=config, force=True).start()
    except NbGraderException as error:
        raise EngineError(" ".join((errors.reason or str(error)).split())) from error
    finally:
        logging.getLogger().removeHandler(errors)


class _Errors(logging.Handler):
    """Remembers why a converter failed: the last line of the first stack it logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.reason = ""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage().strip()
        if not self.reason and message.startswith("Traceback"):
            self.reason = message.splitlines()[-1]
