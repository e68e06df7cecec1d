"""What grading costs: nbgrader, ours on two workers, and the bare cells.

The same simulated students of chapter 1 hand in the exercises notebook alone. ``SUBMISSIONS``
in the environment says how many; nbgrader takes seconds for each. Ours sees the assignment for the
first time and decides where tests run; nbgrader's ``generate_assignment`` is not in its seconds.
Memory is looked at in a second run, of fewer: to count what processes share holds them up.
"""

import contextlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import create_engine, text

from autograder.assignment import read_assignment
from autograder.course import CONFIG_FILE, Course
from autograder.plan import plan
from autograder.sample import sample
from autograder.sandbox.limits import Limits
from autograder.submission import read_submission

ROOT = Path(__file__).parents[2]
CHAPTER = "01_perceptron"
SUBMISSIONS = int(os.environ.get("SUBMISSIONS", "100"))
WORKERS = 2
_WATCHED = min(SUBMISSIONS, 20)
_TICK = 0.2


def tables() -> dict[str, list[dict]]:
    """Grade the same class with each grader, and compare."""
    program = Path(sys.executable).parent
    release = [program / "nbgrader", "generate_assignment", CHAPTER, "--force"]
    graders = {
        "nbgrader autograde": [program / "nbgrader", "autograde", CHAPTER],
        "autograder grade": [program / "autograder", "grade", CHAPTER, "--workers", WORKERS],
    }
    rows, scores = [], []
    with tempfile.TemporaryDirectory(prefix="grading-") as folder:
        for name, command in graders.items():
            root, fewer = Path(folder) / name, Path(folder) / f"{name}, watched"
            for course, submissions in ((root, SUBMISSIONS), (fewer, _WATCHED)):
                _course(course, submissions)
                if command[0].name == "nbgrader":
                    _run(release, course)
            seconds = _seconds(command, root)
            rows.append({"grader": name, "seconds": seconds})
            rows[-1] |= {"s a submission": seconds / SUBMISSIONS, "peak MB": _peak(command, fewer)}
            scores.append(_scores(root))
        bare = _bare(Path(folder) / "autograder grade")
    same = sum(scores[0][student] == score for student, score in scores[1].items())
    for row in rows:
        row["times as fast"] = rows[0]["seconds"] / row["seconds"]
        row["of the bare cells"] = row["s a submission"] / bare
    title = (
        f"Grading {SUBMISSIONS} submissions of {CHAPTER}'s exercises on {WORKERS} workers, imports "
        f"and all; their cells alone take {bare:.3f} s a submission in one warm process; {same} of "
        f"{SUBMISSIONS} scores are the same"
    )
    return {title: rows}


def _course(root: Path, submissions: int) -> None:
    """Make a class whose students hand in the exercises alone."""
    root.mkdir()
    shutil.copy(ROOT / CONFIG_FILE, root)
    for step in ("source", "release"):
        folder = root / step / CHAPTER
        folder.mkdir(parents=True)
        shutil.copy(ROOT / step / CHAPTER / "exercises.ipynb", folder)
    sample(Course(root), CHAPTER, submissions, seed=17)


def _bare(root: Path) -> float:
    """Return the seconds that a submission's cells and tests take in this process, once warm."""
    course = Course(root)
    path = course.source(CHAPTER) / "exercises.ipynb"
    assignment = read_assignment(path, config=course.config)
    students = [course.submitted(CHAPTER, student) for student in course.students(CHAPTER)]
    submissions = [read_submission(folder, assignment, Limits()) for folder in students]
    notebooks = [[step.request["source"] for step in plan(assignment, s)] for s in submissions]
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        for cells in notebooks:
            _run_cells(cells)
        taken.append(time.perf_counter() - start)
    return min(taken) / len(notebooks)


def _run_cells(cells: list[str]) -> None:
    names: dict = {}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for cell in cells:
            with contextlib.suppress(Exception):
                exec(cell, names)


def _seconds(command: list, root: Path) -> float:
    start = time.perf_counter()
    _run(command, root)
    return time.perf_counter() - start


def _peak(command: list, root: Path) -> int:
    """Return the most memory that a run and all below it held at once, in MB."""
    with _watched() as peak:
        _run(command, root)
    return round(peak() / 2**20)


def _run(command: list, root: Path) -> None:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    run = subprocess.run(
        [str(word) for word in command],
        cwd=root,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    if run.returncode:
        raise RuntimeError(f"{command} failed:\n{run.stderr[-3000:]}")


@contextlib.contextmanager
def _watched() -> Iterator[Callable[[], int]]:
    """Yield a function that tells the most memory that all children held at once, in bytes."""
    most, stop = [0], threading.Event()

    def watch() -> None:
        while not stop.wait(_TICK):
            most[0] = max(most[0], sum(map(proportional, descendants(os.getpid()))))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield lambda: most[0]
    finally:
        stop.set()
        thread.join()


def descendants(pid: int) -> list[int]:
    """Return the processes below one."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            status = (folder / "stat").read_text().rpartition(")")[2].split()
            children.setdefault(int(status[1]), []).append(int(folder.name))
    found, pending = [], [pid]
    while pending:
        pending += (own := children.get(pending.pop(), []))
        found += own
    return found


def proportional(pid: int) -> int:
    """Return the memory of a process, what it shares with others divided among them."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _scores(root: Path) -> dict[str, float]:
    engine = create_engine(f"sqlite:///{root}/gradebook.db")
    query = """
        SELECT s.student_id, SUM(COALESCE(g.auto_score, 0)) FROM grade g
        JOIN submitted_notebook n ON g.notebook_id = n.id
        JOIN submitted_assignment s ON n.assignment_id = s.id GROUP BY s.student_id
    """
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(query))}
