"""From what happened to points: pure functions, and no verdict is not a mark."""

import math
from typing import Literal

Verdict = Literal[
    "passed",
    "failed",
    "partial",
    "error",
    "timeout",
    "memory",
    "refused",
    "manual",
    "grader_fault",
]


def judge(status: str | None, max_points: float, value: str | None) -> tuple[Verdict, float | None]:
    """Return the verdict and the points of a test.

    Parameters
    ----------
    status
        ``passed`` if the test ran to its end, else how it ended; None if it was never run.
    max_points
        What it is worth.
    value
        The text of its last expression: a number gives that many points, as in nbgrader.

    Examples
    --------
    >>> judge("passed", 2.0, None), judge("passed", 2.0, "0.5"), judge("failed", 2.0, "2.0")
    (('passed', 2.0), ('partial', 0.5), ('failed', 0.0))
    """
    if status is None:
        return "grader_fault", None
    if status != "passed":
        return _AS_VERDICT.get(status, "error"), 0.0
    points = partial_points(value, max_points)
    return ("passed" if points == max_points else "partial"), points


def partial_points(value: str | None, max_points: float) -> float:
    """Return the points that the last expression of a passed test asks for.

    nbgrader aborts where it is more than the test is worth, and gives all points where it is
    negative or not a number; here it is held between 0 and all.
    """
    try:
        asked = float(value) if value is not None else max_points
    except ValueError:
        return max_points
    if math.isnan(asked):
        return 0.0
    return min(max(asked, 0.0), max_points)


def judge_answer(source: str, released: str, max_points: float) -> tuple[Verdict, float | None]:
    """Return the verdict of an answer that a person marks: one left as it was released gets 0."""
    if source == released:
        return "failed", 0.0
    return "manual", None


_AS_VERDICT: dict[str, Verdict] = {
    "failed": "failed",
    "error": "error",
    "timeout": "timeout",
    "memory": "memory",
    "refused": "refused",
}
