"""The stages between a folder of submissions and a graded class, each without a sandbox."""

import json
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from autograder.assignment import Assignment, read_assignment
from autograder.course import Course
from autograder.pipeline import pools, store
from autograder.pipeline.chapter import Chapter
from autograder.pipeline.job import Job, pack, result_from, unpack
from autograder.pipeline.keys import Keyring
from autograder.pipeline.regrade import changed_items, focused, keeps_nothing, merged
from autograder.pipeline.rendered import autograded
from autograder.pipeline.sender import Sender
from autograder.pipeline.store import Record
from autograder.pipeline.worker import Setup, faulty
from autograder.result import CellResult, ItemResult, Result
from autograder.sandbox.limits import Limits
from autograder.servers import Servers
from autograder.sheet import Sheet, notebook_metadata
from autograder.submission import Cell, Submission, read_submission

CHAPTER = "01_tiny"
LIMITS = Limits()


@pytest.fixture
def sheet(built: Path) -> Sheet:
    course = Course(built)
    path = course.source(CHAPTER) / "exercises.ipynb"
    return Sheet(read_assignment(path, config=course.config), notebook_metadata(path))


@pytest.fixture
def assignment(sheet: Sheet) -> Assignment:
    return sheet.assignment


@pytest.fixture
def submission(built: Path, assignment: Assignment) -> Submission:
    return read_submission(built / "source" / CHAPTER, assignment, LIMITS)


def with_source(assignment: Assignment, grade_id: str, source: str) -> Assignment:
    cells = tuple(
        replace(cell, source=source) if cell.grade_id == grade_id else cell
        for cell in assignment.cells
    )
    return replace(assignment, cells=cells)


def test_a_submission_arrives_as_it_was_sent(
    assignment: Assignment, submission: Submission
) -> None:
    assert unpack(pack(submission), assignment) == submission


def test_a_result_survives_being_stored(assignment: Assignment) -> None:
    result = Result("exercises", items=[ItemResult("a", "passed", 1.0, 1.0)], notes=["n"])
    assert result_from(json.loads(json.dumps(result.as_dict()))) == result


def test_outputs_and_metadata_of_a_submission_do_not_change_its_key(
    built: Path, assignment: Assignment, submission: Submission
) -> None:
    path = built / "source" / CHAPTER / "exercises.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].outputs = [nbformat.v4.new_output("stream", text="seen")]
    notebook.metadata["colab"] = {"name": "x"}
    nbformat.write(notebook, path)
    ring = Keyring(assignment, LIMITS)
    again = read_submission(path.parent, assignment, LIMITS)
    assert ring.keys(again) == ring.keys(submission)


def test_everything_else_changes_it(assignment: Assignment, submission: Submission) -> None:
    key = Keyring(assignment, LIMITS).keys(submission)
    other_limits = Keyring(assignment, Limits(timeout=1)).keys(submission)
    extra = replace(submission, cells=(*submission.cells, Cell("extra", "code", "1")))
    keys = Keyring(assignment, LIMITS)
    assert len({key.context, other_limits.context, keys.keys(extra).context}) == 3
    assert Keyring(assignment, LIMITS, unsafe=True).keys(submission).context != key.context


def test_a_change_of_one_test_changes_that_item_alone(
    assignment: Assignment, submission: Submission
) -> None:
    before = Keyring(assignment, LIMITS).keys(submission).as_dict()
    source = assignment.cell("sign_test").source.replace("seed=5", "seed=6")
    changed = with_source(assignment, "sign_test", source)
    now = Keyring(changed, LIMITS).keys(submission)
    assert changed_items(before, now, changed, submission) == ["sign_test"]
    helper = with_source(assignment, "sign_test", "helper = 1\n" + source)
    now = Keyring(helper, LIMITS).keys(submission)
    assert changed_items(before, now, helper, submission) is None  # others might use it
    solution = with_source(assignment, "sign", "def sign(z): return 0")
    now = Keyring(solution, LIMITS).keys(submission)
    assert changed_items(before, now, solution, submission) is None


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        ("def f(x):\n    y = [x]\n    y[0] = 2\n    return y", True),
        (
            "import numpy as np\ndef f(x):\n    return np.where(x > 0, 1, g(x))\n"
            "def g(x): return 0",
            True,
        ),
        ("class A:\n    def f(self, x):\n        self.x = x\n        return len([x])", True),
        ("def f(x):\n    return [y for y in range(x)]", True),
        ("f = lambda x: x + 1", True),
        ("def f(:", True),  # it is never run
        ("%time\n" * 600, False),  # not looked through, which IPython does by the square
        ("seen = []\ndef f(x):\n    seen.append(x)", False),
        ("def f(x, seen=[]):\n    seen.append(x)", False),
        ("def f(x):\n    global n\n    n = 1", False),
        ("def f(x):\n    f.count = 1", False),
        ("import numpy as np\ndef f(x):\n    np.x = 1", False),
        ("import numpy as np\ndef f(x):\n    np.seterr(all='raise')", False),
        ("import functools\n@functools.cache\ndef f(x):\n    return x", False),
        ("class A:\n    seen = []\n    def f(self):\n        self.seen.append(1)", False),
        (
            "def make():\n    n = 0\n    def f():\n        nonlocal n\n        n += 1\n"
            "    return f",
            False,
        ),
    ],
)
def test_what_can_be_seen_to_keep_nothing_between_two_calls(source: str, alone: bool) -> None:
    assert keeps_nothing(Submission((Cell("student", "code", source),))) is alone


def test_a_focused_assignment_has_the_same_cells_and_one_test(assignment: Assignment) -> None:
    part = focused(assignment, ("sign_test",))
    assert [cell.grade_id for cell in part.cells] == [c.grade_id for c in assignment.cells]
    assert [cell.grade_id for cell in part.items] == ["sign_test", "words"]


def test_what_was_graded_again_is_put_in_its_place() -> None:
    old = [ItemResult("a", "passed", 1.0, 1.0), ItemResult("b", "failed", 0.0, 1.0)]
    earlier = Result("n", items=old, cells=[CellResult("instructor", "code", "old", "b")])
    fresh = Result(
        "n",
        items=[ItemResult("b", "passed", 1.0, 1.0)],
        cells=[CellResult("instructor", "code", "new", "b")],
    )
    whole = merged(earlier, fresh, ("b",))
    assert [(item.grade_id, item.points) for item in whole.items] == [("a", 1.0), ("b", 1.0)]
    assert whole.cells[0].source == "new"


def test_the_autograded_notebook_is_one_of_nbgraders(sheet: Sheet) -> None:
    check = {"exercise": "x", "passed": False, "message": "no", "mistake": "m"}
    item = ItemResult("sign_test", "failed", 0.0, 3.0, detail="line 1: no", checks=[check])
    cells = [
        CellResult("extra", "markdown", "# Mine"),
        CellResult("student", "code", "def sign(z): ...", "sign"),
        CellResult("instructor", "code", "", "sign_test"),
    ]
    result = Result("exercises", items=[item], cells=cells)
    notebook = nbformat.reads(autograded(sheet, result), as_version=4)
    nbformat.validate(notebook)
    for cell in notebook.cells:
        MetadataValidator().validate_cell(cell)
    _, answer, test = notebook.cells
    assert "HIDDEN TESTS" in test.source  # a person who marks by hand sees them
    assert (test.metadata.editable, test.metadata.deletable) == (False, False)
    assert "editable" not in answer.metadata
    assert [output.output_type for output in test.outputs] == ["display_data", "error"]
    nbformat.validate(nbformat.reads(autograded(sheet, Result("exercises", "No.")), as_version=4))


def test_files_of_a_student_cannot_take_the_place_of_ours(tmp_path: Path) -> None:
    hostile = {"n.ipynb/x": b"", "d/.partial": b"", "d/data.txt": b"1"}
    store.write_autograded(tmp_path, {"n": "{}"}, hostile)
    found = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert found == {"n.ipynb", "d/data.txt"}
    store.write_autograded(tmp_path, {"n": "{}"}, {"d": b"a file now"})
    assert (tmp_path / "d").read_bytes() == b"a file now"
    assert (tmp_path / "n.ipynb").stat().st_mode & 0o777 == 0o444


def test_a_record_speaks_of_the_notebooks_that_it_was_written_with(tmp_path: Path) -> None:
    folder, record = tmp_path / "ada" / "ps1", Record("key", notebooks={"n": {"items": []}})
    store.write_autograded(folder, {"n": "{}"}, {})
    store.write_record(folder, record)
    assert store.read_record(folder) == replace(record, written=store.hash_of(folder, ["n"]))
    store.write_autograded(folder, {"n": "[]"}, {})
    assert store.read_record(folder) is None
    store.write_record(folder, record)
    (folder / "n.ipynb").unlink()
    assert store.read_record(folder) is None


def test_a_record_of_an_earlier_version_is_not_left_where_nbgrader_finds_it(tmp_path: Path) -> None:
    (tmp_path / ".grade.json").write_text("{}")
    store.write_autograded(tmp_path, {"n": "{}"}, {})
    assert [path.name for path in tmp_path.iterdir()] == ["n.ipynb"]


class Flaky:
    """A pool that loses a worker whenever it is given the wrong student."""

    def __init__(self, log: list[str]) -> None:
        self.log = log

    def submit(self, function: Any, key: str, job: Job) -> "Future[str]":
        future: Future[str] = Future()
        self.log.append(job.student)
        if job.student == "poison":
            future.set_exception(RuntimeError("the worker is gone"))
        else:
            future.set_result(job.student)
        return future


def test_a_submission_that_ends_workers_is_a_grader_fault_and_costs_nobody_else(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    log: list[str] = []

    @contextmanager
    def pool(*_: Any) -> Any:
        yield Flaky(log)

    monkeypatch.setattr(pools, "local", pool)
    chapter = Chapter(CHAPTER, {"exercises": sheet})
    names = ["a", "b", "poison", "c", "d", "e"]
    jobs = [Job(name, {"exercises": pack(Submission())}) for name in names]
    with Sender(Setup(chapter, LIMITS), Servers(), 2) as sender:
        done = dict(sender.all((job.student, job) for job in jobs))
    assert {name: done[name] for name in names if name != "poison"} == {
        name: name for name in names if name != "poison"
    }
    assert log.count("poison") == 3
    items = done["poison"].results["exercises"]["items"]
    assert {(item["verdict"], item["points"]) for item in items} == {("grader_fault", None)}
    record = store.Record("", notebooks=done["poison"].results)
    assert record.faulty  # so that the next run tries again


def test_the_page_of_a_fault_says_whose_it_is(sheet: Sheet, submission: Submission) -> None:
    chapter = Chapter(CHAPTER, {"exercises": sheet})
    done = faulty(chapter, Job("ada", {"exercises": pack(submission)}), "a worker failed")
    assert "no fault of yours" in done.pages["exercises"]
    assert "np.where(z" in done.notebooks["exercises"]
