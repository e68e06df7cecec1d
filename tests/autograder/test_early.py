"""A glance at notebooks tells what the warm servers will want; nothing in them can stop it."""

import os
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from autograder.early import checks, libraries, start


class Servers:
    """Remembers what it was to load."""

    def __init__(self) -> None:
        self.shared: set[str] | None = None
        self.modules: dict[str, set[str]] = {"student": set(), "examiner": set()}
        self.checks: set[tuple[str, int | None]] = set()

    def start(self, shared=()) -> None:
        self.shared = set(shared)

    def load(self, modules, checks=()) -> None:
        for side, names in modules.items():
            self.modules[side] |= set(names)
        self.checks |= set(checks)


def write(path: Path, *sources: str) -> None:
    path.parent.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources]), path)


def test_the_instructors_imports_and_checks_and_the_students_libraries_are_seen(tmp_path) -> None:
    solution = "def f():\n    from scipy.optimize import linprog\n    return linprog"
    test = 'check("perceptron.sign", sign)\ncheck("perceptron.sign", sign, seed=7)'
    write(tmp_path / "source" / "01_x" / "a.ipynb", "import colorsys", solution, test)
    handed_in = tmp_path / "submitted" / "ada" / "01_x" / "a.ipynb"
    write(handed_in, "import sklearn, json\nimport pandas")
    servers = Servers()
    start(servers, tmp_path, ["01"])  # type: ignore[arg-type]
    assert servers.shared == {"scipy.optimize"}
    assert servers.modules["examiner"] == {"colorsys", "scipy.optimize"}
    assert servers.modules["student"] == {
        *("colorsys", "scipy.optimize", "pandas", "sklearn.linear_model")
    }
    assert servers.checks == {("perceptron.sign", None), ("perceptron.sign", 7)}


def test_what_is_no_plain_file_is_passed_by(tmp_path) -> None:
    folder = tmp_path / "submitted" / "eve" / "01_x"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "a.ipynb")
    (folder / "b.ipynb").symlink_to("/dev/zero")
    (folder / "c.ipynb").mkdir()
    (folder / "d.ipynb").write_bytes(b"\xff\xfeimport pandas")
    servers = Servers()
    start(servers, tmp_path, ["01_x"])  # type: ignore[arg-type]
    assert servers.modules["student"] == set()


def test_a_student_names_no_module_that_is_imported() -> None:
    assert libraries("import antigravity\nfrom sklearn.experimental import x") == (
        "sklearn.linear_model",
    )
    assert libraries("# import pandas\nx = 'import scipy'") == ()


def test_very_many_blank_lines_are_passed_by() -> None:
    code = "\n" * 500_000 + "import pandas"  # once hours, by the square
    assert libraries(code) == ("pandas",)


def test_the_seed_belongs_to_its_own_check() -> None:
    code = 'check("a.b", f)\nother(seed=3)\ncheck("a.c", f, seed=4); check("a.d", g)'
    assert checks(code) == [("a.b", None), ("a.c", 4), ("a.d", None)]
