"""What the warm servers can import while the grader itself is still importing.

nbgrader takes seconds to import, and without it no course can be read. A glance at the text of the
notebooks tells what grading them will need. A wrong guess costs nothing but time: what really is
needed is loaded when it is known.
"""

import re
from collections.abc import Iterable
from glob import escape
from itertools import islice
from pathlib import Path

from autograder.servers import SIDES, Servers

_LIBRARIES = {
    "matplotlib": "matplotlib.pyplot",
    "pandas": "pandas",
    "scipy": "scipy.optimize",
    "sklearn": "sklearn.linear_model",
}
_SHARED = {"numpy", *_LIBRARIES, "tensorflow", "keras"}  # nothing of these knows an answer
_LOOKED_AT = 50  # submissions
_MOST_CHARACTERS = 10**6
IMPORT = re.compile(r"""^[ \t"]*(?:import|from)\s+([A-Za-z_][\w.]*)""", re.MULTILINE)
CHECK = re.compile(r"""\bcheck\(\s*["']([\w.]+)["'](?:[^()]*?\bseed\s*=\s*(\d+))?""")


def checks(code: str) -> list[tuple[str, int | None]]:
    """Return the exercises of nnlab that some code checks, each with its seed."""
    return [(id, int(seed) if seed else None) for id, seed in CHECK.findall(code)]


def libraries(code: str) -> tuple[str, ...]:
    """Return what to import for those of the large libraries that some code imports.

    It is for students' code, which chooses among these few and names nothing itself.
    """
    found = {name.partition(".")[0] for name in IMPORT.findall(code)}
    return tuple(module for name, module in _LIBRARIES.items() if name in found)


def start(servers: Servers, course_dir: Path, chapters: Iterable[str]) -> None:
    """Start servers, and have them import what these chapters' notebooks seem to need."""
    shared: dict[str, None] = {}
    for chapter in chapters:
        for path in course_dir.glob(f"source/*{escape(chapter)}*/*.ipynb"):
            code = _text(path)
            imports = IMPORT.findall(code)
            servers.load(dict.fromkeys(SIDES, imports), checks(code))
            shared |= dict.fromkeys(n for n in imports if n.partition(".")[0] in _SHARED)
    servers.start(shared)
    used: dict[str, None] = {}
    for chapter in chapters:
        submitted = course_dir.glob(f"submitted/*/*{escape(chapter)}*/*.ipynb")
        for path in islice(submitted, _LOOKED_AT):
            used |= dict.fromkeys(libraries(_text(path)))
    servers.load({"student": used})


def _text(path: Path) -> str:
    """Return the beginning of a notebook's text; of what is no plain file, nothing."""
    try:
        if path.is_symlink() or not path.is_file():
            return ""
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_MOST_CHARACTERS).replace('\\"', '"')
    except OSError:
        return ""
