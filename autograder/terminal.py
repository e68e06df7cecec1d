"""What the command line draws: progress bars and tables."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from autograder.doctor import Finding
    from autograder.grade import Result


@contextmanager
def progress(description: str, total: int) -> Iterator[Callable[[], None]]:
    """Show a bar; call what is yielded once for each of ``total`` things done."""
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(description, total=total)
        yield lambda: bar.advance(task)


def show_results(chapter: str, results: Sequence["Result"]) -> None:
    """Print a row for each student, and the class in the last."""
    table = Table(title=f"Results of {chapter}", show_footer=True, title_justify="left")
    scores = [result.score for result in results if result.score is not None]
    mean = f"mean {sum(scores) / len(scores):.1f}" if scores else ""
    table.add_column("student", footer=f"{len(results)} students")
    table.add_column("points", footer=mean, justify="right")
    table.add_column("of", justify="right")
    table.add_column("status", footer=_count(results))
    for result in results:
        known = result.score is not None
        note = ", to be read by a person" if result.needs_manual_grade else ""
        table.add_row(
            result.student,
            f"{result.score:g}" if known else "–",
            f"{result.max_score:g}" if known else "–",
            result.status + note,
        )
    Console().print(table)


def _count(results: Sequence["Result"]) -> str:
    statuses = [result.status for result in results]
    return ", ".join(f"{statuses.count(status)} {status}" for status in dict.fromkeys(statuses))


def show_findings(findings: Sequence["Finding"]) -> None:
    """Print what is installed and what mends the rest."""
    table = Table(show_header=False, box=None)
    for finding in findings:
        sign = "✓" if finding.found else ("✗" if finding.needed else "–")
        table.add_row(sign, finding.name, finding.found or f"missing: {finding.remedy}")
    Console().print(table)
