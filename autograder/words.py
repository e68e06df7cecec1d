"""What items and verdicts are called wherever a person reads them."""

import re
from typing import Any

from autograder.assignment import Assignment
from autograder.result import ItemResult

_SIGNS = {"passed": "✓", "partial": "◐", "not started": "○", "manual": "…", "grader_fault": "!"}
VERDICTS = {
    "passed": "right",
    "partial": "partly right",
    "failed": "not right yet",
    "not started": "not started",
    "error": "stopped with an error",
    "timeout": "took too long",
    "memory": "needed too much memory",
    "refused": "not graded",
    "manual": "waits for a person",
    "grader_fault": "the grader failed",
}
FAULT = "The grader itself failed here. That is no fault of yours; your instructor has been told."
_CONTROLS = dict.fromkeys([*range(9), 11, 12, 13, *range(14, 32), *range(127, 160)])
# Of a traceback, a student needs the frames in their own cells.
_LIBRARY_FRAME = re.compile(
    r'^  File "(?!<ipython-input)[^"\n]*", line .*\n(?:    .*\n)*', re.MULTILINE
)
_CELL = re.compile(r'File "<ipython-input-[^"\n]*"')
_HEADING = re.compile(r"^(#+)\s+(.+?)\s*#*$", re.MULTILINE)


def item_name(grade_id: str) -> str:
    """Return what an exercise is called: its test's id without ``_test``.

    Examples
    --------
    >>> item_name("heaviside_test"), item_name("in_your_own_words")
    ('heaviside', 'in_your_own_words')
    """
    return grade_id.removesuffix("_test") or grade_id


def item_state(item: ItemResult, kind: str) -> str:
    """Return a key of ``VERDICTS``; `kind` is that of the instructor's cell."""
    if item.verdict != "failed":
        return item.verdict
    untouched = kind == "answer" or any(c.get("kind") == "not started" for c in item.checks)
    return "not started" if untouched else "failed"


def sign(state: str) -> str:
    """Return a letter for a state, so that it does not hang on a colour."""
    return _SIGNS.get(state, "✗")


def diagnosis(item: ItemResult) -> str:
    """Return what a student may read of an item, as plain text; "" if there is nothing to say."""
    if item.verdict == "grader_fault":
        return FAULT
    return _CELL.sub("your cell", _LIBRARY_FRAME.sub("", item.feedback))


def mistakes(item: ItemResult) -> list[str]:
    """Return the names of the mistakes that nnlab's checks recognised."""
    named = (check.get("mistake") for check in item.checks)
    return list(dict.fromkeys(name for name in named if isinstance(name, str) and name))


def title(assignment: Assignment) -> str:
    """Return the notebook's first heading, else its name."""
    return next((text for level, text in _headings(assignment) if level == 1), assignment.name)


def headings(assignment: Assignment) -> dict[str, str]:
    """Return the heading above each item, by grade id."""
    found: dict[str, str] = {}
    heading = ""
    for cell in assignment.cells:
        if cell.cell_type == "markdown" and cell.kind in ("text", "task"):
            heading = next((text for _, text in reversed(_titles(cell.released))), heading)
        if cell.grade_id:
            found[cell.grade_id] = heading
    return {item.grade_id: found[item.grade_id] for item in assignment.items}


def _headings(assignment: Assignment) -> list[tuple[int, str]]:
    texts = (c.released for c in assignment.cells if c.cell_type == "markdown" and c.kind == "text")
    return [found for text in texts for found in _titles(text)]


def _titles(markdown: str) -> list[tuple[int, str]]:
    return [(len(level), text) for level, text in _HEADING.findall(markdown)]


def points(value: Any) -> str:
    """Write points: no more digits than they have, and a dash for none.

    Examples
    --------
    >>> points(2.0), points(0.5), points(None)
    ('2', '0.5', '–')
    """
    return "–" if value is None else f"{value:.4g}"


def visible(text: str) -> str:
    """Return what of a text a terminal would leave on the screen.

    Examples
    --------
    >>> visible("\\x1b[31mred\\x1b[0m 10 %\\r100 %\\n")
    '100 %\\n'
    """
    text = re.sub(r"\x1b\[[0-9;?]{0,40}[ -/]{0,8}[@-~]", "", text)
    lines = (line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    return "\n".join(lines).translate(_CONTROLS)
