"""From the small texts in this folder to notebooks that a student might hand in.

A text is a percent script. ``# %% mean`` starts the cell of that grade id, ``# %%`` an extra cell
where it stands, ``# %% [markdown]`` one of text. The lines before the first cell are its header,
``# key: value``. Cells of the assignment that a text does not name are handed in as they were
released, or with ``# rest: right`` as ``right.py`` answers them.
"""

import json
import re
import runpy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    ClearSolutions,
    ComputeChecksums,
)

FILES = Path(__file__).parent
NAME = "ps1"
FULL = {
    "mean_test": 2.0,
    "heaviside_test": 3.0,
    "initials_test": 2.0,
    "evens_test": 4.0,
    "account_test": 2.0,
}
_CELL = re.compile(r"^# %%[ ]*(?P<markdown>\[markdown\])?[ ]*(?P<id>\w*)[ ]*(?P<marks>\{.*\})?$")
_FLAGS = ("grade", "solution", "locked", "task")


@dataclass
class Text:
    """A text of this folder: its header, and its cells as (kind, grade id, marks, source)."""

    path: Path
    header: dict[str, str] = field(default_factory=dict)
    cells: list[tuple[str, str, dict[str, Any], str]] = field(default_factory=list)

    @property
    def deserves(self) -> dict[str, float]:
        """What a cheat's honest part is worth: ``deserves: mean_test 2``, and nothing else."""
        return _points(self.header.get("deserves", ""))

    @property
    def points(self) -> dict[str, float]:
        """What honest work is worth: all points but those in ``loses: mean_test 2``."""
        loses = _points(self.header.get("loses", ""))
        return {grade_id: points - loses.get(grade_id, 0.0) for grade_id, points in FULL.items()}


def read(path: Path) -> Text:
    """Read a text."""
    text, lines = Text(path), []
    for line in path.read_text(encoding="utf-8").splitlines():
        start = _CELL.match(line)
        if start:
            lines = []
            kind = "markdown" if start["markdown"] else "code"
            text.cells.append((kind, start["id"], json.loads(start["marks"] or "{}"), lines))  # type: ignore[arg-type]
        elif text.cells:
            lines.append(line)
        elif match := re.match(r"# ([\w ]+): (.*)", line):
            text.header[match[1]] = match[2]
    text.cells = [(k, i, m, "\n".join(source).strip("\n")) for k, i, m, source in text.cells]
    return text


def instructors() -> NotebookNode:
    """Return the assignment as its instructor wrote it."""
    cells = []
    for kind, grade_id, marks, source in read(FILES / "assignment.py").cells:
        cell = (new_markdown_cell if kind == "markdown" else new_code_cell)(source)
        if grade_id:
            flags = {flag: bool(marks.get(flag)) for flag in _FLAGS}
            points = {"points": marks["points"]} if "points" in marks else {}
            cell.metadata["nbgrader"] = {
                "grade_id": grade_id,
                "schema_version": 3,
                **flags,
                **points,
            }
        cell["id"] = grade_id or f"cell-{len(cells)}"
        cells.append(cell)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def released() -> NotebookNode:
    """Return the assignment as students get it."""
    notebook = instructors()
    for step in (ClearSolutions, ClearHiddenTests, ClearMarkScheme, ComputeChecksums):
        notebook, _ = step().preprocess(notebook, ResourcesDict())
    return notebook


def filled_in(text: Text) -> NotebookNode:
    """Return the released assignment with the cells of a text in it."""
    right = text.header.get("rest") == "right"
    notebook = filled_in(read(FILES / "right.py")) if right else released()
    cells = list(notebook.cells)
    where = 1  # after the imports
    for number, (kind, grade_id, _, source) in enumerate(text.cells):
        if grade_id:
            where = next(n for n, c in enumerate(cells) if _grade_id(c) == grade_id)
            cells[where]["source"] = source
        else:
            new = (new_markdown_cell if kind == "markdown" else new_code_cell)(source)
            new["id"] = f"extra-{number}"
            where += 1
            cells.insert(where, new)
    notebook["cells"] = cells
    return notebook


def hand_in(text: Text, folder: Path) -> None:
    """Write what a text hands in: its notebook, and what its ``.hand_in.py`` does to the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    notebook = filled_in(text)
    script = text.path.with_suffix(".hand_in")
    if script.exists():
        notebook = runpy.run_path(str(script))["hand_in"](notebook, folder)
    path = folder / f"{NAME}.ipynb"
    if isinstance(notebook, bytes):
        path.write_bytes(notebook)
    elif isinstance(notebook, dict):
        path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")


def write_source(folder: Path) -> Path:
    """Write the instructor's notebook."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.ipynb"
    nbformat.write(instructors(), path)
    return path


def cheats() -> list[Text]:
    """Return all cheats, by class and name."""
    return [read(path) for path in sorted((FILES / "cheats").glob("*/*.py"))]


def honest() -> list[Text]:
    """Return all honest submissions, by name."""
    return [read(path) for path in sorted((FILES / "honest").glob("*.py"))]


def _points(listed: str) -> dict[str, float]:
    pairs = (part.split() for part in listed.split(",") if part.strip())
    return {grade_id: float(points) for grade_id, points in pairs}


def _grade_id(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")
