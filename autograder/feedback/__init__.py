"""Feedback: one self-contained HTML page a notebook, for the student whose work it is.

It holds the student's work, the points, and what the checks said. It holds no hidden test, no
hidden input and no reference, and nothing that could run or load anything.
"""

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from autograder.assignment import Assignment
from autograder.feedback import markup
from autograder.feedback.content import Mark, Page, content
from autograder.result import Result
from autograder.words import points

__all__ = ["Mark", "page"]


def page(
    result: Result,
    assignment: Assignment,
    *,
    student: str = "",
    marks: Mapping[str, Mark] | None = None,
) -> str:
    """Return the feedback on one notebook as HTML.

    Parameters
    ----------
    result
        What grading it gave.
    assignment
        What it was graded by.
    student
        The name to put above it.
    marks
        What a person gave and wrote, by grade id.
    """
    shown: Page = content(result, assignment, marks or {})
    return _template().render(page=shown, student=student)


@cache
def _template() -> Template:
    templates = Environment(
        loader=PackageLoader("autograder.feedback", ""),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    templates.filters["points"] = points
    templates.filters["words"] = markup.words
    return templates.get_template("page.html.j2")
