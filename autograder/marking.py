"""From what happened to each step to verdicts, points and words.

Once a hidden test has called a student's functions, what they print or say may carry its inputs
out, and is kept from the student. So that feedback loses nothing by it, the engine then walks once
more through the steps with the visible tests alone (``shown``), and the words are taken from there.
"""

import builtins
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from autograder import outputs as shown
from autograder.assignment import Assignment, SourceCell
from autograder.plan import Step
from autograder.result import CellResult, ItemResult
from autograder.score import judge, judge_answer
from autograder.submission import Cell, Submission
from nnlab.checks.verdict import Verdict

Outcomes = Mapping[int, dict[str, Any]]


def without_hidden_tests(steps: list[Step]) -> list[Step]:
    """Return the same steps with no hidden line in a test."""
    return [
        replace(step, request={**step.request, "source": step.origin.visible_source()})
        if step.origin is not None and step.origin.kind == "test"
        else step
        for step in steps
    ]


def keeps_something_back(steps: list[Step], outcomes: Outcomes) -> bool:
    """Tell whether a student would see more if no hidden test had been run."""
    private = False
    for step in steps:
        outcome = outcomes.get(step.number, {})
        ended_well = outcome.get("status", "ok") == "ok"
        if step.kind == "student" and private and (outcome.get("outputs") or not ended_well):
            return True
        if step.origin is not None and step.origin.kind == "test":
            passed = outcome.get("status") in (None, "passed", "ok")
            late = private or _after_a_hidden_line(step.origin, outcome)
            words = _feedback(step.origin, "failed", outcome, private=False)
            if not passed and words != _feedback(step.origin, "failed", outcome, private=late):
                return True
            private = private or bool(step.origin.hidden_lines())
    return False


def mark_cells(
    submission: Submission, steps: list[Step], outcomes: Outcomes, shown_by: Outcomes
) -> list[CellResult]:
    """Return each cell of the submission with what it showed."""
    cells = [
        CellResult(c.kind, c.cell_type, _shown(c), c.origin.grade_id if c.origin else "")
        for c in submission.cells
    ]
    # All or none: to leave out what some showed would tell which.
    kept_back = not shown_by and keeps_something_back(steps, outcomes)
    private = False
    for step in steps:
        outcome = outcomes.get(step.number, {})
        if step.kind == "student" and step.cell >= 0:
            cell = cells[step.cell]
            cell.private = private and kept_back
            if private:
                outcome = shown_by.get(step.number, outcome)
            cell.status = outcome.get("status", "")
            cell.outputs = shown.clean(outcome.get("outputs"))
        elif step.origin is not None and step.cell >= 0:
            private = private or bool(step.origin.hidden_lines())
    return cells


def _shown(cell: Cell) -> str:
    """Return what a student may see: the instructor's cells without hidden tests and schemes."""
    if cell.kind == "instructor" and cell.origin is not None:
        code = cell.origin.code
        return cell.origin.visible_source() if code else cell.origin.released
    return shown.text(cell.source)


def mark_items(
    assignment: Assignment,
    submission: Submission,
    steps: list[Step],
    outcomes: Outcomes,
    shown_by: Outcomes,
) -> list[ItemResult]:
    """Return each graded cell with its verdict, its points and its words."""
    tests = {s.origin.grade_id: s for s in steps if s.kind in ("test", "in-kernel") and s.origin}
    items = []
    private = False
    for origin in assignment.items:
        if origin.kind == "test":
            step = tests[origin.grade_id]
            item = _test_item(origin, outcomes.get(step.number), private)
            if item.verdict != "passed" and step.number in shown_by:
                _show(item, origin, shown_by[step.number])
            items.append(item)
            private = private or bool(origin.hidden_lines())
        elif origin.kind == "task":
            items.append(ItemResult(origin.grade_id, "manual", None, origin.points))
        else:
            (cell,) = (c for c in submission.cells if c.origin is origin)
            verdict, points = judge_answer(cell.source, origin.released, origin.points)
            items.append(ItemResult(origin.grade_id, verdict, points, origin.points))
    return items


def _test_item(origin: SourceCell, outcome: dict[str, Any] | None, private: bool) -> ItemResult:
    if outcome is None:
        return ItemResult(origin.grade_id, "grader_fault", None, origin.points, origin.mode)
    hidden = origin.hidden_lines()
    private = private or _after_a_hidden_line(origin, outcome)
    status = outcome.get("status")
    if origin.mode == "in-kernel" and status in ("ok", "error"):
        failed = "failed" if outcome.get("error") == "AssertionError" else "error"
        status = "passed" if status == "ok" else failed
    verdict, points = judge(status, origin.points, outcome.get("value"))
    return ItemResult(
        origin.grade_id,
        verdict,
        points,
        origin.points,
        origin.mode,
        feedback=_feedback(origin, verdict, outcome, private),
        detail=_detail(origin, outcome),
        checks=_checks(outcome, private),
        outputs=[] if private or hidden else shown.clean(outcome.get("outputs")),
    )


def _show(item: ItemResult, origin: SourceCell, outcome: dict[str, Any]) -> None:
    """Take the words from a run without hidden tests, if it failed there as well."""
    visible = replace(origin, source=origin.visible_source())
    again = _test_item(visible, outcome, private=False)
    if again.verdict != "passed":
        item.feedback, item.checks, item.outputs = again.feedback, again.checks, again.outputs


def _after_a_hidden_line(origin: SourceCell, outcome: dict[str, Any]) -> bool:
    if origin.mode == "in-kernel":  # the line is what the student's process says
        return bool(origin.hidden_lines())
    line = outcome.get("line")
    return line is not None and any(n < line for n in origin.hidden_lines())


_LONGEST = 20_000
_WORDS_OF_A_CHECK = ("exercise", "kind", "message", "asks")
_WORDS = {
    "timeout": "This did not end in time.",
    "memory": "This needed more memory than there is.",
    "crashed": "The interpreter ended while this ran.",
}


def _checks(outcome: dict[str, Any], private: bool) -> list[dict[str, Any]]:
    """Return what checks said; once it has to be private, without what the answer wrote into it."""
    found = [
        {name: _text(said) if isinstance(said, str) else said for name, said in check.items()}
        for check in shown.verdicts(outcome.get("outputs"))
    ]
    if not private:
        return found
    return [
        {**check, "message": check.get("unquoted") or check.get("message"), "unquoted": ""}
        for check in found
    ]


def _feedback(origin: SourceCell, verdict: str, outcome: dict[str, Any], private: bool) -> str:
    """Return what a student may read: of a hidden test, only that it is one.

    Once a hidden test has called the student's functions (``private``), words of theirs could
    carry its inputs out: then only what stands in the test itself is said.
    """
    if verdict == "passed":
        return ""
    if outcome.get("status") in _WORDS:
        return _WORDS[outcome["status"]]
    checks = _checks(outcome, private)
    if checks and outcome.get("error") == "CheckFailed":
        words = [shown.text(checks[-1].get(key)) for key in _WORDS_OF_A_CHECK]
        return _text(Verdict(*words).text)
    line, hidden = outcome.get("line"), origin.hidden_lines()
    if hidden and (line is None or line in hidden):
        return "A hidden test failed."
    error, message, trace = (shown.text(outcome.get(key)) for key in ("error", "message", "trace"))
    if private:
        message, trace = message if message in origin.visible_source() else "", ""
        if origin.mode == "in-kernel" and not hasattr(builtins, error):
            error = ""
    said = ": ".join(filter(None, (error, message)))
    source = origin.source.splitlines()
    where = source[line - 1].strip() if line and line <= len(source) else ""
    return _text("\n".join(filter(None, (where, said, trace))))


def _detail(origin: SourceCell, outcome: dict[str, Any]) -> str:
    if not outcome.get("error"):
        return ""
    where = f"line {outcome['line']}: " if outcome.get("line") else ""
    return _text(f"{where}{outcome['error']}: {outcome.get('message', '')}")


def _text(said: str) -> str:
    return shown.text(said[:_LONGEST])
