"""The command line: chapters by name or number, and one clear line for what cannot be used."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from autograder import cli
from autograder.course import Course

CHAPTER = "01_tiny"


class Command:
    """Runs the command line in a course directory."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, root: Path, *arguments: str) -> tuple[int, str, str]:
        self._monkeypatch.chdir(root)
        self._monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
        try:
            cli.main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(bool(stop.code))
        return code, *self._capsys.readouterr()


@pytest.fixture
def autograder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture) -> Command:
    return Command(monkeypatch, capsys)


def unended(what: str, **marks: object) -> dict:
    about = {"schema_version": 3, "grade_id": "odd", "solution": False, "grade": False, **marks}
    nbgrader = {"points": 1, "locked": False, "task": False, **about}
    cell = nbformat.v4.new_code_cell(f"### BEGIN {what}\nx = 1", metadata={"nbgrader": nbgrader})
    return dict(cell)


def files(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_help_lists_the_commands(autograder: Command, tmp_path: Path) -> None:
    code, out, _ = autograder(tmp_path, "--help")
    assert code == 0
    for command in ("build", "sample", "grade", "report", "doctor", "demo"):
        assert command in out


def test_what_is_of_no_use_to_a_grader_is_not_imported(tmp_path: Path) -> None:
    look = """
import atexit, sys
atexit.register(lambda: print(*{name.partition(".")[0] for name in sys.modules}))
from autograder import cli
sys.argv = ["autograder", "grade", "1"]
cli.main()
"""
    run = subprocess.run(
        [sys.executable, "-c", look], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "is not a course directory" in run.stderr
    imported = run.stdout.split()
    assert "nbgrader" in imported
    for library in ("jupyter_server", "requests", "distutils", "lark", "sklearn"):
        assert library not in imported


@pytest.mark.parametrize("name", ["01_tiny", "01", "1"])
def test_a_chapter_goes_by_its_name_or_number(autograder: Command, built: Path, name: str) -> None:
    code, out, _ = autograder(built, "sample", name, "--students", "2", "--seed", "1")
    assert (code, out.split()[0]) == (0, "2")
    assert Course(built).students(CHAPTER) == ["student-01", "student-02"]


def test_another_course_directory_is_left_where_it_is(
    autograder: Command, built: Path, tmp_path: Path
) -> None:
    here = tmp_path / "elsewhere"
    here.mkdir()
    code, _, _ = autograder(here, "sample", "1", "--students", "2", "--course-dir", str(built))
    assert code == 0
    assert not list(here.iterdir())
    assert (built / "submitted" / "student-02").is_dir()


def test_build_says_what_it_wrote_and_check_what_differs(autograder: Command, built: Path) -> None:
    assert autograder(built, "build", "--check")[0] == 0
    text = built / "course" / CHAPTER / "lesson.md"
    text.write_text(text.read_text().replace("A lesson", "The lesson"))
    code, out, _ = autograder(built, "build", "--check")
    assert code == 1
    assert f"differs: source/{CHAPTER}/lesson.ipynb\n" in out
    code, out, _ = autograder(built, "build", "1")
    assert code == 0
    assert f"written: release/{CHAPTER}/lesson.ipynb\n" in out
    assert autograder(built, "build", "--check")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["grade", "7"], "No chapter '7'"),
        (["grade", "*"], "No chapter '*'"),
        (["grade", "a**b"], "No chapter 'a**b'"),
        (["build", "nowhere"], "No chapter 'nowhere'"),
        (["grade", "1", "--json", "missing/results.json"], "name a file in a folder that exists"),
        (["grade", "1", "--json", "."], "name a file in a folder that exists"),
        (["report", "1"], "has not been graded"),
        (["grade", "1"], "No submissions of 01_tiny"),
        (["grade", "1", "--course-dir", "course"], "not a course directory"),
        (["sample", "1", "--course-dir", "missing"], "missing is not a directory"),
    ],
)
def test_what_cannot_be_used_gets_one_line_and_changes_nothing(
    autograder: Command, built: Path, arguments: list[str], says: str
) -> None:
    before = files(built)
    code, out, err = autograder(built, *arguments)
    assert code == 2
    assert out == ""
    assert err.startswith("autograder: ")
    assert says in err
    assert err.count("\n") == 1
    assert files(built) == before


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda nb: nb["metadata"].update(language_info={"name": "R"}), "is in R; only Python"),
        (lambda nb: nb["metadata"].update(kernelspec={"language": "julia"}), "is in julia"),
        (
            lambda nb: [c["metadata"].get("nbgrader", {}).pop("grade_id", 0) for c in nb["cells"]],
            "has a graded cell without a grade id",
        ),
        (lambda nb: nb["cells"].append(unended("SOLUTION", solution=True)), "no end solution"),
        (
            lambda nb: nb["cells"].append(unended("HIDDEN TESTS", grade=True)),
            "No end hidden tests statement",
        ),
        (
            lambda nb: nb["cells"].append(unended("nothing", grade=True, points="two")),
            "could not convert string to float: 'two'",
        ),
    ],
    ids=["R", "Julia", "no id", "solution", "hidden tests", "points"],
)
def test_an_instructors_notebook_that_cannot_be_graded_gets_one_line(
    autograder: Command, built: Path, change: Callable[[dict], object], says: str
) -> None:
    path = built / "source" / CHAPTER / "exercises.ipynb"
    notebook = json.loads(path.read_text())
    notebook["metadata"] = {}
    change(notebook)
    path.write_text(json.dumps(notebook))
    code, _, err = autograder(built, "bundle", "1", "--out", "new/folder/1.bundle")
    assert code == 2
    assert says in err
    assert err.count("\n") == 1


def test_a_bundle_goes_into_a_folder_that_is_made_for_it(autograder: Command, built: Path) -> None:
    assert autograder(built, "bundle", "1", "--out", "new/folder/1.bundle")[0] == 0
    assert (built / "new" / "folder" / "1.bundle").is_file()


def test_a_notebook_that_is_not_json_gets_one_line(autograder: Command, built: Path) -> None:
    (built / "source" / CHAPTER / "exercises.ipynb").write_text("{")
    before = files(built)
    for command in ("sample", "build"):
        code, _, err = autograder(built, command, "1")
        assert code == 2
        assert "is not JSON" in err
        assert err.count("\n") == 1
    assert files(built) == before


def test_a_solution_that_falls_short_is_named(autograder: Command, built: Path) -> None:
    notebook = built / "source" / CHAPTER / "exercises.ipynb"
    notebook.write_text(notebook.read_text().replace("z >= 0, 1", "z >= 0, 7"))
    autograder(built, "sample", "1", "--students", "1")
    words = "exercises: the instructor's own solution gets 0 of 2 points from heaviside_test\n"
    code, out, _ = autograder(built, "audit", "1")
    assert (code, words in out) == (0, True)
    code, _, err = autograder(built, "grade", "1")
    assert (code, words in err) == (0, True), "also from what was kept"


def test_a_refused_submission_is_named_and_the_rest_is_graded(
    autograder: Command, built: Path
) -> None:
    for student in ("ada", "bob"):
        folder = built / "submitted" / student / CHAPTER
        folder.mkdir(parents=True)
        shutil.copy(built / "source" / CHAPTER / "exercises.ipynb", folder)
    (built / "submitted" / "bob" / CHAPTER / "exercises.ipynb").write_text("{")
    code, out, err = autograder(built, "grade", "1", "--json", "out.json")
    assert code == 0, err
    assert [line for line in out.splitlines() if line.startswith("bob: ") and "JSON" in line]
    students = json.loads((built / "out.json").read_text())["chapters"][CHAPTER]
    assert {each["student"]: each["status"] for each in students} == {
        "ada": "graded",
        "bob": "refused",
    }
    code, out, _ = autograder(built, "report", "1")
    assert code == 0
    assert "report.html" in out


def test_the_doctor_says_that_all_is_well(autograder: Command, tmp_path: Path) -> None:
    code, out, _ = autograder(tmp_path, "doctor")
    assert code == 0
    assert "nbgrader (grader)" in out


def test_an_extra_that_is_missing_is_named(
    autograder: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nbgrader.coursedir", None)
    monkeypatch.delitem(sys.modules, "autograder.course", raising=False)
    code, _, err = autograder(tmp_path, "report", "1")
    assert code == 2
    assert "pip install 'nnlab[grader]'" in err
