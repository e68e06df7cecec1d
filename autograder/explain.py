"""Where nbgrader would have done otherwise with a submission, and why."""

from autograder.result import ItemResult, Result

_BROKEN = ("timeout", "memory", "crashed")
_NOTES = {
    "more than once": "nbgrader keeps the last copy, or gives up on the class if a test is copied",
    "was missing": "nbgrader gives such an item no score",
    "was changed": "nbgrader restores the text and trusts the rest of the marks",
    "were changed": "nbgrader restores the points",
    "another order": "nbgrader runs the cells in the student's order",
}


def differences(result: Result) -> list[str]:
    """Return what nbgrader would have done otherwise, one line each."""
    if result.refused:
        return [f"{result.notebook}: refused; nbgrader would stop with an error"]
    found = []
    for note in result.notes:
        theirs = next((says for word, says in _NOTES.items() if word in note), "")
        if theirs:
            found.append(f"{result.notebook}: {note}; {theirs}")
    for cell in result.cells:
        if cell.status in _BROKEN:
            found.append(
                f"{result.notebook}: a cell ended with {cell.status} and cost its own exercise "
                "only; nbgrader would lose the kernel, and with it what follows"
            )
    for item in result.items:
        theirs = _of_item(item)
        if theirs:
            found.append(f"{result.notebook}: {item.grade_id}: {theirs}")
    return found


def _of_item(item: ItemResult) -> str:
    warned = any(out.get("name") == "stderr" for out in item.outputs)
    if item.points and warned:
        return "right, and it wrote to stderr, for which nbgrader gives 0 points"
    if item.verdict in ("timeout", "memory") or "interpreter ended" in item.feedback:
        return (
            f"{item.points or 0:g} of {item.max_points:g} points, as it came to no verdict; "
            "nbgrader gives full points where it sees no error"
        )
    if item.mode == "in-kernel":
        return "runs beside the student's code, as all tests do in nbgrader"
    return ""
