"""Where in the student's own code an exception came up."""

import re
import traceback

_OTHERS = re.compile("/nnlab/checks/|site-packages")
_CELL_LINE = re.compile(
    r'^  File "<ipython-input[^"\n]*", line (\d+)(?:, in (\S+))?.*\n    (.*)$', re.MULTILINE
)


def students_line(error: BaseException | None) -> str:
    """Name the last line of the student's own that an exception passed, "" if none is known."""
    *_, (number, _, line) = [(0, "", ""), *_passed(error)]
    return f" (line {number}: `{line.strip()}`)" if line else ""


def raised_below(error: BaseException | None) -> str:
    """Name the function that raised, if it is another one of the student's than was called."""
    functions = [function for _, function, _ in _passed(error)]
    below = functions[-1] if functions else ""
    return "" if below.startswith("<") or below in functions[:1] else below


def _passed(error: BaseException | None) -> list[tuple[int | str, str, str]]:
    """Return number, function and text of each line of the student's own, outermost first.

    An exception out of another process carries its traceback as text, ``student_traceback``; the
    frames that it has here are those of whoever fetched it.
    """
    sent = getattr(error, "student_traceback", None)
    if sent is not None:
        return _CELL_LINE.findall(str(sent))
    frames = traceback.extract_tb(error.__traceback__) if error is not None else []
    own = [frame for frame in frames if not _OTHERS.search(frame.filename)]
    return [(frame.lineno or 0, frame.name, frame.line or "") for frame in own]
