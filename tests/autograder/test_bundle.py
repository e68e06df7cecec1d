"""A bundle is the instructor's side of a chapter in one file, and nothing but data."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from autograder.bundle import Bundle, make, read, write
from autograder.course import Course
from autograder.errors import CourseError


def mark(grade_id: str, **marks: object) -> dict[str, object]:
    known = {"grade": False, "solution": False, "locked": False, "task": False}
    return {"nbgrader": {"schema_version": 3, "grade_id": grade_id, **known, **marks}}


def course(root: Path) -> Course:
    """Write a course of another's, with data of its own and a lesson that gives no points."""
    folder = root / "source" / "ps1"
    folder.mkdir(parents=True)
    new = nbformat.v4
    hidden = "### BEGIN HIDDEN TESTS\nassert double(-4) == -8\n### END HIDDEN TESTS"
    test = f"assert double(3) == 6\n{hidden}"
    cells = [
        new.new_markdown_cell("# Problem set"),
        new.new_code_cell(
            "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
            metadata=mark("double", solution=True),
        ),
        new.new_code_cell(test, metadata=mark("double_test", grade=True, locked=True, points=2)),
        new.new_code_cell(
            "double = None", metadata=mark("rebinds", grade=True, locked=True, points=1)
        ),
    ]
    nbformat.write(new.new_notebook(cells=cells), folder / "problems.ipynb")
    nbformat.write(
        new.new_notebook(cells=[new.new_markdown_cell("Read.")]), folder / "lesson.ipynb"
    )
    (folder / "data.bin").write_bytes(bytes(range(256)))
    return Course(root)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return make(course(tmp_path_factory.mktemp("course")), "ps1")


def test_a_bundle_read_is_the_bundle_written(bundle: Bundle, tmp_path: Path) -> None:
    write(bundle, tmp_path / "ps1.bundle")
    assert read(tmp_path / "ps1.bundle") == bundle
    assert bundle.assignments[0].files == {"data.bin": bytes(range(256))}
    assert bundle.assignments[0].releases.keys() == {"double", "double_test", "rebinds"}


def test_only_notebooks_that_give_points_are_in_it(bundle: Bundle) -> None:
    assert bundle.names == ["problems.ipynb"]


def test_where_each_test_runs_is_decided_when_it_is_made(bundle: Bundle) -> None:
    modes = {cell.grade_id: cell.mode for cell in bundle.assignments[0].items}
    assert modes["double_test"] == "isolated"


def test_the_same_bundle_is_the_same_bytes(bundle: Bundle, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(bundle, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_it_is_compressed_json(bundle: Bundle, tmp_path: Path) -> None:
    write(bundle, tmp_path / "ps1.bundle")
    whole = json.loads(gzip.decompress((tmp_path / "ps1.bundle").read_bytes()))
    assert (whole["format"], whole["version"]) == ("nnlab bundle", 3)


def rewritten(bundle: Bundle, path: Path, **changes: object) -> Path:
    write(bundle, path)
    whole = json.loads(gzip.decompress(path.read_bytes()))
    path.write_bytes(gzip.compress(json.dumps(whole | changes).encode()))
    return path


def test_a_changed_content_is_noticed(bundle: Bundle, tmp_path: Path) -> None:
    path = rewritten(bundle, tmp_path / "b", content={"chapter": "ps1", "assignments": []})
    with pytest.raises(CourseError, match="checksum"):
        read(path)


def test_a_later_version_is_told_apart(bundle: Bundle, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"version 4.*reads version 3"):
        read(rewritten(bundle, tmp_path / "b", version=4))


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", gzip.compress(b"[1]"), gzip.compress(b'{"format": "nnlab bundle", "version": 1}')],
    ids=["empty", "not compressed", "not an object", "nothing in it"],
)
def test_what_is_no_bundle_is_one_clear_line(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(data)
    with pytest.raises(CourseError, match="bundle") as error:
        read(tmp_path / "b")
    assert "\n" not in str(error.value)


def test_a_cut_file_is_noticed(bundle: Bundle, tmp_path: Path) -> None:
    write(bundle, tmp_path / "b")
    (tmp_path / "b").write_bytes((tmp_path / "b").read_bytes()[:-20])
    with pytest.raises(CourseError, match="damaged"):
        read(tmp_path / "b")


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="autograder bundle"):
        read(tmp_path / "none")


def test_a_chapter_without_points_makes_no_bundle(tmp_path: Path) -> None:
    made = course(tmp_path)
    (tmp_path / "source" / "ps1" / "problems.ipynb").unlink()
    with pytest.raises(CourseError, match="No notebook of ps1 has a graded cell"):
        make(made, "ps1")


def test_every_field_of_an_assignment_survives(bundle: Bundle, tmp_path: Path) -> None:
    """Held by equality, so a field that is added and not written cannot go unnoticed."""
    first = bundle.assignments[0]
    cells = tuple(replace(cell, mode="in-kernel", hidden=("{", "}")) for cell in first.cells)
    changed = replace(
        first, preload={"student": ("json", "math")}, name="other", cells=cells, short={"x": 0.5}
    )
    write(Bundle("x", (changed,)), tmp_path / "b")
    assert read(tmp_path / "b").assignments == (changed,)
