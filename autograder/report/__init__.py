"""The class report: scores, pass rates, misunderstandings, and whose answers wait for a reader."""

import csv
import json
from dataclasses import asdict
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder.course import Course
from autograder.report.findings import ClassReport, collect
from autograder.report.histogram import histogram

__all__ = ["write"]


def write(course: Course, chapter: str) -> Path:
    """Write ``reports/CHAPTER``: ``report.html``, and the same as ``report.json`` and CSV.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    CourseError
        If the chapter has not been graded.
    """
    report = collect(course, chapter)
    folder = course.root / "reports" / chapter
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "report.html"
    page.write_text(_render(report), encoding="utf-8")
    (folder / "report.json").write_text(
        json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    _write_csv(report, folder)
    return page


def _render(report: ClassReport) -> str:
    templates = Environment(
        loader=PackageLoader("autograder.report", ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    template = templates.get_template("report.html.j2")
    picture = histogram([student.score for student in report.students], report.max_score)
    return template.render(report=report, histogram=picture)


def _write_csv(report: ClassReport, folder: Path) -> None:
    with (folder / "scores.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        items = [item.cell for item in report.items]
        rows.writerow(["student", "score", "max_score", "needs_manual_grade", *items])
        for student in report.students:
            points = [student.points.get(cell, "") for cell in items]
            rows.writerow(
                [student.id, student.score, report.max_score, student.needs_manual_grade, *points]
            )
    with (folder / "misunderstandings.csv").open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["exercise", "mistake", "count", "students"])
        for found in report.misunderstandings:
            rows.writerow([found.exercise, found.mistake, found.count, " ".join(found.students)])
