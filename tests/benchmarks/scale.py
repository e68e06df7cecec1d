"""Does the ten-thousandth submission cost what the hundredth does, in time and in memory?

A class hands in a small notebook of two exercises, each student's own; one run grades them all.
``SCALE`` in the environment says how many.
"""

import copy
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from tests.benchmarks.grading import CONFIG_FILE, ROOT, descendants, proportional

SCALE = int(os.environ.get("SCALE", "10000"))
CHAPTER = "01_small"
EVERY = 2.0  # seconds between two looks


class Look(NamedTuple):
    """What was seen at one time: the seconds so far, submissions graded, bytes in memory."""

    seconds: float
    graded: int
    held: int


def tables() -> dict[str, list[dict]]:
    """Return what a submission cost and what was in memory, as the run went on."""
    with tempfile.TemporaryDirectory(prefix="scale-") as folder:
        root = Path(folder)
        _course(root)
        looks = _watch(root)
    marks = [n for n in (100, 300, 1_000, 3_000, 10_000) if n <= SCALE]
    rows, last = [], 0
    for mark in marks:
        now = next(n for n, look in enumerate(looks) if look.graded >= mark)
        since = looks[last : now + 1]
        took = since[-1].seconds - since[0].seconds
        rows.append(
            {
                "graded": since[-1].graded,
                "s a submission since the row above": took / (since[-1].graded - since[0].graded),
                "at most MB in all processes": round(max(look.held for look in since) / 2**20),
            }
        )
        last = now
    return {f"{SCALE:,} submissions of two small exercises in one run, two workers": rows}


def _course(root: Path) -> None:
    shutil.copy(ROOT / CONFIG_FILE, root)
    cells = []
    for name, body, test in (
        ("double", "return 2 * x", "assert double(3) == 6"),
        ("mean", "return sum(xs) / len(xs)", "assert mean([1.0, 2.0, 3.0]) == 2.0"),
    ):
        argument = "xs" if name == "mean" else "x"
        cells += [
            _cell(f"def {name}({argument}):\n    {body}", name, solution=True),
            _cell(test, f"{name}_test", grade=True, locked=True, points=1),
        ]
    source = root / "source" / CHAPTER / "exercises.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), source)
    for number in range(SCALE):
        own = copy.deepcopy(cells)
        own[0].source += f"\n# student {number}"
        if number % 3 == 0:
            own[2].source = "def mean(xs):\n    return xs[0]"
        path = root / "submitted" / f"s{number:05d}" / CHAPTER / "exercises.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(new_notebook(cells=own), path)


def _cell(source: str, grade_id: str, **marks: object) -> nbformat.NotebookNode:
    cell = new_code_cell(source)
    flags = {"grade": False, "solution": False, "locked": False, "task": False, **marks}
    cell.metadata["nbgrader"] = {"schema_version": 3, "grade_id": grade_id, **flags}
    return cell


def _watch(root: Path) -> list[Look]:
    """Grade all; return looks at it."""
    program = Path(sys.executable).parent / "autograder"
    command = [program, "grade", CHAPTER, "--workers", "2"]
    path = os.pathsep.join([str(program.parent), os.environ["PATH"]])
    start, looks = time.perf_counter(), [Look(0.0, 0, 0)]
    with tempfile.TemporaryFile() as log:
        run = subprocess.Popen(
            command, cwd=root, env=os.environ | {"PATH": path}, stdout=log, stderr=log
        )
        done = False
        while not done:
            time.sleep(EVERY)
            done = run.poll() is not None
            held = sum(map(proportional, [run.pid, *descendants(run.pid)]))
            graded = root / "autograded"
            count = len(os.listdir(graded)) if graded.exists() else 0
            looks.append(Look(time.perf_counter() - start, count, held))
        if run.returncode:
            log.seek(0)
            raise RuntimeError(f"{command} failed:\n{log.read()[-3000:].decode()}")
    return looks
