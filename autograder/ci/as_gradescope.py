"""The outcome as Gradescope's ``results.json``."""

import json
from typing import Any

from autograder.ci.outcome import Item, Outcome


def write(outcome: Outcome) -> str:
    """Return the outcome as JSON; ``extra_data`` is for instructors alone."""
    notebooks = outcome.notebooks
    refused = [f"{n.path.name} could not be graded: {n.refused}" for n in notebooks if n.refused]
    notes = [f"The grader noticed: {note}." for n in notebooks for note in n.notes]
    whole = {
        "score": outcome.score,
        "execution_time": round(sum(notebook.seconds for notebook in notebooks)),
        "output": "\n".join([outcome.headline, *refused, *notes]),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(number, item) for number, item in enumerate(outcome.items, start=1)],
        "extra_data": {
            "chapter": outcome.chapter,
            "pending": outcome.pending,
            "suspicious": [line for notebook in notebooks for line in notebook.suspicious],
            "faults": [line for notebook in notebooks for line in notebook.faults],
            "unsafe": any(notebook.unsafe for notebook in notebooks),
        },
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _test(number: int, item: Item) -> dict[str, Any]:
    test = {
        "number": str(number),
        "name": f"{item.name}: {item.words}",
        "max_score": item.max_points,
        "output": item.diagnosis,
        "visibility": "visible",
        "tags": item.mistakes,
    }
    if item.points is None:
        return test  # neither passed nor failed, and no points yet
    return {**test, "score": item.points, "status": "passed" if item.right else "failed"}
