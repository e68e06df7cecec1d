"""The files of a graded submission, written so that a kill at any moment does no harm.

Each file is written beside its place and then put there, so a reader sees the old one or the new
one. The record comes last, after the gradebook: without a record that fits, the submission is
graded again. It holds hidden tests' words, so it lies beside the autograded folder and not in it:
what lies in it, ``nbgrader generate_feedback`` hands to the student.
"""

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.files import PARTIAL, write_atomically
from autograder.pipeline.keys import Keys, hashed

_READ_ONLY = 0o444  # as nbgrader leaves them


@dataclass(frozen=True)
class Record:
    """What is kept of a graded submission.

    Parameters
    ----------
    key
        Of all that ``notebooks`` depends on.
    keys
        The parts of the key, by notebook.
    marks
        Of what people gave and wrote when the pages were made.
    notebooks
        By notebook, as :meth:`Result.as_dict` gives it.
    seconds
        By notebook, what each item took.
    written
        Of the autograded notebooks: of others in their place the record says nothing.
    """

    key: str
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    marks: str = ""
    notebooks: dict[str, dict[str, Any]] = field(default_factory=dict)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)
    written: str = ""

    @property
    def faulty(self) -> bool:
        """Whether the grader failed, and should try again."""
        items = (item for plain in self.notebooks.values() for item in plain["items"])
        return any(item["verdict"] == "grader_fault" for item in items)


def whole_key(keys: Mapping[str, Keys]) -> str:
    """Return the key of a student's notebooks together."""
    return hashed({name: each.as_dict() for name, each in keys.items()})


def record_file(folder: Path) -> Path:
    """Return where the record of a student's autograded folder lies.

    Examples
    --------
    >>> record_file(Path("autograded/ada/ps1")).as_posix()
    'autograded/ada/.ps1.grade.json'
    """
    return folder.with_name(f".{folder.name}.grade.json")


def read_record(folder: Path) -> Record | None:
    """Return what is kept of a student's autograded folder, None if nothing of use."""
    try:
        record = Record(**json.loads(record_file(folder).read_text(encoding="utf-8")))
        return record if record.written == hash_of(folder, record.notebooks) else None
    except (OSError, ValueError, TypeError):
        return None


def write_record(folder: Path, record: Record) -> None:
    """Write what is kept; from now on the submission counts as graded."""
    record = replace(record, written=hash_of(folder, record.notebooks))
    write_atomically(record_file(folder), json.dumps(vars(record)) + "\n")


def hash_of(folder: Path, names: Iterable[str]) -> str:
    """Return a hash of autograded notebooks, whoever wrote them.

    Raises
    ------
    OSError
        If one is missing.
    """
    written = [(folder / f"{name}.ipynb").read_bytes() for name in sorted(names)]
    return hashed([hashlib.sha256(data).hexdigest() for data in written])


def write_autograded(
    folder: Path, notebooks: Mapping[str, str], files: Mapping[str, bytes]
) -> None:
    """Write the notebooks and the files beside them; remove what an earlier submission left."""
    own = {f"{name}.ipynb" for name in notebooks}
    beside = {name: data for name, data in files.items() if _allowed(name, own)}
    _forget(folder, {*own, *beside})
    for name, data in beside.items():
        write_atomically(folder / name, data, _READ_ONLY)
    for name, text in notebooks.items():
        write_atomically(folder / f"{name}.ipynb", text, _READ_ONLY)


def write_feedback(folder: Path, pages: Mapping[str, str]) -> None:
    """Write the feedback pages."""
    for name, page in pages.items():
        write_atomically(folder / f"{name}.html", page)


def _allowed(name: str, notebooks: Iterable[str]) -> bool:
    """Whether a student's file may stand beside their notebooks: none takes the place of ours."""
    parts = PurePosixPath(name).parts
    return parts[0] not in notebooks and not any(part.endswith(PARTIAL) for part in parts)


def _forget(folder: Path, wanted: set[str]) -> None:
    for top, folders, found in os.walk(folder, topdown=False):
        for name in found:
            path = Path(top) / name
            if path.relative_to(folder).as_posix() not in wanted:
                path.unlink()
        for name in folders:
            path = Path(top) / name
            if stat.S_ISLNK(path.lstat().st_mode):
                path.unlink()
            elif path.relative_to(folder).as_posix() in wanted or not any(path.iterdir()):
                _remove(path)


def _remove(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()
