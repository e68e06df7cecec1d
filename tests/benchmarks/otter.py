"""otter-grader on a small assignment, beside ours: installed for the run alone, not in our lock."""

import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from autograder.assignment import Assignment, read_assignment
from autograder.run import Engine
from autograder.sandbox.limits import Limits
from autograder.submission import read_submission

REPETITIONS = 5
SOLUTIONS = {
    "square": "def square(x):\n    return x ** 2",
    "scaled": "def scaled(x):\n    return (x - x.mean()) / x.std()",
}
TESTS = {
    "square": "assert square(3) == 9\nassert square(np.arange(3)).tolist() == [0, 1, 4]",
    "scaled": "assert abs(scaled(np.array([1.0, 2.0, 3.0])).mean()) < 1e-9",
}
_OTTER_TEST = """\
OK_FORMAT = False
from otter.test_files import test_case

name = {name!r}
points = 1


@test_case(points=1, hidden=False)
def test_{name}({name}, env):
    import numpy as np

{body}
"""


def tables() -> dict[str, list[dict[str, Any]]]:
    """Return what one submission takes with either; nothing if otter-grader cannot be had."""
    with tempfile.TemporaryDirectory(prefix="otter-") as name:
        python = _install(Path(name) / "venv")
        if python is None:
            return {}
        folder = Path(name) / "assignment"
        folder.mkdir()
        _write(folder)
        theirs = _otter(python, folder)
        (folder / "autograder.zip").unlink()
        rows = [
            {"grader": "otter run", "s a submission": theirs},
            {"grader": "autograder, warm", "s a submission": _ours(folder)},
        ]
    for row in rows:
        row["times as fast"] = theirs / row["s a submission"]
    title = "Grading a small assignment of two questions, one submission at a time, fastest of "
    return {f"{title}{REPETITIONS}": rows}


def _install(venv: Path) -> Path | None:
    try:
        subprocess.run([sys.executable, "-m", "venv", venv], check=True, capture_output=True)
        pip = [venv / "bin" / "pip", "install", "-q", "otter-grader", "ipykernel", "numpy"]
        subprocess.run(pip, check=True, capture_output=True, timeout=600)
    except (subprocess.SubprocessError, OSError):
        return None
    return venv / "bin" / "python"


def _cell(source: str, **marks: Any) -> dict[str, Any]:
    metadata = {"nbgrader": {"schema_version": 3, "task": False, **marks}} if marks else {}
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"c{abs(hash(source)) % 10**9}",
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


def _write(folder: Path) -> None:
    """Write the notebook, and the same tests in otter's form."""
    cells = [_cell("import numpy as np")]
    for name, source in SOLUTIONS.items():
        student = {"grade": False, "grade_id": name, "locked": False, "solution": True}
        test = {"grade": True, "grade_id": f"{name}_test", "locked": True, "solution": False}
        cells += [_cell(source, **student), _cell(TESTS[name], **test, points=1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}}
    text = json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5})
    (folder / "small.ipynb").write_text(text)
    with zipfile.ZipFile(folder / "autograder.zip", "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python"}))
        for name, body in TESTS.items():
            lines = "\n".join(f"    {line}" for line in body.splitlines())
            archive.writestr(f"tests/{name}.py", _OTTER_TEST.format(name=name, body=lines))


def _otter(python: Path, folder: Path) -> float:
    command = [python.parent / "otter", "run", "-a", "autograder.zip", "small.ipynb"]
    taken = []
    for _ in range(REPETITIONS):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    results = json.loads((folder / "results.json").read_text())
    got = sum(test["score"] for test in results["tests"] if test.get("max_score"))
    if got != len(TESTS):
        raise RuntimeError(f"otter-grader gives the solution {got} of {len(TESTS)} points")
    return min(taken)


def _ours(folder: Path) -> float:
    assignment: Assignment = read_assignment(folder / "small.ipynb")
    taken = []
    with Engine(assignment, Limits()) as engine:
        for _ in range(REPETITIONS):
            start = time.perf_counter()
            result = engine.grade(read_submission(folder, assignment, engine.limits))
            taken.append(time.perf_counter() - start)
    if result.score != len(TESTS):
        raise RuntimeError(f"the solution gets {result.score} of {len(TESTS)} points")
    return min(taken)
