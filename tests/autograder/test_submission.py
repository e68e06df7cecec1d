"""What can be handed in, and what becomes of it."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment import Assignment, SourceCell, read_assignment, student_names
from autograder.bridge.limits import MAX_FRAME
from autograder.files import RefusedError
from autograder.names import names
from autograder.sandbox.limits import Limits
from autograder.submission import (
    Cell,
    Submission,
    legible,
    parse_notebook,
    read_submission,
)
from autograder.suspicion import suspicious

SOLUTION = "def f(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
TEST = "assert f(1) == 2\n### BEGIN HIDDEN TESTS\nassert f(2) == 4\n### END HIDDEN TESTS"


def cell(source: str, grade_id: str = "", kind: str = "code", **marks: Any) -> dict[str, Any]:
    nbgrader = {"schema_version": 3, "grade": False, "solution": False, "locked": False, **marks}
    metadata = {"nbgrader": {**nbgrader, "grade_id": grade_id}} if grade_id else {}
    outputs = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return {"cell_type": kind, "source": source, "metadata": metadata, **outputs}


def locked() -> list[dict[str, Any]]:
    """The instructor's notebook: a helper, an answer with its test, one to be marked by hand."""
    return [
        cell("# Title", "title", "markdown", locked=True),
        cell("import numpy as np"),
        cell("data = [1, 2]", "data", locked=True),
        cell(
            "def f(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
            "f",
            solution=True,
        ),
        cell(TEST, "f_test", grade=True, locked=True, points=3),
        cell("because", "words", "markdown", grade=True, solution=True, points=2),
    ]


def notebook(cells: list[dict[str, Any]], minor: int = 4, **more: Any) -> dict[str, Any]:
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": minor, **more}


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "ps.ipynb").write_text(json.dumps(notebook(locked())))
    (folder / "table.csv").write_text("instructor's")
    return read_assignment(folder / "ps.ipynb")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "submitted"
    own.mkdir()
    return own


def released(assignment: Assignment) -> list[dict[str, Any]]:
    """What a student starts from."""
    cells = locked()
    for given, origin in zip(cells, assignment.cells, strict=True):
        given["source"] = origin.released
    return cells


def hand_in(folder: Path, content: Any) -> None:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    (folder / "ps.ipynb").write_bytes(data)


class TestAssignment:
    def test_each_cell_has_its_kind(self, assignment: Assignment) -> None:
        kinds = [c.kind for c in assignment.cells]
        assert kinds == ["text", "plain", "shared", "solution", "test", "answer"]
        assert assignment.max_score == 5
        assert assignment.files == {"table.csv": b"instructor's"}

    def test_students_got_neither_solution_nor_hidden_tests(self, assignment: Assignment) -> None:
        assert "2 * x" not in assignment.cell("f").released
        assert "f(2)" not in assignment.cell("f_test").released
        assert assignment.cell("f_test").hidden_lines() == {2, 3, 4}

    def test_its_hashes_change_with_what_they_stand_for(self, assignment, tmp_path) -> None:
        cells = locked()
        cells[4]["source"] = TEST.replace("4", "5")
        (tmp_path / "source/ps.ipynb").write_text(json.dumps(notebook(cells)))
        changed = read_assignment(tmp_path / "source/ps.ipynb")
        assert changed.item_hash("f_test") != assignment.item_hash("f_test")
        assert changed.item_hash("words") == assignment.item_hash("words")
        assert changed.context_hash() == assignment.context_hash()
        (tmp_path / "source/table.csv").write_text("other")
        other = read_assignment(tmp_path / "source/ps.ipynb")
        assert other.context_hash() != assignment.context_hash()

    @pytest.mark.parametrize(
        ("cells", "students"),
        [
            ([("solution", "def f(): ...\nx = 1")], {"f", "x"}),
            ([("solution", "import numpy as np\ny = np.ones(3)")], {"y"}),
            ([("shared", "x = 1"), ("solution", "x = 2")], {"x"}),
            ([("solution", "x = 2"), ("test", "x = 3")], set()),
            ([("solution", "def f():\n    global g\n    g = 1")], {"f", "g"}),
            ([("solution", "for i in range(3): pass\nwith open('f') as h: pass")], {"i", "h"}),
        ],
    )
    def test_a_name_is_the_students_if_the_solution_bound_it_last(self, cells, students) -> None:
        made = [SourceCell(kind, "code", source, source, "id") for kind, source in cells]
        assert student_names(made) == students

    def test_names_are_found_through_magics_and_within_functions(self) -> None:
        found = names("%matplotlib inline\ndef check(): return helper(x)\nz = [w for w in y]")
        assert {"helper", "x", "y"} <= found.loads
        assert found.binds == {"check", "z"}


class TestRefused:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"", "empty"),
            (b"  \n", "empty"),
            (b"not json", "not valid JSON"),
            (b"[" * 100_000, "not valid JSON"),
            (b'{"cells": ' + b"9" * 10_000 + b"}", "not valid JSON"),
            ("{}".encode("utf-16"), "not UTF-8"),
            (b"[1, 2]", "not an object"),
            (b"{}", "no list of cells"),
            (b'{"cells": 3}', "no list of cells"),
            (b'{"nbformat": 3, "worksheets": []}', "old format"),
            (b'{"nbformat": 7, "cells": []}', "newer"),
            (json.dumps({"nbformat": 4, "cells": [{}] * 6000}).encode(), "cells"),
        ],
    )
    def test_what_is_no_notebook_is_refused_with_the_reason(self, data: bytes, says: str) -> None:
        with pytest.raises(RefusedError, match=says):
            parse_notebook(data)

    def test_a_missing_notebook_or_folder(self, assignment, folder: Path) -> None:
        assert "no ps.ipynb" in read_submission(folder, assignment, Limits()).refused
        assert "no folder" in read_submission(folder / "none", assignment, Limits()).refused

    def test_one_that_is_too_large(self, assignment, folder: Path) -> None:
        hand_in(folder, b" " * 5000)
        limits = Limits(notebook_bytes=4096)
        assert "too large" in read_submission(folder, assignment, limits).refused

    def test_of_many_links_a_few_are_noted(self, assignment, folder: Path) -> None:
        hand_in(folder, notebook(released(assignment)))
        for number in range(500):
            (folder / f"link{number:03}").symlink_to("/etc/passwd")
        notes = read_submission(folder, assignment, Limits()).notes
        assert len(notes) == 11
        assert notes[-1] == "490 more files were left out"

    def test_links_and_pipes_are_not_followed(self, assignment, folder: Path) -> None:
        (folder / "ps.ipynb").symlink_to("/etc/passwd")
        assert "link" in read_submission(folder, assignment, Limits()).refused
        (folder / "ps.ipynb").unlink()
        os.mkfifo(folder / "ps.ipynb")
        assert "not a file" in read_submission(folder, assignment, Limits()).refused
        (folder / "ps.ipynb").unlink()
        (folder / "ps.ipynb").mkdir()
        assert read_submission(folder, assignment, Limits()).refused
        away = folder.parent / "link"
        away.symlink_to(folder)
        assert "link" in read_submission(away, assignment, Limits()).refused


class TestFair:
    @pytest.fixture
    def read(self, assignment: Assignment, folder: Path):
        def read(content: Any):
            hand_in(folder, content)
            submission = read_submission(folder, assignment, Limits())
            assert submission.refused == ""
            return submission

        return read

    def test_the_released_notebook_is_taken_as_it_is(self, read, assignment) -> None:
        submission = read(notebook(released(assignment)))
        assert [c.origin.grade_id if c.origin else "" for c in submission.cells] == [
            *("title", "", "data", "f", "f_test", "words")
        ]
        assert submission.notes == ()

    @pytest.mark.parametrize("minor", range(6))
    def test_any_nbformat_4(self, read, assignment, minor: int) -> None:
        cells = released(assignment)
        if minor == 5:
            cells = [{**c, "id": str(i)} for i, c in enumerate(cells)]
        assert len(read(notebook(cells, minor)).cells) == 6

    def test_what_editors_add_changes_nothing(self, read, assignment) -> None:
        cells = released(assignment)
        for c in cells:
            c["metadata"] |= {"id": "x1", "colab": {"base_uri": "x"}, "vscode": {"languageId": "r"}}
            c["source"] = c["source"].splitlines(keepends=True)
            c["attachments"] = c["execution_count"] = None
        plain = read(notebook(released(assignment)))
        kernel = {"kernelspec": {"name": "rm -rf", "display_name": "?"}, "colab": {}}
        assert read(notebook(cells, metadata=kernel)) == plain
        assert read(b"\xef\xbb\xbf" + json.dumps(notebook(cells)).encode()) == plain

    def test_a_deleted_test_comes_back_where_it_was(self, read, assignment) -> None:
        submission = read(notebook([c for c in released(assignment) if "f_test" not in str(c)]))
        assert [c.origin.grade_id for c in submission.cells if c.origin][-2:] == ["f_test", "words"]
        assert "missing" in submission.notes[0]

    def test_a_changed_test_is_the_instructors_again(self, read, assignment) -> None:
        cells = released(assignment)
        cells[4]["source"] = "pass"
        cells[4]["metadata"]["nbgrader"] |= {"points": 1000, "grade": False, "locked": False}
        cells[4]["cell_type"] = "markdown"
        submission = read(notebook(cells))
        (test,) = [c for c in submission.cells if c.origin and c.origin.grade_id == "f_test"]
        assert (test.source, test.cell_type, test.origin.points) == (TEST, "code", 3)
        assert len(submission.notes) == 3

    def test_a_copied_test_counts_once(self, read, assignment) -> None:
        cells = released(assignment)
        submission = read(notebook([*cells, cells[4], cells[4]]))
        assert [c.source for c in submission.cells].count(TEST) == 1

    def test_of_two_answers_both_run_and_the_last_counts(self, read, assignment) -> None:
        cells = released(assignment)
        first, second = dict(cells[3], source="def f(x): return 1"), dict(cells[3], source="f = 2")
        submission = read(notebook([*cells[:3], first, second, *cells[4:]]))
        code = [(c.kind, c.source) for c in submission.cells][3:5]
        assert code == [("extra", "def f(x): return 1"), ("student", "f = 2")]

    def test_moved_cells_go_back_and_extra_ones_stay_with_their_neighbour(self, read, assignment):
        cells = released(assignment)
        extra = cell("helper = 1")
        moved = [cells[4], cells[3], extra, cells[0], cells[1], cells[2], cells[5]]
        submission = read(notebook(moved))
        ids = [c.origin.grade_id if c.origin else c.source for c in submission.cells]
        assert ids == ["title", "import numpy as np", "data", "f", "helper = 1", "f_test", "words"]

    def test_swapped_grade_ids_do_not_move_an_answer_into_a_test(self, read, assignment) -> None:
        cells = released(assignment)
        cells[3]["metadata"]["nbgrader"]["grade_id"] = "f_test"
        cells[4]["metadata"]["nbgrader"]["grade_id"] = "f"
        submission = read(notebook(cells))
        (test,) = [c for c in submission.cells if c.origin and c.origin.grade_id == "f_test"]
        assert test.source == TEST

    @pytest.mark.parametrize(
        "odd",
        [
            *(None, 3, "text", [], {"cell_type": 3}, {"cell_type": "code"}),
            {"cell_type": "code", "source": 5, "metadata": []},
            {"cell_type": "code", "source": [1, "x = 1"], "metadata": {"nbgrader": 7}},
            {"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": ["f"]}}},
            {"cell_type": "code", "source": "", "metadata": {"nbgrader": {"grade_id": "other"}}},
        ],
    )
    def test_an_odd_cell_harms_no_other(self, read, assignment, odd: Any) -> None:
        submission = read(notebook([odd, *released(assignment)]))
        assert sum(c.origin is not None for c in submission.cells) == 5


class TestFiles:
    def test_a_students_files_come_along_within_bounds(self, assignment, folder: Path) -> None:
        hand_in(folder, notebook(released(assignment)))
        (folder / "helper").mkdir()
        (folder / "helper/tool.py").write_text("x = 1")
        (folder / "secret").symlink_to("/etc/passwd")
        (folder / "up").symlink_to("..")
        (folder / "big.bin").write_bytes(bytes(3000))
        submission = read_submission(folder, assignment, Limits(disk=4000))
        assert submission.files == {"helper/tool.py": b"x = 1"}
        assert len(submission.notes) == 2

    def test_files_that_no_frame_could_carry_are_left_out(self, assignment, folder: Path) -> None:
        hand_in(folder, notebook(released(assignment)))
        with (folder / "big.bin").open("wb") as file:
            file.truncate(MAX_FRAME - 2**20)
        submission = read_submission(folder, assignment, Limits(disk=4 * MAX_FRAME))
        assert submission.files == {}
        assert "too large" in submission.notes[0]


def test_what_lies_in_very_many_folders_is_left_out(
    assignment: Assignment, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "ps.ipynb").write_text(json.dumps(notebook(locked())))
    (folder / "near.txt").write_text("near")
    monkeypatch.chdir(folder)
    for _ in range(1100):  # to walk through all of them exceeds Python's recursion limit
        os.mkdir("d")
        os.chdir("d")
    Path("far.txt").write_text("far")
    submission = read_submission(folder, assignment, Limits())
    subprocess.run(["rm", "-rf", folder / "d"], check=True)  # pytest could not
    assert not submission.refused
    assert submission.files == {"near.txt": b"near"}
    assert any("deeper than 50 folders" in note for note in submission.notes)


def test_no_more_code_is_looked_through_than_takes_a_moment() -> None:
    long, short = "x;" * 24_000, "y = 1"
    cells = (
        Cell("instructor", "code", 60_000 * "#"),
        *[Cell("extra", "code", long) for _ in range(6)],
        Cell("extra", "code", short),
    )
    sources = [cell.source for cell in legible(cells)]
    assert sources == [60_000 * "#", *4 * [long], "", "", short]
    told = suspicious(Submission(cells))
    assert told == ["a cell of 48,000 characters, too long to be looked through"]
