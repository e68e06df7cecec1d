"""Killed at any moment, the grader goes on where it was: the gradebook ends up the same."""

import functools
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from autograder.assignment import read_assignment
from autograder.course import Course
from autograder.gradebook import Gradebook
from autograder.pipeline import flow, worker
from autograder.pipeline.chapter import Chapter
from autograder.pipeline.job import Done, Job
from autograder.pipeline.sender import Sender
from autograder.pipeline.store import read_record
from autograder.pipeline.worker import Setup
from autograder.result import CellResult, ItemResult, Result
from autograder.sandbox.limits import Limits
from autograder.servers import Servers
from autograder.sheet import Sheet, notebook_metadata

CHAPTER = "01_tiny"
STUDENTS = [f"s{number:02d}" for number in range(30)]


class Canned(Sender):
    """Grades without a sandbox, so that most moments are moments of writing."""

    def all(self, todo: Iterable[tuple]) -> Iterator[tuple]:
        for tag, task in todo:
            yield tag, canned(self._setup.chapter, task) if isinstance(task, Job) else task


def canned(chapter: Chapter, job: Job) -> Done:
    points = float(int(job.student[1:]) % 3)
    items = [
        ItemResult("heaviside_test", "partial", points, 2.0),
        ItemResult("sign_test", "passed", 3.0, 3.0),
        ItemResult("words", "manual", None, 4.0),
    ]
    cells = [CellResult("extra", "code", f"points = {points}")]
    return worker.render(chapter, job, {"exercises": Result("exercises", "", items, cells)})


def grade_canned(root: Path) -> None:
    course = Course(root)
    path = course.source(CHAPTER) / "exercises.ipynb"
    sheet = Sheet(read_assignment(path, config=course.config), notebook_metadata(path))
    setup = Setup(Chapter(CHAPTER, {"exercises": sheet}), Limits())
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.register(CHAPTER, [sheet])
        for _ in flow.Flow(course, setup, Servers(), gradebook).run(STUDENTS, 1):
            pass


def written(root: Path) -> dict[str, bytes]:
    """Return the files of all students; of a record, what does not depend on the clock."""
    files = {}
    for step in ("autograded", "feedback"):
        for path in sorted((root / step).rglob("*")):
            if path.is_file():
                name = path.relative_to(root).as_posix()
                data = path.read_bytes()
                if path.name.endswith(".grade.json"):
                    data = json.dumps({**json.loads(data), "seconds": None}).encode()
                files[name] = data
    return files


def hand_in(root: Path) -> Path:
    for student in STUDENTS:
        folder = root / "submitted" / student / CHAPTER
        folder.mkdir(parents=True)
        shutil.copy(root / "release" / CHAPTER / "exercises.ipynb", folder)
        (folder / "data.txt").write_text(student)
    return root


def test_killed_at_twenty_random_moments_it_ends_in_the_same_gradebook(
    built: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: Callable[[str], list[tuple]],
) -> None:
    monkeypatch.setattr(flow, "Sender", Canned)
    undisturbed = shutil.copytree(hand_in(built), tmp_path / "undisturbed")
    started = time.monotonic()
    grade_canned(undisturbed)
    whole = time.monotonic() - started
    rng = np.random.default_rng(2)
    fork = multiprocessing.get_context("fork")
    killed, graded = 0, set()
    while killed < 20:
        process = fork.Process(target=grade_canned, args=(built,))
        process.start()
        process.join(rng.uniform(0, whole / 8))
        if process.exitcode is None:
            killed += 1
        process.kill()
        process.join()
        there = {path.parent.name for path in (built / "autograded").rglob("*.grade.json")}
        assert graded <= there  # what was graded stays graded
        graded = there
        if len(graded) == len(STUDENTS):
            shutil.rmtree(built / "autograded" / "s07")
            graded -= {"s07"}
    grade_canned(built)
    assert written(built) == written(undisturbed)
    assert content(f"sqlite:///{built}/gradebook.db") == content(
        f"sqlite:///{undisturbed}/gradebook.db"
    )
    assert len(content(f"sqlite:///{built}/gradebook.db")) == 6 * len(STUDENTS)


@pytest.mark.slow
@pytest.mark.parametrize(("end", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_stopped_while_sandboxes_run_it_leaves_none_behind_and_goes_on(
    end: signal.Signals, code: int, built: Path, content: Callable[[str], list[tuple]]
) -> None:
    students = 40  # enough that the signal always comes in the middle
    for number in range(students):
        folder = built / "submitted" / f"ada-{number}" / CHAPTER
        folder.mkdir(parents=True)
        shutil.copy(built / "source" / CHAPTER / "exercises.ipynb", folder)
    program = str(Path(sys.executable).parent / "autograder")
    command = [program, "grade", "1", "--workers", "1"]
    first = built / "autograded" / "ada-0" / CHAPTER
    # A shell hands SIGINT down as ignored to what it starts in the background.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(command, cwd=built, start_new_session=True, preexec_fn=heed)
    while read_record(first) is None and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(end)
    assert process.wait(60) == code
    assert ended(process.pid)
    done = subprocess.run(command, cwd=built, check=True, capture_output=True, text=True)
    assert "graded" in done.stdout
    rows = content(f"sqlite:///{built}/gradebook.db")
    points = [row[4] for row in rows if row[2] == "sign_test"]
    assert points == [3.0] * students


def ended(session: int) -> bool:
    """Whether all processes of a session end within some seconds."""
    for _ in range(200):
        try:
            os.killpg(session, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(session, signal.SIGKILL)
    return False
