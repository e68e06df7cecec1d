"""What a graded chapter says about a class."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from nbformat import NotebookNode

from autograder import engine
from autograder.course import Course
from autograder.errors import CourseError
from autograder.notebook import read_notebook
from autograder.report import stored
from autograder.report.stored import Stored
from autograder.words import item_name


@dataclass(frozen=True)
class Item:
    """A graded cell, and how many students ended in which way.

    ``named`` made a mistake that its check knows; ``waiting`` are to be read by a person;
    ``ungraded`` were refused, or the grader failed. ``seconds`` is the median of what it took,
    ``slowest`` the most; None where no result tells.
    """

    cell: str
    name: str
    heading: str
    max_score: float
    passed: int
    named: int
    other: int
    not_started: int
    waiting: int
    ungraded: int
    seconds: float | None
    slowest: float | None

    @property
    def pass_rate(self) -> float | None:
        """The share of full points; none while answers wait."""
        if self.waiting:
            return None
        return self.passed / (self.passed + self.named + self.other + self.not_started)


@dataclass(frozen=True)
class Misunderstanding:
    """A mistake that checks recognised, and who made it."""

    exercise: str
    mistake: str
    students: list[str]

    @property
    def count(self) -> int:
        """How many students made it."""
        return len(self.students)


@dataclass(frozen=True)
class StudentScore:
    """A student's points, by cell and in all."""

    id: str
    score: float
    needs_manual_grade: bool
    points: dict[str, float]
    feedback: list[str]


@dataclass(frozen=True)
class Remark:
    """What a person should look at in one submission."""

    student: str
    lines: list[str]


@dataclass(frozen=True)
class ClassReport:
    """All that the report shows; ``unsafe`` are the students whose work ran without isolation."""

    chapter: str
    title: str
    max_score: float
    mean: float
    median: float
    students: list[StudentScore]
    items: list[Item]
    misunderstandings: list[Misunderstanding]
    refused: list[Remark]
    suspicious: list[Remark]
    faults: list[Remark]
    unsafe: list[str]


def collect(course: Course, chapter: str) -> ClassReport:
    """Read the gradebook and the autograded notebooks of a chapter.

    Raises
    ------
    CourseError
        If the chapter has not been graded.
    """
    graded = course.autograded(chapter, "*").relative_to(course.root)
    if not any(course.root.glob(str(graded))):
        raise CourseError(f"{chapter} has not been graded: run `autograder grade {chapter}` first.")
    entries = sorted(
        engine.read_gradebook(course.root, chapter), key=lambda entry: entry["student"]
    )
    results = {
        entry["student"]: stored.read(course.autograded(chapter, entry["student"]))
        for entry in entries
    }
    title, headings = _headings(course, chapter)
    scores = [entry["score"] for entry in entries]
    return ClassReport(
        chapter=chapter,
        title=title or chapter,
        max_score=entries[0]["max_score"],
        mean=mean(scores),
        median=median(scores),
        students=[_student(course, chapter, entry) for entry in entries],
        items=_items(entries, results, headings),
        misunderstandings=_misunderstandings(results),
        refused=[Remark(id, found.refused) for id, found in results.items() if found.refused],
        suspicious=[
            Remark(id, found.suspicious) for id, found in results.items() if found.suspicious
        ],
        faults=[Remark(id, found.faults) for id, found in results.items() if found.faults],
        unsafe=[id for id, found in results.items() if found.unsafe],
    )


def _student(course: Course, chapter: str, entry: dict[str, Any]) -> StudentScore:
    pages = sorted(course.feedback(chapter, entry["student"]).glob("*.html"))
    handed_in = course.submitted(chapter, entry["student"])
    return StudentScore(
        id=entry["student"],
        score=entry["score"],
        needs_manual_grade=entry["needs_manual_grade"],
        points={grade["cell"]: grade["score"] for grade in entry["grades"]},
        feedback=[
            page.relative_to(course.root).as_posix()
            for page in pages
            if (handed_in / page.name).with_suffix(".ipynb").exists()
        ],
    )


def _items(
    entries: list[dict[str, Any]], results: dict[str, Stored], headings: dict[str, str]
) -> list[Item]:
    """Count for each graded cell how the students ended, in the notebook's order."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    max_scores = {}
    for entry in entries:
        for grade in entry["grades"]:
            cell = grade["cell"]
            max_scores[cell] = grade["max_score"]
            counts[cell][_ending(grade, results[entry["student"]])] += 1
    endings = ("passed", "named", "other", "not_started", "waiting", "ungraded")
    items = []
    for cell, heading in headings.items():
        if cell in counts:
            seconds = [r.seconds[cell] for r in results.values() if cell in r.seconds]
            items.append(
                Item(
                    cell,
                    item_name(cell),
                    heading,
                    max_scores[cell],
                    **{key: counts[cell][key] for key in endings},
                    seconds=median(seconds) if seconds else None,
                    slowest=max(seconds, default=None),
                )
            )
    return items


def _ending(grade: dict[str, Any], result: Stored) -> str:
    checks = result.checks.get(grade["cell"], [])
    if result.verdicts.get(grade["cell"]) in ("refused", "grader_fault"):
        return "ungraded"
    if grade["needs_manual_grade"]:
        return "waiting"
    if grade["score"] >= grade["max_score"]:
        return "passed"
    if any(check["mistake"] for check in checks):
        return "named"
    if grade["no_response"] or any(check["kind"] == "not started" for check in checks):
        return "not_started"
    return "other"


def _misunderstandings(results: dict[str, Stored]) -> list[Misunderstanding]:
    """Gather the named mistakes, the commonest first."""
    who: dict[tuple[str, str], set[str]] = defaultdict(set)
    for student, result in results.items():
        for check in (check for checks in result.checks.values() for check in checks):
            if check["mistake"]:
                who[check["exercise"], check["mistake"]].add(student)
    found = [Misunderstanding(*key, sorted(students)) for key, students in who.items()]
    return sorted(found, key=lambda m: (-m.count, m.exercise, m.mistake))


def _headings(course: Course, chapter: str) -> tuple[str, dict[str, str]]:
    """Return the assignment's title, and the heading above each graded cell."""
    title, headings = "", {}
    for path in sorted(course.source(chapter).glob("*.ipynb")):
        heading = ""
        for cell in read_notebook(path).cells:
            for level, text in _titles(cell):
                title = text if level == "#" and not title and path.stem != "lesson" else title
                heading = text
            if cell.metadata.get("nbgrader", {}).get("grade"):
                headings[cell.metadata.nbgrader.grade_id] = heading
    return title, headings


def _titles(cell: NotebookNode) -> Iterator[tuple[str, str]]:
    if cell.cell_type == "markdown" and not cell.metadata.get("nbgrader", {}).get("solution"):
        yield from re.findall(r"^(#+) +(.+)$", cell.source, flags=re.MULTILINE)
