"""What a result depends on, as hashes. The same keys mean the same result."""

import hashlib
import importlib.util
import json
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment, SourceCell
from autograder.names import import_lines, names
from autograder.sandbox.limits import Limits
from autograder.submission import Submission

_SOURCES = ("autograder", "nnlab")  # they change without a new version


@dataclass(frozen=True)
class Keys:
    """The keys of one student's notebook.

    Parameters
    ----------
    context
        Of all that every item depends on.
    notes
        Of what was restored, which an item does not depend on.
    items
        Of each item's own cell, by grade id.
    """

    context: str
    notes: str
    items: dict[str, str]

    def as_dict(self) -> dict[str, Any]:
        """Return the keys as plain data."""
        return {**vars(self)}


class Keyring:
    """Makes the keys of a notebook's submissions; what they share is hashed once.

    Parameters
    ----------
    assignment
        What they are graded by.
    limits
        What each may use.
    unsafe
        Whether they run without isolation.
    """

    def __init__(self, assignment: Assignment, limits: Limits, *, unsafe: bool = False) -> None:
        shapes = [_shape(cell) for cell in assignment.items]
        self._shared = hashed(
            [assignment.context_hash(), shapes, limits.as_dict(), unsafe, environment()]
        )
        self._items = {c.grade_id: assignment.item_hash(c.grade_id) for c in assignment.items}

    def keys(self, submission: Submission) -> Keys:
        """Return what the result of a submission depends on."""
        context = hashed([self._shared, _submission_hash(submission)])
        return Keys(context, hashed(submission.notes), self._items)


def _shape(item: SourceCell) -> list[Any]:
    """Return what of a graded cell the rest of its notebook can tell."""
    binds = sorted(names(item.source).binds) if item.code else []
    imports = import_lines(item.visible_source()) if item.code else ""
    return [item.grade_id, item.mode, bool(item.hidden_lines()), binds, imports]


def _submission_hash(submission: Submission) -> str:
    """Return a hash of what a student wrote: outputs and metadata make no difference."""
    cells = [
        [
            cell.kind,
            cell.cell_type,
            "" if cell.kind == "instructor" else cell.source,
            cell.origin.grade_id if cell.origin else "",
        ]
        for cell in submission.cells
    ]
    files = {name: hashlib.sha256(data).hexdigest() for name, data in submission.files.items()}
    return hashed([cells, files, submission.refused])


@cache
def environment() -> str:
    """Return a hash of Python, of the packages that are installed and of the grader itself."""
    # The folders' names hold names and versions; to read them all from metadata takes much longer.
    found = {path.name for folder in map(Path, sys.path) for path in folder.glob("*.*-info")}
    return hashed([sys.version, sorted(found), [_sources(package) for package in _SOURCES]])


def _sources(package: str) -> list[list[str]]:
    found = importlib.util.find_spec(package)
    folders = map(Path, found.submodule_search_locations or ()) if found else ()
    return [
        [path.relative_to(folder).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()]
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
    ]


def hashed(value: Any) -> str:
    """Return the hash of plain data."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
