"""Builds what instructors open and what students get: ``course/ -> source/ -> release/``."""

import filecmp
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from autograder import coverage, engine, source
from autograder.course import CONFIG_FILE, find, folders
from autograder.errors import CourseError
from autograder.notebook import read_notebook

_IGNORED = shutil.ignore_patterns(".*", "__pycache__", "*.pyc")


def build(root: Path, names: Sequence[str] = (), *, check: bool = False) -> list[Path]:
    """Build chapters, all of them unless named; return the files that differ from what was there.

    Parameters
    ----------
    root
        The directory that holds ``course/`` and ``nbgrader_config.py``.
    names
        Chapters by name or number.
    check
        Leave ``source/`` and ``release/`` as they are.

    Raises
    ------
    CourseError
        If a chapter cannot be built, or building it would lose an edit. Nothing is written then.
    """
    root = root.resolve()
    course = root / "course"
    if not course.is_dir() or not (root / CONFIG_FILE).is_file():
        raise CourseError(f"{root} is not a course to build: it needs course/ and {CONFIG_FILE}.")
    chapters = folders(course)
    wanted = [find(name, chapters, course) for name in names] or chapters
    with tempfile.TemporaryDirectory(prefix="autograder-") as temporary:
        built = Path(temporary)
        for chapter in wanted:
            _build_source(course / chapter, built / "source" / chapter)
            if not check:
                _check_nothing_is_lost(root, built, chapter)
        try:
            engine.release(root, wanted, built / "source", built / "release")
        except engine.EngineError as error:
            raise CourseError(f"nbgrader cannot release a chapter: {error}") from error
        differing = [
            path
            for folder in (
                f"{step}/{chapter}" for chapter in wanted for step in ("source", "release")
            )
            for path in _differing(built, root, folder)
        ]
        differing += _build_readme(root, built)
        if not check:
            for path in differing:
                _replace(built / path, root / path)
    return differing


def _build_readme(root: Path, built: Path) -> list[Path]:
    """Bring the table of concepts in the README up to date, if there is one."""
    readme = Path("README.md")
    if not (root / readme).is_file():
        return []
    text = (root / readme).read_text(encoding="utf-8")
    if coverage.BEGIN not in text:
        return []
    (built / readme).write_text(coverage.filled(text, root / "course"), encoding="utf-8")
    return [] if _same(built / readme, root / readme) else [readme]


def _build_source(course: Path, target: Path) -> None:
    """Make a chapter's notebooks from its texts, and copy everything else."""
    shutil.copytree(course, target, ignore=_IGNORED)
    texts = [name for name in source.FORMATS if (course / name).is_file()]
    if not texts:
        raise CourseError(f"{course} holds neither {' nor '.join(source.FORMATS)}.")
    for name in texts:
        (target / name).unlink()
        notebook = source.read(course / name)
        (target / name).with_suffix(".ipynb").write_text(source.dumps(notebook), encoding="utf-8")


def _check_nothing_is_lost(root: Path, built: Path, chapter: str) -> None:
    """Refuse to write over an edit that was made in ``source/`` and not brought back."""
    texts = {Path(name).stem: name for name in source.FORMATS}
    for path in _files(root / "source" / chapter):
        name = texts.get(path.stem, path.name) if path.suffix == ".ipynb" else path.name
        course = (root / "course" / path.relative_to(root / "source")).with_name(name)
        if not course.exists():
            raise CourseError(f"{path} has no counterpart {course}: move it there, or remove it.")
        if name in source.FORMATS and path.stat().st_mtime > course.stat().st_mtime:
            edited, fresh = read_notebook(path), read_notebook(built / path.relative_to(root))
            if source.text(edited, course) != source.text(fresh, course):
                raise CourseError(
                    f"{path} was edited after {course}. Keep the edit with "
                    f"`jupytext --sync {path}`, or drop it with `touch {course}`."
                )


def _differing(built: Path, root: Path, folder: str) -> list[Path]:
    """List the files of a folder that are not the same in both trees, relative to either."""
    paths = {path.relative_to(tree) for tree in (built, root) for path in _files(tree / folder)}
    return sorted(path for path in paths if not _same(built / path, root / path))


def _files(folder: Path) -> list[Path]:
    hidden = (".", "__pycache__")
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not any(part.startswith(hidden) for part in path.relative_to(folder).parts)
    )


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and filecmp.cmp(one, other, shallow=False)


def _replace(new: Path, old: Path) -> None:
    """Bring one file of a folder to its new state; a file that is no longer built goes."""
    if not new.is_file():
        old.unlink()
        return
    old.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(new, old)
