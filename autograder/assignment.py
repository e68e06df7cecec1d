"""The instructor's side of a notebook, read once from ``source/``."""

import copy
import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbgrader import utils
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Config

from autograder.autotests import with_autotests
from autograder.early import IMPORT, checks
from autograder.names import names

Kind = Literal["text", "plain", "shared", "solution", "answer", "task", "test"]
Mode = Literal["isolated", "in-kernel"]

GRADED = ("test", "answer", "task")
_ENGINE_VERSION = "1"
_MAX_FILES_BYTES = 48 * 2**20
_PYTHON = ("python", "ipython")


class AssignmentError(Exception):
    """The instructor's notebook cannot be used; the message is one line that says why."""


@dataclass(frozen=True)
class SourceCell:
    """A cell of the instructor's notebook.

    Parameters
    ----------
    kind
        ``text`` (not code, not graded), ``plain`` (code that a student may edit or delete),
        ``shared`` (locked code), ``solution`` (the student's to write), ``answer`` (the student's
        to write, marked by hand), ``task`` (the instructor's text, marked by hand), ``test``
        (graded by running it).
    source
        As the instructor wrote it, with solution and hidden tests.
    released
        As the student got it.
    mode
        Of a test: whether it runs in the examiner or, as in nbgrader, beside the student's code.
    hidden
        What begins and what ends hidden tests, as the course's settings say.
    """

    kind: Kind
    cell_type: str
    source: str
    released: str
    grade_id: str = ""
    points: float = 0.0
    mode: Mode = "isolated"
    hidden: tuple[str, str] = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")

    @property
    def code(self) -> bool:
        """Whether it can be run."""
        return self.cell_type == "code"

    def hidden_lines(self) -> set[int]:
        """Return the numbers of the lines, from 1, that students do not get to see."""
        begin, end = self.hidden
        lines: set[int] = set()
        inside = False
        for number, line in enumerate(self.source.splitlines(), start=1):
            inside = inside or begin in line
            if inside:
                lines.add(number)
            inside = inside and end not in line
        return lines

    def visible_source(self) -> str:
        """Return the source without its hidden tests."""
        hidden = self.hidden_lines()
        lines = self.source.splitlines()
        return "\n".join(line for n, line in enumerate(lines, start=1) if n not in hidden)


@dataclass(frozen=True)
class Assignment:
    """One notebook of an assignment, with what it takes to grade it.

    Parameters
    ----------
    name
        The notebook's name without ``.ipynb``.
    cells
        In the instructor's order.
    files
        The instructor's other files, which replace those that a student handed in.
    preload
        Modules that each side ended up with over the instructor's solution: worth importing once
        for all.
    short
        The points of the instructor's own solution, for each test that it does not get all of.
    releases
        Hashes of all that students were ever given in a locked cell, by grade id.
    """

    name: str
    cells: tuple[SourceCell, ...]
    files: dict[str, bytes] = field(default_factory=dict)
    preload: dict[str, tuple[str, ...]] = field(default_factory=dict)
    short: dict[str, float] = field(default_factory=dict)
    releases: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def was_released(self, grade_id: str, text: str) -> bool:
        """Tell whether students were given a locked cell with this text, now or before."""
        now = self.cell(grade_id).released.strip() == text.strip()
        return now or text_hash(text) in self.releases.get(grade_id, ())

    @property
    def items(self) -> list[SourceCell]:
        """The cells that give points."""
        return [cell for cell in self.cells if cell.kind in GRADED]

    @property
    def max_score(self) -> float:
        """The sum of all points."""
        return sum(cell.points for cell in self.items)

    @property
    def imports(self) -> dict[str, tuple[str, ...]]:
        """The modules that its cells import, by the side on which they run."""
        return {
            "student": self._imported(lambda cell: cell.kind != "test"),
            "examiner": self._imported(lambda cell: cell.kind in ("shared", "test")),
        }

    @property
    def checks(self) -> tuple[tuple[str, int | None], ...]:
        """The exercises of nnlab that its tests check, each with its seed."""
        code = "\n".join(cell.source for cell in self.cells if cell.kind == "test")
        return tuple(checks(code))

    def _imported(self, by: Callable[[SourceCell], bool]) -> tuple[str, ...]:
        code = "\n".join(cell.source for cell in self.cells if cell.code and by(cell))
        return tuple(dict.fromkeys(IMPORT.findall(code)))

    def cell(self, grade_id: str) -> SourceCell:
        """Return the cell of that grade id."""
        return next(cell for cell in self.cells if cell.grade_id == grade_id)

    def context_hash(self) -> str:
        """Return what every item depends on: all cells but the tests, and the files."""
        cells = [asdict(cell) for cell in self.cells if cell.kind != "test"]
        files = {name: hashlib.sha256(data).hexdigest() for name, data in self.files.items()}
        return _hash([_ENGINE_VERSION, cells, files])

    def item_hash(self, grade_id: str) -> str:
        """Return what one item depends on, apart from the context."""
        return _hash([_ENGINE_VERSION, asdict(self.cell(grade_id))])

    def content_hash(self) -> str:
        """Return a hash of everything."""
        return _hash([self.context_hash(), *(self.item_hash(c.grade_id) for c in self.items)])


def read_assignment(
    notebook: Path,
    *,
    config: Config | None = None,
    autotests: Path | None = None,
    kept: Path | None = None,
) -> Assignment:
    """Read the instructor's notebook and the files beside it.

    Parameters
    ----------
    notebook
        A notebook in ``source/<assignment>/``.
    config
        The course's nbgrader configuration, for its delimiters and stubs.
    autotests
        The folder of ``autotests.yml``, if the notebook has autotest directives.
    kept
        A file for them, once they are written out.

    Raises
    ------
    AssignmentError
        If it cannot be read, is not in Python, or a graded cell has no id of its own.
    """
    try:
        instructor = nbformat.read(notebook, as_version=4)
    except Exception as error:
        raise AssignmentError(f"{notebook} cannot be read: {error}") from error
    about = instructor.metadata
    language = about.get("language_info", {}).get("name") or about.get("kernelspec", {}).get(
        "language", ""
    )
    if language and language.lower() not in _PYTHON:
        raise AssignmentError(f"{notebook} is in {language}; only Python can be graded")
    try:
        instructor = with_autotests(instructor, config, autotests or notebook.parent, kept)
    except Exception as error:
        raise AssignmentError(f"{notebook}: its autotests: {_line(error)}") from error
    clear = ClearHiddenTests(config=config)
    steps = (ClearSolutions(config=config), clear, ClearMarkScheme(config=config))
    hidden = (clear.begin_test_delimeter, clear.end_test_delimeter)
    cells = []
    for number, cell in enumerate(instructor.cells, start=1):
        released: Any = nbformat.from_dict({**instructor, "cells": [copy.deepcopy(cell)]})
        try:
            for step in steps:
                released, _ = step.preprocess(released, ResourcesDict())
            cells.append(_read_cell(cell, released.cells[0], hidden))
        except Exception as error:  # nbgrader's steps raise all kinds
            raise AssignmentError(f"{notebook}, cell {number}: {_line(error)}") from error
    for cell in cells:
        if cell.kind in GRADED and not cell.grade_id:
            raise AssignmentError(
                f"{notebook} has a graded cell without a grade id: {cell.source[:60]!r}"
            )
    ids = [cell.grade_id for cell in cells if cell.grade_id]
    for grade_id in ids:
        if ids.count(grade_id) > 1:
            raise AssignmentError(f"{notebook} has two cells with the grade id {grade_id!r}")
    files = _files_beside(notebook)
    size = sum(map(len, files.values()))
    if size > _MAX_FILES_BYTES:
        raise AssignmentError(
            f"the files beside {notebook} have {size:,} bytes; at most {_MAX_FILES_BYTES:,} are "
            "copied for each submission"
        )
    return Assignment(notebook.stem, tuple(cells), files)


def _line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def _read_cell(cell: Any, released: Any, hidden: tuple[str, str]) -> SourceCell:
    marks = cell.metadata.get("nbgrader", {})
    code = cell.cell_type == "code"
    kind: Kind = "plain" if code else "text"
    if marks.get("task"):
        kind = "task"
    elif marks.get("grade") and marks.get("solution"):
        kind = "answer"
    elif marks.get("grade"):
        kind = "test" if code else "task"
    elif marks.get("solution"):
        kind = "solution"
    elif utils.is_locked(cell) and code:
        kind = "shared"
    owned = kind not in ("plain", "text") or utils.is_locked(cell)
    return SourceCell(
        kind=kind,
        cell_type=cell.cell_type,
        source=cell.source,
        released=released.source,
        grade_id=str(marks.get("grade_id", "")) if owned else "",
        points=float(marks.get("points", 0) or 0) if kind in GRADED else 0.0,
        hidden=hidden,
    )


def _files_beside(notebook: Path) -> dict[str, bytes]:
    files = {}
    for folder, folders, found in os.walk(notebook.parent):
        folders[:] = sorted(f for f in folders if f not in (".ipynb_checkpoints", "__pycache__"))
        for name in sorted(found):
            path = Path(folder) / name
            if path.suffix != ".ipynb" and path.is_file():
                files[path.relative_to(notebook.parent).as_posix()] = path.read_bytes()
    return files


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def text_hash(text: str) -> str:
    """Return what a cell's text is known by, whatever blanks surround it."""
    return hashlib.sha256(text.strip().encode(errors="replace")).hexdigest()[:16]


def student_names(cells: Iterable[SourceCell]) -> frozenset[str]:
    """Return the names whose last binding among ``cells`` is the student's to make.

    An import in a solution does not count: a library is the same on both sides.
    """
    owned: set[str] = set()
    for cell in cells:
        if cell.kind in ("solution", "answer") and cell.code:
            found = names(cell.source)
            owned |= found.binds - found.imports
        elif cell.code:
            owned -= names(cell.source).binds
    return frozenset(owned)
