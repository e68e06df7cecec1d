"""One student's notebooks in CI: right points, each platform's own format, no word obeyed."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from typer.testing import CliRunner

from autograder.assignment import read_assignment
from autograder.bundle import Bundle, read, write
from autograder.ci import Format, as_github
from autograder.ci.outcome import Item, Notebook, Outcome, grade, tame
from autograder.ci.tell import tell
from autograder.cli import app
from autograder.errors import CourseError
from autograder.sandbox.limits import Limits

COMMANDS = (
    "::error::owned\n  ::add-mask::owned\n##[set-output name=x]owned\r::stop-commands::x\x1b[2J"
)


def mark(grade_id: str, **marks: object) -> dict[str, object]:
    known = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **known, **marks}}


def notebook(answer: str) -> nbformat.NotebookNode:
    """A notebook of three exercises: named mistake, hidden test, words."""
    new = nbformat.v4
    hidden = "### BEGIN HIDDEN TESTS\nassert double(-4) == -8, 'secret words'\n### END HIDDEN TESTS"
    test = mark("double_test", grade=True, locked=True, points=2)
    checked = mark("heaviside_test", grade=True, locked=True, points=1)
    return new.new_notebook(
        cells=[
            new.new_markdown_cell("# Problem set"),
            new.new_code_cell(
                "import numpy as np\nfrom nnlab import check", metadata=mark("imports", locked=True)
            ),
            new.new_code_cell(answer, metadata=mark("double", solution=True)),
            new.new_code_cell(f"assert double(3) == 6\n{hidden}", metadata=test),
            new.new_code_cell('check("perceptron.heaviside", heaviside)', metadata=checked),
            new.new_markdown_cell(
                "Because.", metadata=mark("words", grade=True, solution=True, points=3)
            ),
        ]
    )


RIGHT = "def double(x):\n    return 2 * x\ndef heaviside(z):\n    return np.where(z >= 0, 1, 0)"
WRONG = "def double(x):\n    return abs(2 * x)\ndef heaviside(z):\n    return np.where(z > 0, 1, 0)"
STOPS = "def double(x):\n    return [2 * x\n"
RAISES = f"def double(x):\n    raise ValueError({COMMANDS!r})\nheaviside = double"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle, and the submissions of some students."""
    root = tmp_path_factory.mktemp("ci")
    nbformat.write(notebook(RIGHT), root / "ps1.ipynb")
    write(Bundle("ps1", (read_assignment(root / "ps1.ipynb"),)), root / "ps1.bundle")
    for student, answer in (
        ("right", RIGHT),
        ("wrong", WRONG),
        ("raises", RAISES),
        ("stops", STOPS),
    ):
        (root / student).mkdir()
        made = notebook(answer)
        made.cells[-1].source = "Since no line separates them."
        nbformat.write(made, root / student / "ps1.ipynb")
    (root / "broken").mkdir()
    (root / "broken" / "ps1.ipynb").write_text("{")
    return root


@pytest.fixture(scope="module")
def graded(folder: Path) -> dict[Path, Outcome]:
    """Each student graded once: what is told of it is another matter."""
    bundle = read(folder / "ps1.bundle")
    paths = [
        folder / student / "ps1.ipynb"
        for student in ("right", "wrong", "raises", "stops", "broken")
    ]
    return {path: grade([path], bundle, Limits()) for path in paths}


@pytest.fixture
def graded_before(graded: dict[Path, Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "autograder.ci.outcome.grade", lambda paths, *_, **__: graded[Path(paths[0])]
    )


def ci(folder: Path, student: str, *options: str):
    notebook, bundle = folder / student / "ps1.ipynb", folder / "ps1.bundle"
    arguments = ["ci", str(notebook), "--bundle", str(bundle), *options]
    return CliRunner().invoke(app, arguments)


@pytest.mark.usefixtures("graded_before")
@pytest.mark.parametrize(
    ("student", "minimum", "code"),
    [("right", "3", 0), ("right", "3.5", 1), ("wrong", "0", 0), ("wrong", "1", 1)],
)
def test_the_exit_code_tells_whether_there_are_enough_points(
    student: str, minimum: str, code: int, folder: Path
) -> None:
    done = ci(folder, student, "--min-score", minimum)
    assert done.exit_code == code, done.output
    assert (f"{minimum} are needed" in done.output) == (code == 1)


def test_right_work_has_its_points_and_the_rest_waits(folder: Path) -> None:
    assert "3 of 6 points, 3 wait for a person" in ci(folder, "right").output


@pytest.mark.usefixtures("graded_before")
def test_wrong_work_is_told_what_is_wrong(folder: Path) -> None:
    output = ci(folder, "wrong").output
    assert "Right everywhere except at exactly 0" in output
    assert "A hidden test failed." in output
    assert "secret words" not in output


@pytest.mark.usefixtures("graded_before")
@pytest.mark.parametrize("form", Format)
def test_an_answer_that_stops_is_named_with_its_cause(folder: Path, form: Format) -> None:
    output = ci(folder, "stops", "--format", form).output
    if form is not Format.junit:
        words = r"the answer .{1,6}double.{1,6} stopped(:|&#58;) SyntaxError(:|&#58;) incomplete"
        assert re.search(words, output), output
        assert "ipython" not in output


@pytest.mark.parametrize("minimum", ["nan", "inf"])
def test_a_minimum_that_is_no_number_of_points_is_refused(folder: Path, minimum: str) -> None:
    error = ci(folder, "right", "--min-score", minimum).exception
    assert isinstance(error, CourseError)
    assert "give a number of points" in str(error)


@pytest.mark.usefixtures("graded_before")
def test_a_notebook_that_cannot_be_graded_is_one_line_and_still_written(folder: Path) -> None:
    out = folder / "broken.json"
    done = ci(folder, "broken", "--format", "gradescope", "--out", str(out))
    assert isinstance(done.exception, CourseError)  # exit code 2: see test_ci_files
    assert "not valid JSON" in str(done.exception)
    results = json.loads(out.read_text())
    assert results["score"] == 0
    assert "not valid JSON" in results["output"]


def test_a_notebook_that_the_bundle_does_not_know_is_not_graded(folder: Path) -> None:
    arguments = ["ci", str(folder / "ps2.ipynb"), "--bundle", str(folder / "ps1.bundle")]
    error = CliRunner().invoke(app, arguments).exception
    assert isinstance(error, CourseError)
    assert "ps1.ipynb" in str(error)


def test_a_notebook_left_out_counts(folder: Path, tmp_path: Path) -> None:
    assignment = read_assignment(folder / "ps1.ipynb")
    write(Bundle("two", (assignment, replace(assignment, name="ps2"))), tmp_path / "two.bundle")
    notebook = str(folder / "right" / "ps1.ipynb")
    done = CliRunner().invoke(app, ["ci", notebook, "--bundle", str(tmp_path / "two.bundle")])
    assert "3 of 12 points" in done.output
    assert isinstance(done.exception, CourseError)
    assert "There is no ps2.ipynb" in str(done.exception)


@pytest.mark.usefixtures("graded_before")
@pytest.mark.parametrize("form", Format)
def test_no_word_of_a_student_is_obeyed_by_the_runner(
    form: Format, folder: Path, monkeypatch
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    done = ci(folder, "raises", "--format", form.value)
    assert done.exit_code == 0
    assert "owned" in done.output  # the diagnosis is there
    obeyed = [line for line in re.split("[\r\n]", done.output) if line.lstrip().startswith("::")]
    if form is Format.github:
        assert all(re.match(r"::(error|notice) file=[^:]+,title=[^:]+::", line) for line in obeyed)
        assert len(obeyed) == 3
    else:
        assert obeyed == []
    assert "##[" not in done.output
    assert "\x1b" not in done.output


# What the formats say, of an outcome made by hand.


def item(
    name: str, state: str, points: float | None, diagnosis: str = "", maximum: float = 2.0
) -> Item:
    return Item(name, "1. Steps", state, points, maximum, diagnosis, [], 0.25)


@pytest.fixture
def outcome() -> Outcome:
    items = [
        item("step", "passed", 2.0),
        item("sign", "failed", 0.0, "✗ Wrong at <0> & |more|\nWhat of `0`?"),
        item("half", "partial", 0.5),
        item("words", "manual", None),
        item("fault", "grader_fault", None, "The grader itself failed here."),
    ]
    path = Path("work/ps1.ipynb")
    noticed = ["the cell 'f' was missing"]
    return Outcome(
        "ps1",
        [Notebook(path, "Set | one", items, "", noticed, ["imports ctypes"], ["pipe"], 1.5, False)],
    )


def test_the_text_is_for_a_person(outcome: Outcome) -> None:
    text = tell(outcome, Format.text, None)
    assert "✓ step" in text
    assert "│ Wrong at <0> & |more|" in text
    assert "2.5 of 10 points, 2 wait for a person" in text
    assert "ctypes" not in text


def test_junit_has_a_case_an_exercise(outcome: Outcome) -> None:
    root = ElementTree.fromstring(tell(outcome, Format.junit, None))
    [suite] = root
    counts = {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "5", "failures": "2", "errors": "1", "skipped": "1"}
    cases = {case.get("name"): case for case in suite}
    assert list(cases["step"]) == []
    [failure] = cases["sign"]
    assert (failure.tag, failure.get("message")) == ("failure", "not right yet: 0 of 2")
    assert "Wrong at <0>" in (failure.text or "")
    assert [child.tag for child in cases["words"]] == ["skipped"]
    assert [child.tag for child in cases["fault"]] == ["error"]
    assert cases["step"].get("classname") == "ps1"


def test_junit_holds_whatever_a_student_wrote(outcome: Outcome) -> None:
    [notebook] = outcome.notebooks
    odd = replace(notebook, items=[item("x", "error", 0.0, "]]> \x00 \x0b \ufffe <&>\"'")])
    root = ElementTree.fromstring(tell(Outcome("x", [odd]), Format.junit, None))
    assert "]]>" in "".join(root.itertext())


def test_gradescope_gets_what_it_knows(outcome: Outcome) -> None:
    results = json.loads(tell(outcome, Format.gradescope, None))
    assert results["score"] == 2.5
    tests = {test["name"].partition(":")[0]: test for test in results["tests"]}
    assert (tests["step"]["score"], tests["step"]["max_score"]) == (2.0, 2.0)
    assert (tests["step"]["status"], tests["sign"]["status"]) == ("passed", "failed")
    assert all(test["visibility"] == "visible" for test in results["tests"])
    assert "score" not in tests["words"]
    assert "status" not in tests["words"]
    assert results["extra_data"]["suspicious"] == ["imports ctypes"]
    assert "ctypes" not in json.dumps({**results, "extra_data": {}})
    known = {"score", "max_score", "status", "name", "number", "output", "tags", "visibility"}
    assert all(set(test) <= known for test in results["tests"])


def test_json_holds_points_and_nothing_for_the_instructor_alone(outcome: Outcome) -> None:
    text = tell(outcome, Format.json, None)
    whole = json.loads(text)
    assert (whole["score"], whole["max_score"], whole["pending"]) == (2.5, 10.0, 2.0)
    assert [i["verdict"] for i in whole["notebooks"][0]["items"]][:2] == ["passed", "failed"]
    assert "ctypes" not in text


def test_githubs_summary_goes_to_githubs_file(
    outcome: Outcome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    printed = tell(outcome, Format.github, None)
    assert printed.count("::error ") == 3
    assert printed.count("::notice ") == 1
    assert all(line.startswith("::") for line in printed.splitlines())
    summary = (tmp_path / "summary.md").read_text()
    assert "| ✓ | step | 2 of 2 | right |" in summary
    assert "<pre>Wrong at &lt;0&gt; &amp; |more|" in summary
    assert "**2.5 of 10 points, 2 wait for a person**" in summary
    tell(outcome, Format.github, None)  # another chapter, in the same step
    assert (tmp_path / "summary.md").read_text() == summary + summary


def test_an_annotation_is_one_line_that_says_only_what_it_should(outcome: Outcome) -> None:
    [notebook] = outcome.notebooks
    hostile = replace(
        notebook,
        path=Path("a,b:c%0A::x\n/ps1.ipynb"),
        items=[item("x", "failed", 0.0, "100 % wrong\r\n::error::owned")],
    )
    [line] = as_github.annotations(Outcome("x", [hostile])).splitlines()
    properties, _, message = line.removeprefix("::error ").partition("::")
    assert message == "100 %25 wrong%0D%0A::error::owned"
    assert properties.startswith("file=a%2Cb%3Ac%250A%3A%3Ax%0A/ps1.ipynb,title=x%3A ")


def test_markdown_of_a_heading_cannot_break_the_table(outcome: Outcome) -> None:
    assert "## Set &#124; one" in tell(outcome, Format.github, None)


def test_tame_leaves_ordinary_words_alone() -> None:
    said = "x[::2] gives\n  a[1::] and #[1]\n✗ Größe 😀"
    assert tame(said) == said
