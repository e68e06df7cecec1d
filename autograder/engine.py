"""The engine that grades: nbgrader's own converters, each run in a worker process.

A converter changes the working directory and writes to the terminal. In a process of its own
neither reaches the caller, and what it says goes to a log file.
"""

import logging
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, BaseConverter, GenerateAssignment, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.course import load_config


class EngineError(Exception):
    """A converter failed; the message is one line that says why."""


@contextmanager
def workers(root: Path, log: Path, count: int = 1) -> Iterator[ProcessPoolExecutor]:
    """Start processes whose working directory is the course and whose output goes to a log."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, context, initializer=_enter, initargs=(root, log))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _enter(root: Path, log: Path) -> None:
    os.chdir(root)
    with log.open("a") as stream:
        os.dup2(stream.fileno(), 1)
        os.dup2(stream.fileno(), 2)
    logging.basicConfig(level=logging.INFO, format="[%(asctime)s | %(levelname)s] %(message)s")


def generate_assignment(
    root: Path, chapter: str, release: Path, source: Path | None = None, *, gradebook: bool
) -> None:
    """Make ``release/chapter`` from ``source/chapter``, the course's own unless given."""
    config = load_config(root)
    config.CourseDirectory.release_directory = str(release)
    if source is not None:
        config.CourseDirectory.source_directory = str(source)
    config.GenerateAssignment.no_database = not gradebook
    config.SaveCells.enabled = gradebook
    _convert(GenerateAssignment, config, chapter)


def autograde(root: Path, chapter: str, student: str) -> None:
    """Run a student's notebooks and write their points to the gradebook."""
    _convert(Autograde, load_config(root), chapter, student)


def generate_feedback(root: Path, chapter: str, student: str) -> None:
    """Write a student's feedback pages."""
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
        raise EngineError(errors.reason or str(error)) from error
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


def read_gradebook(root: Path, chapter: str) -> list[dict[str, Any]]:
    """Read a chapter's submissions from the gradebook, each with the grades of its cells."""
    course = CourseDirectory(config=load_config(root))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        return [
            {
                "student": submission.student.id,
                "score": max(
                    0.0, (submission.score or 0.0) - (submission.late_submission_penalty or 0.0)
                ),
                "max_score": submission.max_score,
                "needs_manual_grade": submission.needs_manual_grade,
                "grades": [
                    {
                        "cell": grade.name,
                        "score": grade.score,
                        "max_score": grade.max_score,
                        "needs_manual_grade": grade.needs_manual_grade,
                    }
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                ],
            }
            for submission in gradebook.assignment_submissions(chapter)
        ]
