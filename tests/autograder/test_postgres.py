"""The gradebook in a real PostgreSQL, as nbgrader reads it there."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook as TheirGradebook

from autograder.assignment import read_assignment
from autograder.course import Course
from autograder.gradebook import Entry, Gradebook
from autograder.result import ItemResult
from autograder.sheet import Sheet, notebook_metadata

CHAPTER = "01_tiny"
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A cluster of its own, in a folder of its own, reached by a Unix socket alone."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    root = os.geteuid() == 0  # as whom PostgreSQL will not run
    user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid} if root else {}
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    if root:
        shutil.chown(folder, "nobody")
    data = folder / "data"

    def run(program: str, *arguments: str) -> None:
        command = [str(BINARIES[-1] / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **user)

    run("initdb", "--auth=trust", "--username=teacher", "--encoding=UTF8", "--no-sync")
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", settings, "start")
    try:
        yield f"postgresql+psycopg://teacher@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
        shutil.rmtree(folder)


def record(url: str, sheet: Sheet, points: float) -> None:
    items = [
        ItemResult("heaviside_test", "partial", points, 2.0),
        ItemResult("sign_test", "failed", 0.0, 3.0),
        ItemResult("words", "manual", None, 4.0),
    ]
    with Gradebook(url, "nnlab") as gradebook:
        gradebook.register(CHAPTER, [sheet])
        for student in ("ada", "bob"):
            entry = Entry(items, frozenset({"words"}))
            gradebook.record(CHAPTER, student, {"exercises": entry})


def test_postgresql_holds_what_sqlite_holds(
    built: Path, url: str, tmp_path: Path, content: Callable[[str], list[tuple]]
) -> None:
    course = Course(built)
    path = course.source(CHAPTER) / "exercises.ipynb"
    sheet = Sheet(read_assignment(path, config=course.config), notebook_metadata(path))
    sqlite = f"sqlite:///{tmp_path}/gradebook.db"
    for points in (1.5, 2.0):
        record(url, sheet, points)
        record(sqlite, sheet, points)
        rows = [[*row[:6], row[6] and bool(row[6]), row[7]] for row in content(sqlite)]
        assert [list(row) for row in content(url)] == rows
    with TheirGradebook(url, "nnlab") as gradebook:
        assert gradebook.find_submission(CHAPTER, "bob").score == 2
        mark = gradebook.find_grade("words", "exercises", CHAPTER, "bob")
        mark.manual_score, mark.needs_manual_grade = 3.0, False
        gradebook.db.commit()
    record(url, sheet, 1.0)
    with TheirGradebook(url, "nnlab") as gradebook:
        assert gradebook.find_submission(CHAPTER, "bob").score == 4
        assert [row["student"] for row in gradebook.submission_dicts(CHAPTER)]
    with Gradebook(url, "nnlab") as gradebook:
        assert gradebook.students(CHAPTER) == {"ada", "bob"}
        assert set(gradebook.marks(CHAPTER)) == {"bob"}
