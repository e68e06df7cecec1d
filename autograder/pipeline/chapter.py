"""The instructor's side of a chapter: read once, prepared once, kept until it changes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment, AssignmentError, read_assignment
from autograder.course import Course
from autograder.errors import CourseError
from autograder.pipeline.keys import environment, hashed
from autograder.pipeline.store import write_atomically
from autograder.prepare import prepare
from autograder.sandbox.limits import Limits
from autograder.servers import Servers
from autograder.sheet import Sheet, notebook_metadata

PREPARED = ".autograder"  # in the course directory


@dataclass(frozen=True)
class Chapter:
    """What students of a chapter are graded by; plain data that can be sent to a worker.

    Parameters
    ----------
    name
        The assignment's name.
    sheets
        All its notebooks, by name; those without a graded cell are only registered.
    """

    name: str
    sheets: Mapping[str, Sheet]

    @property
    def graded(self) -> dict[str, Assignment]:
        """The notebooks that give points, by name."""
        return {
            name: sheet.assignment for name, sheet in self.sheets.items() if sheet.assignment.items
        }

    @property
    def warnings(self) -> list[str]:
        """Where the instructor's own solution falls short, one line each."""
        return [
            f"{name}: the instructor's own solution gets {points:g} of "
            f"{assignment.cell(grade_id).points:g} points from {grade_id}"
            for name, assignment in self.graded.items()
            for grade_id, points in assignment.short.items()
        ]


def read_chapter(course: Course, name: str, limits: Limits, servers: Servers) -> Chapter:
    """Read a chapter from ``source/`` and find out where each of its tests can run.

    Raises
    ------
    CourseError
        If a notebook cannot be used, nothing in it is graded, or there is no sandbox.
    """
    autotests = course.root if (course.root / "autotests.yml").is_file() else None
    sheets = {}
    try:
        for path in sorted(course.source(name).glob("*.ipynb")):
            assignment = read_assignment(path, config=course.config, autotests=autotests)
            if assignment.items:
                record = course.root / PREPARED / name / f"{assignment.name}.json"
                assignment = _prepared(assignment, record, limits, servers)
            sheets[assignment.name] = Sheet(assignment, notebook_metadata(path))
    except AssignmentError as error:
        raise CourseError(str(error)) from error
    chapter = Chapter(name, sheets)
    if not chapter.graded:
        raise CourseError(f"No notebook of {name} has a graded cell: there is nothing to grade.")
    return chapter


def _prepared(assignment: Assignment, record: Path, limits: Limits, servers: Servers) -> Assignment:
    """Prepare a notebook, or remember how it was prepared the last time."""
    key = hashed([assignment.content_hash(), environment(), limits.as_dict(), servers.unsafe])
    try:
        kept = json.loads(record.read_text())
        if kept["key"] == key:
            return _with_findings(assignment, kept)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    assignment = prepare(assignment, limits, servers=servers)
    in_kernel = [cell.grade_id for cell in assignment.cells if cell.mode == "in-kernel"]
    found = {"in_kernel": in_kernel, "preload": assignment.preload, "short": assignment.short}
    kept = {"key": key, **found}
    write_atomically(record, json.dumps(kept, indent=1) + "\n")
    return assignment


def _with_findings(assignment: Assignment, kept: dict[str, Any]) -> Assignment:
    cells = tuple(
        replace(cell, mode="in-kernel")
        if cell.grade_id and cell.grade_id in kept["in_kernel"]
        else cell
        for cell in assignment.cells
    )
    preload = {side: tuple(modules) for side, modules in kept["preload"].items()}
    return replace(assignment, cells=cells, preload=preload, short=kept["short"])
