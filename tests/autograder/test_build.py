"""What is built from the texts: the same bytes, the same ids, no solutions in what students get."""

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from autograder import source
from autograder.build import build
from autograder.errors import CourseError

REPOSITORY = Path(__file__).parents[2]
CHAPTER = "01_tiny"
BIN = Path(sys.executable).parent


def tree(root: Path, *folders: str) -> dict[str, bytes]:
    """Return the content of all files below some folders."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for folder in folders
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    }


def cells(root: Path, step: str, name: str = "exercises") -> list:
    return nbformat.read(root / step / CHAPTER / f"{name}.ipynb", as_version=4).cells


def edit(path: Path, old: str, new: str) -> None:
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new, 1))


def run(root: Path, *command: str) -> subprocess.CompletedProcess:
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    return subprocess.run(
        command,
        cwd=root,
        env=os.environ | {"PATH": path},
        check=True,
        capture_output=True,
        text=True,
    )


def test_building_again_gives_the_same_bytes(built: Path) -> None:
    before = tree(built, "source", "release")
    shutil.rmtree(built / "source")
    shutil.rmtree(built / "release")
    assert sorted(map(str, build(built))) == sorted(before)
    assert tree(built, "source", "release") == before
    assert build(built, check=True) == []


def test_an_edit_changes_the_id_of_its_own_cell_alone(built: Path) -> None:
    before = {cell.id for step in ("source", "release") for cell in cells(built, step)}
    lesson = [cell.id for cell in cells(built, "release", "lesson")]
    text = built / "course" / CHAPTER / "exercises.py"
    edit(text, "## 1. Steps", "## 1. Two steps")
    edit(text, "np.where(z >= 0, 1, 0)", "(z >= 0).astype(int)")
    build(built)
    after = {cell.id for step in ("source", "release") for cell in cells(built, step)}
    assert len(after - before) == len(before - after) == 1
    assert lesson == [cell.id for cell in cells(built, "release", "lesson")]


def test_a_graded_cell_is_called_by_its_grade_id(built: Path) -> None:
    named = [cell for cell in cells(built, "release") if "nbgrader" in cell.metadata]
    assert [cell.id for cell in named] == [
        "heaviside",
        "heaviside_test",
        "sign",
        "sign_test",
        "words",
    ]


@pytest.mark.parametrize("step", ["source", "release"])
@pytest.mark.parametrize("name", ["lesson", "exercises"])
def test_notebooks_are_valid_and_hold_nothing_of_a_run(built: Path, step: str, name: str) -> None:
    path = built / step / CHAPTER / f"{name}.ipynb"
    assert path.read_text().endswith("}\n")
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    assert all(cell.get("execution_count") is None for cell in notebook.cells)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"


def test_tags_and_concepts_reach_students(built: Path) -> None:
    plot = next(cell for cell in cells(built, "release", "lesson") if "tags" in cell.metadata)
    assert plot.metadata == {"alt": "nothing to see", "concepts": ["heaviside"], "tags": ["plot"]}


def test_students_get_neither_solutions_nor_hidden_tests(built: Path) -> None:
    released = (built / "release" / CHAPTER / "exercises.ipynb").read_text()
    assert not re.search(r"SOLUTION|HIDDEN|np\.where|seed=|Because", released)
    stub = next(cell for cell in cells(built, "release") if cell.id == "sign").source
    assert stub == (
        'def sign(z):\n    # YOUR CODE HERE\n    raise NotImplementedError("not started")'
    )


def test_other_files_come_along_and_hidden_ones_stay(built: Path) -> None:
    course = built / "course" / CHAPTER
    (course / "pictures").mkdir()
    (course / "pictures" / "neuron.svg").write_text("<svg/>")
    (course / ".ipynb_checkpoints").mkdir()
    (course / ".ipynb_checkpoints" / "lesson.md").write_text("")
    build(built)
    for step in ("source", "release"):
        names = {path.split("/", 2)[2] for path in tree(built, step)}
        assert names == {"lesson.ipynb", "exercises.ipynb", "data.csv", "pictures/neuron.svg"}
    (course / "data.csv").unlink()
    with pytest.raises(CourseError, match=r"data\.csv has no counterpart"):
        build(built)


def test_building_touches_no_gradebook(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == [
        "course",
        "jupytext.toml",
        "nbgrader_config.py",
        "release",
        "source",
    ]


def test_check_names_what_differs_and_writes_nothing(built: Path) -> None:
    before = tree(built, "source", "release")
    edit(built / "course" / CHAPTER / "lesson.md", "A lesson", "The lesson")
    differing = [f"{step}/{CHAPTER}/lesson.ipynb" for step in ("release", "source")]
    assert sorted(map(str, build(built, check=True))) == differing
    assert tree(built, "source", "release") == before


TEST = '"grade_id": "sign_test", "locked": true, "points": 3'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (TEST, '"grade_id": "sign_test", "locked": true', "'sign_test' does not have points"),
        (TEST, TEST.replace("3", "-3"), "less than the minimum"),
        (TEST, TEST.replace("sign", "heaviside"), "taken by an earlier cell"),
        (TEST, TEST.replace("sign_test", "sign test"), "does not match"),
        (TEST, '"locked": true, "points": 3', "grade_id"),
        ('"schema_version": 3, "solution": true', '"solution": true', "schema version"),
        ('"locked": false, ', "", "'locked' is a required property"),
        ("    ### END SOLUTION\n", "", "do not pair up"),
        ("import numpy as np", "### BEGIN SOLUTION\n### END SOLUTION", '"solution": true'),
        ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS", "do not pair up"),
    ],
)
def test_metadata_that_nbgrader_cannot_use_name_their_cell(
    texts: Path, old: str, new: str, says: str
) -> None:
    edit(texts / "course" / CHAPTER / "exercises.py", old, new)
    with pytest.raises(CourseError, match=re.escape(says)) as caught:
        build(texts)
    assert re.search(r"exercises\.py, cell \d+ \(.+\): ", str(caught.value))
    assert "\n" not in str(caught.value)
    assert not (texts / "source").exists()


def test_one_bad_chapter_leaves_all_as_they_were(built: Path) -> None:
    before = tree(built, "source", "release")
    edit(built / "course" / CHAPTER / "lesson.md", "A lesson", "The lesson")
    other = shutil.copytree(built / "course" / CHAPTER, built / "course" / "02_bad")
    edit(other / "exercises.py", TEST, TEST.replace("sign", "heaviside"))
    with pytest.raises(CourseError):
        build(built)
    assert tree(built, "source", "release") == before


def test_an_edit_in_source_is_never_lost(built: Path) -> None:
    path = built / "source" / CHAPTER / "exercises.ipynb"
    edit(path, "## 1. Steps", "## 1. Edited in JupyterLab")
    later = (built / "course" / CHAPTER / "exercises.py").stat().st_mtime + 10
    os.utime(path, (later, later))
    with pytest.raises(CourseError, match=r"jupytext --sync .*exercises\.ipynb"):
        build(built)
    run(built, "jupytext", "--sync", str(path))
    assert "## 1. Edited in JupyterLab" in (built / "course" / CHAPTER / "exercises.py").read_text()
    build(built)
    assert "Edited in JupyterLab" in (built / "release" / CHAPTER / "exercises.ipynb").read_text()


@pytest.mark.parametrize("name", ["lesson.md", "exercises.py"])
def test_a_sync_from_either_side_changes_nothing_that_was_not_edited(
    built: Path, name: str
) -> None:
    text = built / "course" / CHAPTER / name
    notebook = (built / "source" / CHAPTER / name).with_suffix(".ipynb")
    before = text.read_text()
    for newer in (text, notebook):
        os.utime(newer, (time.time() + 60,) * 2)
        run(built, "jupytext", "--sync", str(newer.relative_to(built)))
        assert text.read_text() == before
        assert build(built, check=True) in ([], [notebook.relative_to(built)])
    assert sorted(path.name for path in text.parent.iterdir()) == [
        "data.csv",
        "exercises.py",
        "lesson.md",
    ]


@pytest.mark.parametrize(
    "text",
    [path for name in source.FORMATS for path in sorted((REPOSITORY / "course").glob(f"*/{name}"))],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_the_course_survives_the_way_through_a_notebook(text: Path) -> None:
    notebook = nbformat.reads(source.dumps(source.read(text)), as_version=4)
    assert source.text(notebook, text) == text.read_text()


def test_committed_notebooks_are_what_the_texts_say() -> None:
    assert build(REPOSITORY, check=True) == [], "run `make build` and commit"


def test_nbgrader_itself_releases_the_same_bytes(built: Path) -> None:
    before = tree(built, "release")
    run(built, "nbgrader", "generate_assignment", CHAPTER, "--force")
    assert tree(built, "release") == before


def test_a_text_that_is_broken_says_where(texts: Path) -> None:
    path = texts / "course" / CHAPTER / "lesson.md"
    path.write_text(path.read_text().replace("tags: [plot]", "tags: [plot"))
    with pytest.raises(CourseError, match=r"lesson\.md cannot be read") as caught:
        build(texts)
    assert "\n" not in str(caught.value)


def test_a_course_has_texts_and_settings(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="needs course/ and nbgrader_config"):
        build(tmp_path)
    assert not list(tmp_path.iterdir())
