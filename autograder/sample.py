"""A class of simulated students, made of right answers and known mistakes.

Each student starts from the release notebook and fills its cells in. Because every answer is drawn
from the bank of its exercise, the points that it deserves are known before anything is graded.
"""

import copy
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.asked import Asked, read_asked, replace_function
from autograder.course import Course
from autograder.errors import CourseError
from autograder.notebook import read_notebook
from nnlab import checks, exercises

_WRITTEN = (
    "No single line leaves the two classes on different sides, so no weights can work.",
    "Because it is not linear enough.",
    "It needs more epochs.",
)


@dataclass(frozen=True)
class Answer:
    """What a student put into one cell.

    Parameters
    ----------
    kind
        ``solution``, ``accepted``, ``mistake``, ``written`` or ``not started``.
    name
        Of the accepted variant or the mistake.
    source
        The text of the cell; none leaves the cell as it was released.
    """

    kind: str
    name: str = ""
    source: str | None = field(default=None, repr=False)

    @property
    def right(self) -> bool:
        """Whether every check of it passes."""
        return self.kind in ("solution", "accepted")


@dataclass(frozen=True)
class Student:
    """A simulated student: answers by grade id, and the automatic points that they deserve."""

    id: str
    answers: dict[str, Answer]
    deserved: float


def sample(course: Course, chapter: str, students: int, seed: int) -> list[Student]:
    """Write the submissions of a simulated class, and beside them what was planted.

    Parameters
    ----------
    course
        The course directory. Its ``release/`` must have been built.
    chapter
        The chapter's name.
    students
        How many; the first ones stay the same when there are more.
    seed
        Of the generators that draw the answers.

    Returns
    -------
    list of Student
        Also written to ``submitted/.sample/CHAPTER.json``, where nbgrader does not look.

    Raises
    ------
    CourseError
        If the chapter cannot be sampled, or a submission of somebody else would be written over.
    """
    record = course.planted(chapter)
    earlier = [entry["id"] for entry in json.loads(record.read_text())] if record.exists() else []
    ids = [f"student-{number:02d}" for number in range(1, students + 1)]
    for id in ids:
        if course.submitted(chapter, id).exists() and id not in earlier:
            raise CourseError(f"{course.submitted(chapter, id)} holds the work of somebody else.")
    notebooks = _notebooks(course, chapter)
    asked = {name: read_asked(source, name) for name, (source, _) in notebooks.items()}
    made = [
        _draw(id, asked.values(), np.random.default_rng([seed, number]))
        for number, id in enumerate(ids)
    ]

    for id in earlier:
        shutil.rmtree(course.submitted(chapter, id), ignore_errors=True)
    for student in made:
        folder = course.submitted(chapter, student.id)
        folder.mkdir(parents=True)
        for name, (_, release) in notebooks.items():
            nbformat.write(_fill_in(release, student.answers), folder / name)
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text(json.dumps([asdict(student) for student in made], indent=1) + "\n")
    return made


def _notebooks(course: Course, chapter: str) -> dict[str, tuple[NotebookNode, NotebookNode]]:
    """Read what students hand in: the notebooks with graded cells, as source and as release."""
    notebooks = {}
    for path in sorted(course.source(chapter).glob("*.ipynb")):
        source = read_notebook(path)
        if any(cell.metadata.get("nbgrader", {}).get("grade") for cell in source.cells):
            notebooks[path.name] = source, read_notebook(course.release(chapter) / path.name)
    if not notebooks:
        raise CourseError(
            f"No notebook of {chapter} has a graded cell: there is nothing to hand in."
        )
    return notebooks


def _draw(id: str, notebooks: Iterable[Asked], rng: np.random.Generator) -> Student:
    """Draw a student's answers: each is right with the student's own probability."""
    ability = rng.beta(5, 2)
    answers: dict[str, Answer] = {}
    deserved = 0.0
    for asked in notebooks:
        for cell in asked.functions:
            answers[cell.grade_id] = _answer(cell.source, cell.checks, ability, rng)
        for grade_id in asked.written:
            text = _WRITTEN[rng.integers(len(_WRITTEN))]
            started = rng.random() < 0.8
            answers[grade_id] = Answer("written", source=text) if started else Answer("not started")
        deserved += asked.points({id: answer.right for id, answer in answers.items()})
    return Student(id, answers, deserved)


def _answer(
    solution: str, names: dict[str, str], ability: float, rng: np.random.Generator
) -> Answer:
    """Draw the answer to one cell, whose functions have the checks ``{function: exercise id}``."""
    right = rng.random() < ability
    like_the_solution, idle, which = rng.random() < 0.6, rng.random() < 0.2, rng.random()
    if len(names) != 1:  # a cell of several functions: all of it or nothing
        return Answer("solution", source=solution) if right else Answer("not started")
    [(function, id)] = names.items()
    try:
        exercise = exercises.find(id)
    except ValueError as error:
        raise CourseError(str(error)) from error
    if right and (like_the_solution or not exercise.accept):
        return Answer("solution", source=solution)
    if right:
        accepted = exercise.accept[int(which * len(exercise.accept))]
        text = replace_function(solution, function, checks.source(accepted, function))
        return Answer("accepted", accepted.__name__, text)
    if idle or not exercise.mistakes:
        return Answer("not started")
    # The first of a bank are the commonest: the cube makes them so.
    mistake = exercise.mistakes[int(which**3 * len(exercise.mistakes))]
    text = replace_function(solution, function, checks.source(mistake.wrong, function))
    return Answer("mistake", mistake.name, text)


def _fill_in(release: NotebookNode, answers: dict[str, Answer]) -> NotebookNode:
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        answer = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"))
        if answer is not None and answer.source is not None:
            cell.source = answer.source
    return notebook
