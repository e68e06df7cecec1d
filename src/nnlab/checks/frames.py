"""The line of the student's own at which an exception came up."""

import re
import traceback

_OTHERS = re.compile("/nnlab/checks/|site-packages")
_CELL_LINE = re.compile(r'^  File "<ipython-input[^"\n]*", line (\d+).*\n    (.*)$', re.MULTILINE)


def students_line(error: BaseException | None) -> str:
    """Name the last line of the student's own that an exception passed, "" if none is known.

    An exception out of another process carries its traceback as text, ``student_traceback``; the
    frames that it has here are those of whoever fetched it.
    """
    sent = getattr(error, "student_traceback", None)
    if sent is not None:
        found = _CELL_LINE.findall(str(sent))
    else:
        frames = traceback.extract_tb(error.__traceback__) if error is not None else []
        found = [(f.lineno, f.line) for f in frames if not _OTHERS.search(f.filename)]
    number, line = found[-1] if found else (0, "")
    return f" (line {number}: `{line.strip()}`)" if line else ""
