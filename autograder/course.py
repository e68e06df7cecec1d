"""A course directory: its settings, its chapters, its submissions. Any nbgrader course will do."""

import re
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from nbgrader.coursedir import CourseDirectory
from traitlets.config.loader import Config, PyFileConfigLoader

from autograder.errors import CourseError
from autograder.sandbox.limits import Limits

CONFIG_FILE = "nbgrader_config.py"


class Course:
    """A course directory of nbgrader's, with its own ``nbgrader_config.py`` honoured.

    Parameters
    ----------
    root
        The directory that holds ``source/``, ``release/``, ``submitted/`` and the gradebook.

    Raises
    ------
    CourseError
        If ``root`` is not a course directory or its settings cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        if not self.root.is_dir():
            raise CourseError(f"{root} is not a directory.")
        self.config = load_config(self.root)
        self._directory = CourseDirectory(config=self.config)
        if not self.source().is_dir() and not self.chapters():
            raise CourseError(
                f"{root} is not a course directory: it has no {self._directory.source_directory}/."
            )

    @property
    def course_id(self) -> str:
        """The course's name in the gradebook."""
        return self._directory.course_id

    @property
    def db_url(self) -> str:
        """The URL of the gradebook."""
        return self._directory.db_url

    def source(self, chapter: str = ".") -> Path:
        """Return the folder of a chapter's notebooks with solutions."""
        return self._path(self._directory.source_directory, chapter)

    def release(self, chapter: str = ".") -> Path:
        """Return the folder of a chapter's notebooks as students get them."""
        return self._path(self._directory.release_directory, chapter)

    def submitted(self, chapter: str, student: str) -> Path:
        """Return the folder of what a student handed in."""
        return self._path(self._directory.submitted_directory, chapter, student)

    def planted(self, chapter: str) -> Path:
        """Return the record of a simulated class, hidden from nbgrader."""
        return self.root / self._directory.submitted_directory / ".sample" / f"{chapter}.json"

    def autograded(self, chapter: str, student: str) -> Path:
        """Return the folder of a student's notebooks after grading."""
        return self._path(self._directory.autograded_directory, chapter, student)

    def feedback(self, chapter: str, student: str) -> Path:
        """Return the folder of a student's feedback pages."""
        return self._path(self._directory.feedback_directory, chapter, student)

    def chapters(self) -> list[str]:
        """Return the names of all chapters, in order."""
        return [name for name in self._found(self.source("*")) if not name.startswith("_")]

    def chapter(self, name: str) -> str:
        """Return the chapter that ``name`` means: ``01_perceptron``, ``01`` or ``1``."""
        return find(name, self.chapters(), self.source())

    def students(self, chapter: str) -> list[str]:
        """Return the ids of the students who handed in a chapter.

        Folders whose names are not UTF-8 are left out: no gradebook could hold them.

        Raises
        ------
        CourseError
            If nobody did.
        """
        anybody = self.submitted(chapter, "*")
        left_out = self._directory.student_id_exclude.split(",")
        students = [name for name in self._found(anybody) if name not in left_out]
        if not students:
            pattern = anybody.relative_to(self.root)
            raise CourseError(f"No submissions of {chapter}: expected {pattern}/ in {self.root}.")
        return students

    def limits(self, timeout: float | None = None, **others: int) -> Limits:
        """Return what a submission may use; the time of a cell is nbgrader's if none is given."""
        for section in ("Execute", "ExecutePreprocessor"):
            if timeout is None and "timeout" in self.config[section]:
                seconds = self.config[section].timeout
                timeout = seconds if seconds and seconds > 0 else Limits.wall
        return Limits.for_cells(Limits.timeout if timeout is None else timeout, **others)

    def _found(self, anything: Path) -> list[str]:
        """Return what stands for the star in folders that exist, in order, hidden ones left out."""
        pattern = anything.relative_to(self.root)
        position = pattern.parts.index("*")
        there = (path for path in self.root.glob(str(pattern)) if path.is_dir())
        names = {folder.relative_to(self.root).parts[position] for folder in there}
        return sorted(name for name in names if not name.startswith(".") and _is_text(name))

    def _path(self, step: str, chapter: str, student: str = ".") -> Path:
        return Path(self._directory.format_path(step, student, chapter))


def load_config(root: Path) -> Config:
    """Return nbgrader's settings as its own commands see them when they are run in ``root``."""
    config = Config()
    for folder in [*map(Path, reversed(jupyter_config_path())), root]:
        if (folder / CONFIG_FILE).is_file():
            try:
                config.merge(PyFileConfigLoader(CONFIG_FILE, path=str(folder)).load_config())
            except Exception as error:  # the file may hold any code
                raise CourseError(f"{folder / CONFIG_FILE} cannot be read: {error!r}") from error
    settings = config.CourseDirectory
    settings.root = str(root)
    scheme, slashes, path = str(settings.get("db_url", "")).partition("sqlite:///")
    if slashes and not scheme:  # a relative path starts in the course directory
        settings.db_url = f"sqlite:///{root / path}"
    return config


def folders(parent: Path) -> list[str]:
    """Return the names of the folders in a folder, in order, hidden ones left out."""
    return sorted(path.name for path in parent.iterdir() if _is_chapter(path))


def _is_text(name: str) -> bool:
    try:
        return bool(name.encode())
    except UnicodeEncodeError:
        return False


def _is_chapter(path: Path) -> bool:
    return path.is_dir() and not path.name.startswith((".", "_"))


def find(name: str, chapters: list[str], where: Path) -> str:
    """Return the chapter of that name or number."""
    if name in chapters:
        return name
    numbered = [
        chapter
        for chapter in chapters
        if name.isdecimal() and (match := re.match(r"\d+", chapter)) and int(match[0]) == int(name)
    ]
    if len(numbered) == 1:
        return numbered[0]
    there = ", ".join(chapters) or "none"
    raise CourseError(f"No chapter {name!r} in {where}. There: {there}.")
