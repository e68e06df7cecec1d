"""From text to the instructor's notebook: a lesson in MyST, exercises as a percent script.

The same text always gives the same bytes, and an edit of one cell changes that cell alone: a cell's
id is its grade id, else a hash of its content.
"""

import hashlib
import re
from collections import Counter
from pathlib import Path

import jupytext
import nbformat
from jsonschema import ValidationError
from jupytext.config import load_jupytext_config
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooNewError, SchemaTooOldError

from autograder.errors import CourseError

# The two texts of a chapter, and jupytext's name of the form each is written in.
FORMATS = {"lesson.md": "md:myst", "exercises.py": "py:percent"}

_METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python", "pygments_lexer": "ipython3"},
}
_NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}
_REGIONS = {"SOLUTION": "solution", "HIDDEN TESTS": "grade"}  # and what their cell must be


def read(path: Path) -> NotebookNode:
    """Read a chapter's text as the instructor's notebook.

    Raises
    ------
    CourseError
        If the text cannot be parsed, or a cell's nbgrader metadata cannot be used.
    """
    try:
        parsed = jupytext.read(path, fmt=FORMATS[path.name], config=load_jupytext_config(path))
    except Exception as error:  # jupytext lets through whatever its parsers raise
        message = " ".join(str(error).split())
        raise CourseError(f"{path} cannot be read: {message}") from error
    cells = [_cell(cell, id) for cell, id in zip(parsed.cells, _ids(parsed), strict=True)]
    notebook = new_notebook(cells=cells, metadata=_METADATA)
    _check(notebook, path)
    return notebook


def text(notebook: NotebookNode, path: Path) -> str:
    """Return the notebook in the form of the text at ``path``: what `read` was given."""
    config = load_jupytext_config(path)
    return jupytext.writes(notebook, fmt=FORMATS[path.name], config=config)


def dumps(notebook: NotebookNode) -> str:
    """Return the notebook as the text of an ``.ipynb`` file."""
    return nbformat.writes(notebook) + "\n"


def _cell(parsed: NotebookNode, id: str) -> NotebookNode:
    new_cell = _NEW_CELL[parsed.cell_type]
    metadata = {
        key: value
        for key, value in parsed.metadata.items()
        if not key.startswith("lines_to_")  # jupytext's own, for the spacing of the text
    }
    return new_cell(parsed.source, id=id, metadata=metadata)


def _ids(notebook: NotebookNode) -> list[str]:
    """Name each cell by its grade id, else by a hash of its content and what copy of it this is."""
    copies: Counter[str] = Counter()
    ids = []
    for cell in notebook.cells:
        content = f"{cell.cell_type}\n{cell.source}"
        copy, copies[content] = copies[content], copies[content] + 1
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        fits = re.fullmatch(r"[A-Za-z0-9_-]{1,64}", grade_id) and grade_id not in ids
        ids.append(grade_id if fits else _hash(f"{content}\n{copy}"))
    return ids


def _hash(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _check(notebook: NotebookNode, path: Path) -> None:
    """Find what nbgrader would stumble over, and name the cell."""
    validator = MetadataValidator()
    seen = set()
    for number, cell in enumerate(notebook.cells, start=1):
        nbgrader = cell.metadata.get("nbgrader", {})
        grade_id = nbgrader.get("grade_id")
        first_line = cell.source.strip().partition("\n")[0]
        name = f"{path}, cell {number} ({grade_id or first_line!r})"
        try:
            validator.validate_cell(cell)
        except (ValidationError, SchemaTooOldError, SchemaTooNewError) as error:
            message = error.args[0].partition("\n")[0]
            raise CourseError(f"{name}: nbgrader metadata: {message}") from error
        if grade_id is not None and grade_id in seen:
            raise CourseError(f"{name}: this grade_id is taken by an earlier cell.")
        seen.add(grade_id)
        for region, key in _REGIONS.items():
            marks = re.findall(rf"(BEGIN|END) {region}\b", cell.source)
            if marks != ["BEGIN", "END"] * (len(marks) // 2):
                raise CourseError(f"{name}: BEGIN {region} and END {region} do not pair up.")
            if marks and not nbgrader.get(key):
                raise CourseError(f'{name}: a {region} region needs nbgrader\'s "{key}": true.')
