"""nbgrader's own converter for what students get, run in a worker process.

A converter changes the working directory and writes to the terminal. In a process of its own
neither reaches the caller, and what it says goes to a log file.
"""

import logging
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.course import load_config


class EngineError(Exception):
    """A converter failed; the message is one line that says why."""


def release(root: Path, chapters: Iterable[str], source: Path, target: Path) -> None:
    """Make ``target/CHAPTER`` from ``source/CHAPTER`` with the course's settings; no gradebook.

    Raises
    ------
    EngineError
        If a chapter cannot be released.
    """
    with _worker(root, target.with_suffix(".log")) as pool:
        for chapter in chapters:
            pool.submit(_generate_assignment, root, chapter, source, target).result()


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
def _worker(root: Path, log: Path) -> Iterator[ProcessPoolExecutor]:
    """Start a process whose working directory is the course and whose output goes to a log."""
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(1, context, initializer=_enter, initargs=(root, log))
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


def _generate_assignment(root: Path, chapter: str, source: Path, release: Path) -> None:
    config = load_config(root)
    config.CourseDirectory.source_directory = str(source)
    config.CourseDirectory.release_directory = str(release)
    config.GenerateAssignment.no_database = True
    config.SaveCells.enabled = False
    config.CourseDirectory.assignment_id = chapter
    config.CourseDirectory.student_id = "."
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    try:
        directory = CourseDirectory(config=config)
        GenerateAssignment(coursedir=directory, config=config, force=True).start()
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
