"""The class report: scores, pass rates, misunderstandings, and whose answers wait for a reader."""

import csv
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

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
    templates.filters["time"] = _time
    template = templates.get_template("report.html.j2")
    picture = histogram([student.score for student in report.students], report.max_score)
    return template.render(report=report, histogram=picture)


def _time(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


def _write_csv(report: ClassReport, folder: Path) -> None:
    items = {item.cell: item.name for item in report.items}
    _write_table(
        folder / "scores.csv",
        ["student", "score", "max_score", "needs_manual_grade", *items.values()],
        (
            [
                student.id,
                student.score,
                report.max_score,
                student.needs_manual_grade,
                *(student.points.get(cell, "") for cell in items),
            ]
            for student in report.students
        ),
    )
    columns = ["name", "heading", "max_score", "pass_rate", "passed", "named", "other"]
    columns += ["not_started", "waiting", "ungraded", "seconds", "slowest"]
    _write_table(
        folder / "exercises.csv",
        columns,
        ([getattr(item, column) for column in columns] for item in report.items),
    )
    _write_table(
        folder / "misunderstandings.csv",
        ["exercise", "mistake", "count", "students"],
        (
            [found.exercise, found.mistake, found.count, " ".join(found.students)]
            for found in report.misunderstandings
        ),
    )
    remarks = {
        "refused": report.refused,
        "suspicious": report.suspicious,
        "grader fault": report.faults,
    }
    _write_table(
        folder / "remarks.csv",
        ["student", "kind", "remark"],
        (
            [remark.student, kind, line]
            for kind, found in remarks.items()
            for remark in found
            for line in remark.lines
        ),
    )


def _write_table(path: Path, header: list[str], rows: Iterable[list[Any]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(header)
        table.writerows([_inert(value) for value in row] for row in rows)


def _inert(value: Any) -> Any:
    """Keep a spreadsheet from taking a student's text for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
