"""Which concept is explained where, played with where, and checked by which exercise.

Made from the tags that cells carry in their metadata, ``"concepts": ["xor"]``.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from autograder import source
from autograder.course import folders
from autograder.errors import CourseError

BEGIN, END = "<!-- coverage: written by `autograder build` -->", "<!-- /coverage -->"


@dataclass
class Concept:
    """Where one concept is met."""

    chapter: str
    name: str
    lesson: int = 0
    interactive: int = 0
    graded: list[str] = field(default_factory=list)


def concepts(course: Path) -> list[Concept]:
    """Collect the concepts of all chapters below ``course/``, in the order of the lessons."""
    found: dict[tuple[str, str], Concept] = {}
    for chapter in folders(course):
        for name in source.FORMATS:
            if not (course / chapter / name).is_file():
                continue
            for cell in source.read(course / chapter / name).cells:
                for tag in cell.metadata.get("concepts", []):
                    concept = found.setdefault((chapter, tag), Concept(chapter, tag))
                    if name == "lesson.md":
                        concept.lesson += 1
                        concept.interactive += bool(
                            re.search(r"^(quiz|playgrounds\.\w+)\(", cell.source, re.MULTILINE)
                        )
                    elif cell.metadata.get("nbgrader", {}).get("grade"):
                        concept.graded.append(cell.metadata.nbgrader.grade_id)
    return list(found.values())


def table(course: Path) -> str:
    """Return the coverage of the course as a Markdown table."""
    rows = [
        "| chapter | concept | lesson cells | to play with | checked by |",
        "|---|---|---|---|---|",
    ]
    for concept in concepts(course):
        graded = ", ".join(f"`{name.removesuffix('_test')}`" for name in concept.graded)
        rows.append(
            f"| {concept.chapter.partition('_')[0]} | {concept.name.replace('-', ' ')} "
            f"| {concept.lesson} | {concept.interactive or ''} | {graded} |"
        )
    return "\n".join(rows)


def filled(readme: str, course: Path) -> str:
    """Return a README's text with the table between its two marks brought up to date.

    Raises
    ------
    CourseError
        If a mark is missing or there twice.
    """
    if readme.count(BEGIN) != 1 or readme.count(END) != 1:
        raise CourseError(f"README.md should hold {BEGIN!r} and {END!r} once each.")
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table(course)}\n{END}{after}"
