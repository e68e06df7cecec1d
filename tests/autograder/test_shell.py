"""Cells become Python as IPython says, with a shorter way for those that are Python already."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import jupytext
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from autograder.sandbox.shell import _is_python

COURSE = Path(__file__).parents[2] / "course"
PYTHON = [
    "import math\nmath.pi",
    "x = 7 % 4\nx != 2",
    "def f(x):\n\n    return x\n",
    "# %matplotlib inline\n# a comment\n",
    "text = '''\n%time\n!ls\n'''",
    "await f()\nx = 1",
    "values = [\n    3\n    % 2,\n]",
]
IPYTHONS = [
    "%matplotlib inline\nx = 1",
    "%%time\nx = 1",
    "x = 1\n!ls",
    "files = !ls\nfiles",
    "x = %pwd\nx",
    "print?\n",
    "?print\nx",
    ">>> x = 1\n>>> x",
    "In [1]: x = 1\nIn [2]: x",
    "\n\nx = 1",
    "  \nx = 1\ny = 2",
    "    x = 1\n    y = 2",
    "x = (\n",
    "one_line",
    "pattern = '\\d'\nx = 1",
    "",
]


def cells_of_the_course():
    for path in COURSE.rglob("*.*"):
        notebook = jupytext.read(path)
        yield from (cell.source for cell in notebook.cells if cell.cell_type == "code")


def test_a_cell_that_is_python_is_what_ipython_makes_of_it():
    cells = [*PYTHON, *IPYTHONS, *cells_of_the_course()]
    python = [cell for cell in cells if _is_python(cell, ast.parse)]
    assert len(python) > 50
    for cell in python:
        made = TransformerManager().transform_cell(cell)
        assert made == (cell if cell.endswith("\n") else cell + "\n")


@pytest.mark.parametrize("cell", PYTHON)
def test_python_is_known_as_such(cell):
    assert _is_python(cell, ast.parse)


@pytest.mark.parametrize("cell", IPYTHONS)
def test_what_ipython_might_change_is_left_to_it(cell):
    assert not _is_python(cell, ast.parse)


PLAINLY = """
import json, re
from autograder.examiner import prepare

shell = prepare()
shell.capture(2**20)
for run in (shell.run, shell.run_plainly):
    told = []
    for cell in [
        "import numpy as np\\nfrom nnlab import check\\ndef sign(z): return np.sign(z)",
        "def half(z):\\n    return z / 2",
        "check('perceptron.sign', sign)",
        "check('perceptron.sign', half, seed=3)\\ncheck('perceptron.sign', sign)",
        "check('perceptron.nothing', half)",
        "check('perceptron.sign', gone)",
        "print(3)\\n1 / 0",
    ]:
        error, outputs = run(cell)
        told.append([type(error).__name__, str(error), outputs, "half" in shell.user_ns])
    shell.reset()
    print(re.sub(r"ipython-input-\\d+", "ipython-input", json.dumps(told)), file=sys.__stdout__)
"""


def test_a_cell_without_ipython_around_it_tells_the_same() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "import sys" + PLAINLY], capture_output=True, text=True, check=True
    )
    around, plainly = run.stdout.splitlines()
    assert plainly == around
    assert [error for error, *_ in json.loads(plainly)] == [
        *("NoneType", "NoneType", "NoneType", "CheckFailed", "ValueError", "NameError"),
        "ZeroDivisionError",
    ]
