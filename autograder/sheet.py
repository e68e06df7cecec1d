"""A notebook of an assignment as nbgrader's database and formgrader know it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell
from nbgrader.utils import compute_checksum

from autograder.assignment import GRADED, Assignment, SourceCell

_STUDENTS = ("solution", "answer")
_NEW = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


@dataclass(frozen=True)
class SheetCell:
    """A cell of the instructor's that nbgrader keeps a record of."""

    origin: SourceCell

    @property
    def grade_id(self) -> str:
        """The instructor's name for it."""
        return self.origin.grade_id

    @property
    def cell_type(self) -> str:
        """``code`` or ``markdown``."""
        return self.origin.cell_type

    @property
    def points(self) -> float:
        """What it is worth."""
        return self.origin.points

    @property
    def source(self) -> str:
        """The text to restore: without the solution, with the hidden tests."""
        return self.origin.released if self.origin.kind in _STUDENTS else self.origin.source

    @property
    def types(self) -> list[str]:
        """The names of nbgrader's classes for it."""
        kinds = {
            "test": ["GradeCell"],
            "answer": ["GradeCell", "SolutionCell"],
            "solution": ["SolutionCell"],
            "task": ["TaskCell"],
        }
        return kinds.get(self.origin.kind, [])

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """The metadata that nbgrader gives it in a notebook to be autograded."""
        kind = self.origin.kind
        students, task = kind in _STUDENTS, kind == "task"
        marks: dict[str, Any] = {
            "grade": kind in GRADED and not task,
            "grade_id": self.grade_id,
            "locked": not students,
            "schema_version": 3,
            "solution": students,
            "task": task,
            "cell_type": self.cell_type,
        }
        if kind in GRADED:
            marks["points"] = self.points
        cell = _NEW[self.cell_type](self.source, metadata={"nbgrader": marks})
        marks["checksum"] = compute_checksum(cell)
        read_only = {} if students else {"editable": False}
        return {"deletable": False, **read_only, "nbgrader": marks}

    def row(self) -> dict[str, Any]:
        """Return the row of nbgrader's table of source cells."""
        marks = self.metadata["nbgrader"]
        return {
            "cell_type": self.cell_type,
            "locked": marks["locked"],
            "source": self.source,
            "checksum": marks["checksum"],
        }


@dataclass(frozen=True)
class Sheet:
    """One notebook of an assignment, with the kernel that its file asks for."""

    assignment: Assignment
    notebook_metadata: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The notebook's name without ``.ipynb``."""
        return self.assignment.name

    @property
    def kernelspec(self) -> str:
        """The kernel as nbgrader's database has it."""
        return json.dumps(self.notebook_metadata.get("kernelspec", {}))

    @cached_property
    def cells(self) -> list[SheetCell]:
        """The cells that nbgrader keeps a record of."""
        return [SheetCell(cell) for cell in self.assignment.cells if cell.grade_id]


def notebook_metadata(path: Path) -> dict[str, Any]:
    """Return what of a notebook's metadata a kernel needs."""
    metadata = json.loads(path.read_text(encoding="utf-8")).get("metadata", {})
    return {key: metadata[key] for key in ("kernelspec", "language_info") if key in metadata}
