"""What grading left beside a student's autograded notebooks."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import CourseError
from autograder.notebook import read_notebook
from autograder.pipeline.store import hash_of, record_file
from nnlab.checks.verdict import MIMETYPE

Checks = dict[str, list[dict[str, str]]]


@dataclass
class Stored:
    """Of one student.

    Parameters
    ----------
    checks
        What checks said, by grade id.
    verdicts
        How items ended, by grade id.
    seconds
        How long items took, by grade id.
    """

    checks: Checks = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    suspicious: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unsafe: bool = False


def read(autograded: Path) -> Stored:
    """Read a student's results; where nbgrader itself graded, what the notebooks show.

    Raises
    ------
    CourseError
        If the results are there and cannot be read.
    """
    record = record_file(autograded)
    if not record.is_file():
        return Stored(checks=_shown(autograded))
    try:
        whole = json.loads(record.read_text(encoding="utf-8"))
        if whole["written"] != hash_of(autograded, whole["notebooks"]):
            return Stored(checks=_shown(autograded))
        return _stored(whole["notebooks"], whole.get("seconds", {}))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(f"{record} cannot be read: {error!r}. Grade it again.") from error


def _stored(notebooks: dict[str, Any], seconds: dict[str, Any]) -> Stored:
    found = Stored()
    for name, result in notebooks.items():
        if result["refused"]:
            found.refused.append(f"{name}.ipynb: {result['refused']}")
        found.suspicious += result["suspicious"]
        found.faults += result["faults"]
        found.unsafe = found.unsafe or result["unsafe"]
        for item in result["items"]:
            found.checks[item["grade_id"]] = [_words(check) for check in item["checks"]]
            found.verdicts[item["grade_id"]] = item["verdict"]
        taken = seconds.get(name, {})
        found.seconds |= {id: taken[id] for id in found.verdicts if id in taken}
    return found


def _shown(autograded: Path) -> Checks:
    """Return the verdicts that checks left in the outputs of notebooks."""
    found: Checks = defaultdict(list)
    for path in sorted(autograded.glob("*.ipynb")):
        for cell in read_notebook(path).cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            for output in cell.get("outputs", []):
                if MIMETYPE in output.get("data", {}):
                    found[grade_id].append(_words(output.data[MIMETYPE]))
    return found


def _words(check: dict[str, Any]) -> dict[str, str]:
    """Take the words of a check; a test that ran beside a student's code may have said anything."""
    return {name: str(check.get(name) or "") for name in ("exercise", "kind", "mistake")}
