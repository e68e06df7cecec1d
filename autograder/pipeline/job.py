"""One submission as plain data, on its way to a worker and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.assignment import Assignment
from autograder.gradebook import Marks
from autograder.result import CellResult, ItemResult, Result
from autograder.submission import Cell, Submission


@dataclass
class Job:
    """A submission to grade.

    Parameters
    ----------
    student
        Whose it is.
    notebooks
        What :func:`pack` made of each notebook.
    marks
        What people gave and wrote, for the feedback page.
    earlier
        By notebook the last result, as plain data, of which all items but ``changed`` stay.
    changed
        By notebook the items to grade; all where a notebook is not named.
    attempts
        How many times a worker was lost over it.
    """

    student: str
    notebooks: dict[str, dict[str, Any]]
    marks: Marks = field(default_factory=dict)
    earlier: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)
    attempts: int = 0


@dataclass(frozen=True)
class Done:
    """What a worker made of a job, ready to be written.

    Parameters
    ----------
    results
        By notebook, as :meth:`Result.as_dict` gives it.
    seconds
        By notebook, what each item took.
    notebooks, pages
        By notebook, the autograded notebook and the feedback page.
    """

    student: str
    results: dict[str, dict[str, Any]]
    seconds: dict[str, dict[str, float]]
    notebooks: dict[str, str]
    pages: dict[str, str]


def pack(submission: Submission) -> dict[str, Any]:
    """Return a submission as plain data, without what the assignment holds anyway."""
    return {
        "cells": [
            [cell.kind, cell.cell_type, "" if cell.kind == "instructor" else cell.source]
            + ([cell.origin.grade_id] if cell.origin else [])
            for cell in submission.cells
        ],
        "files": submission.files,
        "notes": submission.notes,
        "refused": submission.refused,
    }


def unpack(packed: Mapping[str, Any], assignment: Assignment) -> Submission:
    """Return the submission that was packed, its cells tied to those of ``assignment``."""
    owned = {cell.grade_id: cell for cell in assignment.cells if cell.grade_id}
    cells = []
    for kind, cell_type, source, *grade_id in packed["cells"]:
        origin = owned[grade_id[0]] if grade_id else None
        text = origin.source if origin and kind == "instructor" else source
        cells.append(Cell(kind, cell_type, text, origin))
    return Submission(tuple(cells), packed["files"], tuple(packed["notes"]), packed["refused"])


def result_from(plain: Mapping[str, Any]) -> Result:
    """Return the result that :meth:`Result.as_dict` made plain."""
    items = [ItemResult(**item) for item in plain["items"]]
    cells = [CellResult(**cell) for cell in plain["cells"]]
    return Result(**{**plain, "items": items, "cells": cells})
