"""What grading one submission gave, as plain data."""

from dataclasses import dataclass, field
from typing import Any

from autograder.score import Verdict


@dataclass
class ItemResult:
    """One graded cell.

    Parameters
    ----------
    grade_id
        The instructor's name for it.
    verdict
        How it ended.
    points
        None where a person marks it, or where the grader failed.
    feedback
        For the student: holds nothing of a hidden test.
    detail
        For the instructor alone: the test's own words, and the line at which it stopped.
    checks
        What nnlab's checks said, as data.
    outputs
        What the test showed to the student's eyes, if none of it was hidden.
    """

    grade_id: str
    verdict: Verdict
    points: float | None
    max_points: float
    mode: str = ""
    feedback: str = ""
    detail: str = ""
    checks: list[dict[str, Any]] = field(default_factory=list)
    outputs: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class CellResult:
    """One cell of the submission, in the order in which it was run.

    Parameters
    ----------
    status
        ``ok``, ``error``, ``timeout``, ``memory``, ``crashed``; "" for what was not run.
    private
        Whether the outputs may show what a hidden test passed to the student's functions.
    """

    kind: str
    cell_type: str
    source: str
    grade_id: str = ""
    status: str = ""
    outputs: list[dict[str, Any]] = field(default_factory=list)
    private: bool = False


@dataclass
class Result:
    """Everything that is known of one submission of one notebook."""

    notebook: str
    refused: str = ""
    items: list[ItemResult] = field(default_factory=list)
    cells: list[CellResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    suspicious: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unsafe: bool = False
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """The points so far."""
        return sum(item.points or 0.0 for item in self.items)

    @property
    def max_score(self) -> float:
        """The points that can be had."""
        return sum(item.max_points for item in self.items)

    @property
    def needs_manual_grade(self) -> bool:
        """Whether a person has still to look at it."""
        return any(item.points is None for item in self.items)

    def as_dict(self) -> dict[str, Any]:
        """Return everything but the time it took, which no two runs share."""
        plain = {name: value for name, value in vars(self).items() if name != "seconds"}
        plain["items"] = [{**vars(item)} for item in self.items]
        plain["cells"] = [{**vars(cell)} for cell in self.cells]
        return plain
