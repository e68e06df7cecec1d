"""The instructor's side of a chapter: read once, prepared once, kept until it changes."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment, AssignmentError, read_assignment, text_hash
from autograder.course import Course
from autograder.errors import CourseError
from autograder.files import RefusedError, write_atomically
from autograder.pipeline.keys import environment, hashed
from autograder.prepare import prepare
from autograder.sandbox.limits import Limits
from autograder.servers import Servers
from autograder.sheet import Sheet, notebook_metadata
from autograder.submission import parse_notebook

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
            record = course.root / PREPARED / name / f"{path.stem}.json"
            kept = record.with_suffix(".autotests.json")
            config = course.config
            assignment = read_assignment(path, config=config, autotests=autotests, kept=kept)
            if assignment.items:
                assignment = _prepared(assignment, record, limits, servers)
                released = course.release(name) / path.name
                assignment = _with_releases(assignment, record, released)
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


def _with_releases(assignment: Assignment, record: Path, released: Path) -> Assignment:
    """Add what students were given, as far as it is known: in ``release/``, and at each grading."""
    record = record.with_suffix(".releases.json")
    known: dict[str, dict[str, None]] = {}
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
        known = {id: dict.fromkeys(texts) for id, texts in json.loads(record.read_text()).items()}
    given = {cell.grade_id: cell.released for cell in assignment.cells if cell.grade_id}
    for id, text in [*given.items(), *_texts(released)]:
        known.setdefault(id, {})[text_hash(text)] = None
    releases = {id: tuple(texts) for id, texts in known.items() if id in given}
    write_atomically(record, json.dumps(releases, indent=1) + "\n")
    return replace(assignment, releases=releases)


def _texts(notebook: Path) -> list[tuple[str, str]]:
    """Return the cells of a released notebook that have a grade id, with their texts."""
    try:
        cells = parse_notebook(notebook.read_bytes())
    except (OSError, RefusedError):
        return []
    ids = ((cell["nbgrader"].get("grade_id"), cell["source"]) for cell in cells)
    return [(id, text) for id, text in ids if isinstance(id, str)]


def _with_findings(assignment: Assignment, kept: dict[str, Any]) -> Assignment:
    cells = tuple(
        replace(cell, mode="in-kernel")
        if cell.grade_id and cell.grade_id in kept["in_kernel"]
        else cell
        for cell in assignment.cells
    )
    preload = {side: tuple(modules) for side, modules in kept["preload"].items()}
    return replace(assignment, cells=cells, preload=preload, short=kept["short"])
