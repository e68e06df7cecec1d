"""What the command line draws: progress bars and tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from autograder.doctor import Finding
    from autograder.grade import StudentResult
    from autograder.pipeline.chapter import Chapter


class Bar:
    """A bar with the rate and the time that is left, shown from :meth:`start` on."""

    def __init__(self, progress: Progress, description: str) -> None:
        self._progress, self._description = progress, description

    def start(self, total: int) -> None:
        """Show it, for ``total`` things to do."""
        self._task = self._progress.add_task(self._description, total=total)
        self._progress.start()

    def advance(self) -> None:
        """Count one of them as done."""
        self._progress.advance(self._task)


class _Rate(ProgressColumn):
    """Things done in a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:.1f}/s")


@contextmanager
def progress(description: str) -> Iterator[Bar]:
    """Yield a bar, and leave it as it is at the end of the block."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate()
    bar = Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))
    try:
        yield Bar(bar, description)
    finally:
        if bar.live.is_started:
            bar.stop()


def show_results(chapter: str, results: Sequence["StudentResult"]) -> None:
    """Print a row for each student, and the class in the last."""
    table = Table(title=f"Results of {chapter}", show_footer=True, title_justify="left")
    scores = [result.score for result in results]
    mean = f"mean {sum(scores) / len(scores):.1f}" if scores else ""
    table.add_column("student", footer=f"{len(results)} students")
    table.add_column("points", footer=mean, justify="right")
    table.add_column("of", justify="right")
    table.add_column("status")
    for result in results:
        note = ", to be read by a person" if result.needs_manual_grade else ""
        table.add_row(
            result.student, f"{result.score:g}", f"{result.max_score:g}", result.status + note
        )
    Console().print(table)


def show_summary(
    chapter: str, results: Sequence["StudentResult"], seconds: float, unsafe: bool
) -> None:
    """Print how many ended in which way, and who needs a look."""
    if unsafe:
        Console().print("Graded with --unsafe: students' code ran without any isolation.")
    table = Table(title=f"{chapter}", title_justify="left")
    statuses = [result.status for result in results]
    counts = {
        "graded": statuses.count("graded"),
        "unchanged": statuses.count("unchanged") + statuses.count("rendered"),
        "refused": statuses.count("refused"),
        "suspicious": sum(bool(result.suspicious) for result in results),
        "grader faults": sum(bool(result.faults) for result in results),
        "seconds": f"{seconds:.1f}",
    }
    for name in counts:
        table.add_column(name, justify="right")
    table.add_row(*map(str, counts.values()))
    Console().print(table)


def show_lines(results: Sequence["StudentResult"], what: str) -> None:
    """Print a line for each thing that was found, after its student's name."""
    for result in results:
        for line in getattr(result, what):
            Console().print(f"{result.student}: {line}", markup=False, highlight=False)


def show_audit(chapter: "Chapter") -> None:
    """Print where each test of a chapter runs."""
    table = Table("notebook", "test", "points", "runs", title=chapter.name, title_justify="left")
    for name, assignment in chapter.graded.items():
        for cell in assignment.items:
            where = cell.mode if cell.kind == "test" else "by hand"
            table.add_row(name, cell.grade_id, f"{cell.points:g}", where)
    Console().print(table)
    for line in chapter.warnings:
        Console().print(line, markup=False, highlight=False, soft_wrap=True)


def show_findings(findings: Sequence["Finding"]) -> None:
    """Print what is installed and what mends the rest."""
    table = Table(show_header=False, box=None)
    for finding in findings:
        sign = "✓" if finding.found else ("✗" if finding.needed else "–")
        table.add_row(sign, finding.name, finding.found or f"missing: {finding.remedy}")
    Console().print(table)
