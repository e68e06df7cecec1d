"""Writes an outcome in the form that was asked for, to where that form is read."""

import os
from collections.abc import Callable
from pathlib import Path

from autograder.ci import Format, as_github, as_gradescope, as_json, as_junit, as_text
from autograder.ci.outcome import Outcome

_WRITERS: dict[Format, Callable[[Outcome], str]] = {
    Format.text: as_text.write,
    Format.json: as_json.write,
    Format.junit: as_junit.write,
    Format.github: as_github.summary,
    Format.gradescope: as_gradescope.write,
}


def tell(outcome: Outcome, form: Format, out: Path | None) -> str:
    """Write the outcome to a file, if there is one to write to; return what is to be printed.

    GitHub reads two things: annotations on standard output, and a summary, which goes to `out` or
    else to the file that GitHub names in ``GITHUB_STEP_SUMMARY``.
    """
    text, mode = _WRITERS[form](outcome), "w"
    printed = as_github.annotations(outcome) if form is Format.github else ""
    if form is Format.github and out is None and os.environ.get("GITHUB_STEP_SUMMARY"):
        out, mode = Path(os.environ["GITHUB_STEP_SUMMARY"]), "a"
    if out is None:
        return printed + text
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open(mode, encoding="utf-8") as file:
        file.write(text)
    return printed
