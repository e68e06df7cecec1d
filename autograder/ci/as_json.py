"""The outcome as data. A student may read it: nothing hidden is in it."""

import json
from typing import Any

from autograder.ci.outcome import Item, Outcome


def write(outcome: Outcome) -> str:
    """Return the outcome as JSON."""
    whole = {
        "version": 1,
        "chapter": outcome.chapter,
        "score": outcome.score,
        "max_score": outcome.max_score,
        "pending": outcome.pending,
        "notebooks": [
            {
                "file": notebook.path.as_posix(),
                "refused": notebook.refused,
                "unsafe": notebook.unsafe,
                "notes": notebook.notes,
                "items": [_item(item) for item in notebook.items],
            }
            for notebook in outcome.notebooks
        ],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _item(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "heading": item.heading,
        "verdict": item.state,
        "points": item.points,
        "max_points": item.max_points,
        "diagnosis": item.diagnosis,
        "mistakes": item.mistakes,
    }
