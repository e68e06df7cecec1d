"""What grading one student's notebooks gave, as far as the student may know it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignment import Assignment
from autograder.bundle import Bundle
from autograder.errors import CourseError
from autograder.result import Result
from autograder.run import Engine
from autograder.sandbox.limits import Limits
from autograder.submission import read_submission
from autograder.words import (
    VERDICTS,
    diagnosis,
    headings,
    item_name,
    item_state,
    mistakes,
    points,
    sign,
    title,
    visible,
)

_CELL = re.compile(r"<ipython-input[^>\n]*>, ")
_MOST_LINES = 10
_MOST_CHARACTERS = 200


@dataclass(frozen=True)
class Item:
    """One exercise; ``points`` is None where they have still to be given."""

    name: str
    heading: str
    state: str
    points: float | None
    max_points: float
    diagnosis: str
    mistakes: list[str]
    seconds: float

    @property
    def sign(self) -> str:
        """A letter for the state."""
        return sign(self.state)

    @property
    def words(self) -> str:
        """The state in words."""
        return VERDICTS[self.state]

    @property
    def right(self) -> bool:
        """Whether it has all its points."""
        return self.state == "passed"

    @property
    def score(self) -> str:
        """The points in words."""
        return f"{points(self.points)} of {points(self.max_points)}"


@dataclass(frozen=True)
class Notebook:
    """One notebook; ``suspicious`` and ``faults`` are for the instructor's eyes."""

    path: Path
    title: str
    items: list[Item]
    refused: str
    notes: list[str]
    suspicious: list[str]
    faults: list[str]
    seconds: float
    unsafe: bool


@dataclass(frozen=True)
class Outcome:
    """All notebooks of a chapter."""

    chapter: str
    notebooks: list[Notebook]

    @property
    def items(self) -> list[Item]:
        """The exercises of all notebooks."""
        return [item for notebook in self.notebooks for item in notebook.items]

    @property
    def score(self) -> float:
        """The points so far."""
        return sum(item.points or 0.0 for item in self.items)

    @property
    def max_score(self) -> float:
        """The points that can be had."""
        return sum(item.max_points for item in self.items)

    @property
    def pending(self) -> float:
        """The points that wait for a person."""
        return sum(item.max_points for item in self.items if item.state == "manual")

    @property
    def trouble(self) -> str:
        """Why not all could be graded, in one line; "" if all was."""
        for notebook in self.notebooks:
            if notebook.refused:
                return f"{notebook.path}: {notebook.refused}"
            if any(item.state == "grader_fault" for item in notebook.items):
                faults = " ".join("; ".join(notebook.faults).split())
                return f"{notebook.path}: the grader failed: {faults}"
        return ""

    @property
    def headline(self) -> str:
        """The score in words."""
        waiting = f", {points(self.pending)} wait for a person" if self.pending else ""
        unsafe = any(notebook.unsafe for notebook in self.notebooks)
        isolation = " (graded without isolation)" if unsafe else ""
        return f"{points(self.score)} of {points(self.max_score)} points{waiting}{isolation}"


def grade(
    paths: Sequence[Path], bundle: Bundle, limits: Limits, *, unsafe: bool = False
) -> Outcome:
    """Grade a student's notebooks, named one by one or by their folder; a missing one is refused.

    Raises
    ------
    CourseError
        If the bundle does not know a notebook, or nothing can be isolated here.
    """
    inside = {path: [path / name for name in bundle.names] for path in paths if path.is_dir()}
    notebooks = [notebook for path in paths for notebook in inside.get(path, [path])]
    given = {path.stem: path for path in notebooks}
    known = [assignment.name for assignment in bundle.assignments]
    for path in notebooks:
        if path.stem not in known or path.suffix != ".ipynb":
            raise CourseError(f"This bundle grades {', '.join(bundle.names)}, not {path}.")
        if given[path.stem] is not path:
            raise CourseError(f"{path} and {given[path.stem]} are the same notebook's.")
    beside = notebooks[0].parent
    graded = []
    for assignment in bundle.assignments:
        path = given.get(assignment.name, beside / f"{assignment.name}.ipynb")
        submission = read_submission(path.parent, assignment, limits)
        with Engine(assignment, limits, unsafe=unsafe) as engine:
            result = engine.grade(submission)
        graded.append(_notebook(path, assignment, result))
    return Outcome(bundle.chapter, graded)


def _notebook(path: Path, assignment: Assignment, result: Result) -> Notebook:
    above = headings(assignment)
    items = [
        Item(
            name=item_name(item.grade_id),
            heading=above[item.grade_id],
            state=item_state(item, assignment.cell(item.grade_id).kind),
            points=item.points,
            max_points=item.max_points,
            diagnosis=tame(diagnosis(item)),
            mistakes=[tame(name) for name in mistakes(item)],
            seconds=result.seconds.get(item.grade_id, 0.0),
        )
        for item in result.items
    ]
    return Notebook(
        path=path,
        title=title(assignment),
        items=items,
        refused=tame(result.refused),
        notes=[tame(note) for note in (*_stopped(result), *result.notes)],
        suspicious=[tame(line) for line in result.suspicious],
        faults=[tame(line) for line in result.faults],
        seconds=result.seconds.get("total", 0.0),
        unsafe=result.unsafe,
    )


def _stopped(result: Result) -> list[str]:
    """Say which of the student's own cells stopped, and at what."""
    lines = []
    for cell in result.cells:
        if cell.kind != "instructor" and cell.status not in ("", "ok"):
            errors = [o for o in cell.outputs if o["output_type"] == "error"]
            why = f"{errors[-1]['ename']}: {errors[-1]['evalue']}" if errors else cell.status
            which = f"the answer {cell.grade_id!r}" if cell.grade_id else "a cell of your own"
            lines.append(
                f"{which} stopped: {' '.join(_CELL.sub('', why).split())[:_MOST_CHARACTERS]}"
            )
    return lines[:_MOST_LINES]


def tame(text: str) -> str:
    """Take out of a student's text what a terminal or GitHub's runner would obey.

    Examples
    --------
    >>> tame("\\x1b[2Jfine ##[add-mask]1"), tame("::set-output::")
    ('fine ## [add-mask]1', ': :set-output::')
    """
    return re.sub(r"^(\s*):(?=:)", r"\1: ", visible(text), flags=re.MULTILINE).replace(
        "##[", "## ["
    )
