"""A submission: read within bounds, validated, and given back the instructor's cells."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from autograder.assignment import GRADED, Assignment, SourceCell
from autograder.bridge.limits import MAX_FRAME
from autograder.early import libraries
from autograder.files import RefusedError, read_file, read_files
from autograder.names import MAX_CHARACTERS
from autograder.sandbox.limits import Limits

CellKind = Literal["instructor", "student", "extra"]

_CELL_TYPES = ("code", "markdown", "raw")
_MAX_CELLS = 5000
_ENVELOPE = 2**21  # for the names of the files
_LEGIBLE = 200_000  # characters of a submission's code; to look through denser ones takes seconds


@dataclass(frozen=True)
class Cell:
    """A cell to run or to show.

    Parameters
    ----------
    kind
        ``instructor`` (from the source notebook), ``student`` (their answer to a cell of the
        instructor's), ``extra`` (all else in the submission).
    origin
        The instructor's cell, if it is one.
    """

    kind: CellKind
    cell_type: str
    source: str
    origin: SourceCell | None = None

    @property
    def code(self) -> bool:
        """Whether it can be run."""
        return self.cell_type == "code"


@dataclass(frozen=True)
class Submission:
    """What a student handed in for one notebook.

    Parameters
    ----------
    cells
        In the instructor's order, each extra cell after the one that it followed.
    files
        The other files of the submission.
    notes
        What was restored or left out, for a person to read.
    refused
        Why it cannot be graded, else "".
    """

    cells: tuple[Cell, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    refused: str = ""

    @property
    def libraries(self) -> tuple[str, ...]:
        """The large libraries that its cells import, worth importing once for all submissions.

        A student's text chooses among these few and names nothing itself.
        """
        return libraries("\n".join(cell.source for cell in self.cells if cell.code))


def legible(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the cells, those of the student's empty that take too long to be looked through."""
    room = _LEGIBLE
    found = []
    for cell in cells:
        if cell.kind != "instructor":
            fits = len(cell.source) <= min(room, MAX_CHARACTERS)
            room -= len(cell.source) if fits else 0
            cell = cell if fits else replace(cell, source="")
        found.append(cell)
    return tuple(found)


def read_submission(folder: Path, assignment: Assignment, limits: Limits) -> Submission:
    """Read a student's folder for one notebook; one that cannot be read is ``refused``."""
    notes: list[str] = []
    try:
        data = read_file(folder, f"{assignment.name}.ipynb", limits.notebook_bytes)
        cells = parse_notebook(data)
    except RefusedError as error:
        return Submission(refused=str(error))
    # They go into the sandbox in one frame, with the instructor's.
    room = MAX_FRAME - _ENVELOPE - sum(map(len, assignment.files.values()))
    files = read_files(folder, min(limits.disk // 2, room), notes)
    for name in _in_the_way(files, assignment.files):
        notes.append(f"{name!r} is in the way of the instructor's files: it was left out")
        del files[name]
    return Submission(_restore(cells, assignment, notes), files, tuple(notes))


def _in_the_way(files: Iterable[str], instructors: Iterable[str]) -> list[str]:
    """Return the files that have the name of an instructor's folder, or lie below such a file."""
    theirs = set(instructors)
    folders = {str(above) for name in theirs for above in PurePosixPath(name).parents}
    return [
        name
        for name in files
        if name in folders or not theirs.isdisjoint(map(str, PurePosixPath(name).parents))
    ]


def solution_submission(assignment: Assignment) -> Submission:
    """Return what the instructor's own solution would be as a submission."""
    cells = tuple(
        Cell(
            "student" if cell.kind in ("solution", "answer") else "instructor",
            cell.cell_type,
            cell.source,
            cell,
        )
        for cell in assignment.cells
    )
    return Submission(cells)


def parse_notebook(data: bytes) -> list[dict[str, Any]]:
    """Return the cells of a notebook as ``cell_type``, ``source`` and ``nbgrader``.

    Raises
    ------
    RefusedError
        If it is not a notebook of format 4.
    """
    if not data.strip():
        raise RefusedError("The file is empty.")
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RefusedError("The file is not a notebook: it is not UTF-8 text.") from None
    except (ValueError, RecursionError):
        raise RefusedError("The file is not a notebook: it is not valid JSON.") from None
    if not isinstance(notebook, dict):
        raise RefusedError("The file is not a notebook: it is JSON, but not an object.")
    version = notebook.get("nbformat")
    if version in (1, 2, 3) or "worksheets" in notebook:
        raise RefusedError(
            "The notebook is in an old format (nbformat 3). Open it in Jupyter, save it, and hand "
            "it in again."
        )
    if version not in (4, None):
        raise RefusedError("The notebook is in a format newer than nbformat 4.")
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise RefusedError("The file is not a notebook: it has no list of cells.")
    if len(cells) > _MAX_CELLS:
        raise RefusedError(
            f"The notebook has {len(cells):,} cells; at most {_MAX_CELLS:,} are read."
        )
    return [_parse_cell(cell) for cell in cells if isinstance(cell, dict)]


def _parse_cell(cell: dict[str, Any]) -> dict[str, Any]:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kind = cell.get("cell_type")
    return {
        "cell_type": kind if kind in _CELL_TYPES else "raw",
        "source": source.replace("\r\n", "\n") if isinstance(source, str) else "",
        "nbgrader": marks if isinstance(marks, dict) else {},
    }


def _restore(
    submitted: list[dict[str, Any]], assignment: Assignment, notes: list[str]
) -> tuple[Cell, ...]:
    """Put the instructor's cells back, in their order; keep what the student added where it was."""
    owned = {cell.grade_id: cell for cell in assignment.cells if cell.grade_id}
    last: dict[str, int] = {}
    for position, cell in enumerate(submitted):
        grade_id = cell["nbgrader"].get("grade_id")
        if isinstance(grade_id, str) and grade_id in owned:
            if grade_id in last:
                notes.append(f"the cell {grade_id!r} is there more than once: the last one counts")
            last[grade_id] = position
    following: dict[str, list[Cell]] = {"": []}
    anchor = ""
    for position, cell in enumerate(submitted):
        grade_id = cell["nbgrader"].get("grade_id")
        known = isinstance(grade_id, str) and grade_id in owned
        if known and last[grade_id] == position:
            anchor = grade_id
            following.setdefault(anchor, [])
        elif not (known and owned[grade_id].kind not in ("solution", "answer")):
            # An earlier copy of an answer still runs, as it did in the student's notebook.
            following[anchor].append(Cell("extra", cell["cell_type"], cell["source"]))
    order = [grade_id for grade_id in last if grade_id in owned]
    if sorted(order, key=lambda g: last[g]) != [g for g in owned if g in last]:
        notes.append("the instructor's cells were in another order: it was restored")
    cells = following[""]
    for grade_id, origin in owned.items():
        found = submitted[last[grade_id]] if grade_id in last else None
        cells += [_owned(origin, found, assignment, notes), *following.get(grade_id, [])]
    return tuple(cells)


def _owned(
    origin: SourceCell, found: dict[str, Any] | None, assignment: Assignment, notes: list[str]
) -> Cell:
    students = origin.kind in ("solution", "answer")
    if found is None:
        notes.append(f"the cell {origin.grade_id!r} was missing: it was put back")
        return Cell(
            "student" if students else "instructor", origin.cell_type, origin.released, origin
        )
    for name, kinds in (("grade", ("test", "answer")), ("solution", ("solution", "answer"))):
        is_set = bool(found["nbgrader"].get(name, origin.kind in kinds))
        if origin.kind != "task" and is_set != (origin.kind in kinds):
            notes.append(f"the mark {name!r} of the cell {origin.grade_id!r} was changed")
    points = found["nbgrader"].get("points", origin.points)
    if origin.kind in GRADED and points != origin.points:
        notes.append(f"the points of the cell {origin.grade_id!r} were changed")
    if students:
        return Cell("student", origin.cell_type, found["source"], origin)
    if not assignment.was_released(origin.grade_id, found["source"]):
        notes.append(f"the locked cell {origin.grade_id!r} was changed: it was restored")
    return Cell("instructor", origin.cell_type, origin.source, origin)
