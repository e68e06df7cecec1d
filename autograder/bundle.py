"""A bundle: the instructor's side of a chapter in one file, for graders without a course directory.

It holds solutions and hidden tests: keep it secret. Inside is plain JSON, compressed, with a
version and a checksum; reading one runs nothing.
"""

import base64
import gzip
import hashlib
import json
import zlib
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment, SourceCell
from autograder.course import Course
from autograder.errors import CourseError
from autograder.pipeline.chapter import read_chapter
from autograder.sandbox.limits import Limits
from autograder.servers import Servers

FORMAT, VERSION = "nnlab bundle", 3


@dataclass(frozen=True)
class Bundle:
    """The graded notebooks of a chapter, and the seconds that a cell may take."""

    chapter: str
    assignments: tuple[Assignment, ...]
    timeout: float = Limits.timeout

    @property
    def names(self) -> list[str]:
        """The names of the files that it grades."""
        return [f"{assignment.name}.ipynb" for assignment in self.assignments]


def make(course: Course, chapter: str) -> Bundle:
    """Read a chapter from ``source/``, with where each of its tests can run.

    Raises
    ------
    CourseError
        If a notebook cannot be used, or nothing in the chapter is graded.
    """
    limits = course.limits()
    with closing(Servers()) as servers:
        graded = read_chapter(course, chapter, limits, servers).graded
    return Bundle(chapter, tuple(graded.values()), limits.timeout)


def write(bundle: Bundle, path: Path) -> None:
    """Write a bundle; the same one is the same bytes."""
    content = {
        "chapter": bundle.chapter,
        "timeout": bundle.timeout,
        "assignments": [_plain(assignment) for assignment in bundle.assignments],
    }
    whole = {"format": FORMAT, "version": VERSION, "sha256": _checksum(content), "content": content}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(whole).encode(), mtime=0))


def read(path: Path) -> Bundle:
    """Read a bundle.

    Raises
    ------
    CourseError
        If it is none, is damaged, or is of a version that this autograder does not know.
    """
    try:
        whole = json.loads(gzip.decompress(path.read_bytes()))
    except FileNotFoundError:
        raise CourseError(f"There is no bundle {path}. `autograder bundle` makes one.") from None
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise CourseError(f"{path} is not a bundle, or is damaged: {error}.") from error
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise CourseError(f"{path} is not a bundle: `autograder bundle` makes one.")
    if whole.get("version") != VERSION:
        raise CourseError(
            f"{path} is a bundle of version {whole.get('version')}; this autograder reads "
            f"version {VERSION}. Make it again with `autograder bundle`."
        )
    try:
        content = whole["content"]
        if whole["sha256"] != _checksum(content):
            raise CourseError(f"{path} is damaged: its checksum is not that of its content.")
        assignments = tuple(map(_assignment, content["assignments"]))
        return Bundle(content["chapter"], assignments, float(content["timeout"]))
    except (KeyError, TypeError, ValueError) as error:
        raise CourseError(f"{path} is not a bundle that can be read: {error!r}.") from error


def _plain(assignment: Assignment) -> dict[str, Any]:
    files = {name: base64.b64encode(data).decode() for name, data in assignment.files.items()}
    return {**asdict(assignment), "files": files}


def _assignment(plain: dict[str, Any]) -> Assignment:
    return Assignment(
        name=plain["name"],
        cells=tuple(SourceCell(**{**c, "hidden": tuple(c["hidden"])}) for c in plain["cells"]),
        files={name: base64.b64decode(data) for name, data in plain["files"].items()},
        preload={side: tuple(modules) for side, modules in plain["preload"].items()},
        short=plain["short"],
        releases={grade_id: tuple(known) for grade_id, known in plain["releases"].items()},
    )


def _checksum(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
