"""From an assignment and a submission to the steps that the examiner takes, in order."""

import builtins
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autograder.assignment import Assignment, SourceCell, student_names
from autograder.names import import_lines, mentions, names, unbound
from autograder.submission import Cell, Submission, legible

_CHECK = re.compile(r"""\bcheck\(\s*["']([\w.]+)["']""")
_IPYTHON = {"get_ipython", "display", "In", "Out", "exit", "quit", "_", "__", "___", "_ih", "_oh"}
_NEVER = set(dir(builtins)) | _IPYTHON


@dataclass(frozen=True)
class Step:
    """One thing to do.

    Parameters
    ----------
    kind
        ``student`` (run in the sandbox), ``shared`` (run in the examiner), ``test`` (run in the
        examiner, on proxies), ``in-kernel`` (a test run in the sandbox).
    cell
        Position in the submission's cells, -1 for what has none.
    request
        What the examiner is told.
    """

    kind: str
    cell: int
    request: dict[str, Any]
    origin: SourceCell | None = None

    @property
    def number(self) -> int:
        """Its place among the steps."""
        return self.request["number"]


def plan(assignment: Assignment, submission: Submission) -> list[Step]:
    """Return the steps of a submission."""
    cells = submission.cells
    planner = _Planner(assignment, cells)
    position = planner.extras(cells, 0)
    for index, origin in enumerate(assignment.cells):
        whole = position < len(cells) and cells[position].origin is origin
        if whole:
            planner.owned(index, cells[position], position)
            position = planner.extras(cells, position + 1)
        elif origin.kind == "plain":
            planner.examine(index, origin.source)
    return planner.steps


class _Planner:
    def __init__(self, assignment: Assignment, submitted: tuple[Cell, ...]) -> None:
        self.cells = assignment.cells
        self.submitted = legible(submitted)
        self.steps: list[Step] = []
        self.later: set[str] = set()  # what functions of the cells so far may ask for
        self.needed = _needed(assignment)

    def extras(self, cells: tuple[Cell, ...], position: int) -> int:
        while position < len(cells) and cells[position].origin is None:
            if cells[position].code:
                self._add("student", position, cells[position].source)
            position += 1
        return position

    def owned(self, index: int, cell: Cell, position: int) -> None:
        origin = self.cells[index]
        if not origin.code:
            return
        if origin.kind == "test":
            self.test(index, position)
            return
        self._add("student", position, cell.source, origin)
        if origin.kind in ("solution", "answer"):
            # A library is the examiner's own, whatever a student made of theirs.
            imports = import_lines(origin.source)
            if imports:
                self._add("shared", -1, imports, None, {"owned": [], "maybe": []})
        else:
            self.examine(index, origin.source)

    def examine(self, index: int, source: str) -> None:
        """Run a cell of the instructor's in the examiner, if a test depends on it."""
        if self.cells[index].kind == "plain" and not names(source).binds & self.needed:
            return
        self._add("shared", -1, source, None, self._asked(index, source))

    def test(self, index: int, position: int) -> None:
        origin = self.cells[index]
        if origin.mode == "in-kernel":
            self._add("in-kernel", position, origin.source, origin)
            return
        self._add(
            "test",
            position,
            origin.source,
            origin,
            {
                "seed": zlib.crc32(origin.grade_id.encode()),
                "exercises": sorted(set(_CHECK.findall(origin.source))),
                "used": self._used(names(origin.source).loads),
                **self._asked(index, origin.source),
            },
        )
        # Students rely on what a test that they can see imports and binds.
        visible = origin.visible_source()
        found = names(visible)
        made = found.binds - found.imports
        if made and any(made & _asked_in_the_sandbox(c) for c in self.submitted[position + 1 :]):
            self._add("student", -1, visible)
        elif imports := import_lines(visible):
            self._add("student", -1, imports)

    def _used(self, loads: frozenset[str]) -> list[str]:
        """Return the identifiers in those solutions that bind what a test asks for."""
        solutions = (c.source for c in self.cells if c.kind == "solution")
        return sorted({m for s in solutions if names(s).binds & loads for m in mentions(s)})

    def _asked(self, index: int, source: str) -> dict[str, list[str]]:
        """Return the names that are the student's, and those that nobody else binds."""
        found = names(source)
        loads = found.loads | self.later
        self.later |= found.later
        owned = student_names(self.cells[:index])
        trusted = (c for c in self.cells[: index + 1] if c.kind in ("plain", "shared", "test"))
        bound = {name for c in trusted if c.code for name in names(c.source).binds}
        return {
            "owned": sorted(loads & owned),
            "maybe": sorted(loads - owned - bound - _NEVER),
        }

    def _add(
        self,
        kind: str,
        cell: int,
        source: str,
        origin: SourceCell | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        request = {"number": len(self.steps), "kind": kind, "source": source, **(more or {})}
        self.steps.append(Step(kind, cell, request, origin))


def _asked_in_the_sandbox(cell: Cell) -> frozenset[str]:
    isolated = cell.origin and cell.origin.kind == "test" and cell.origin.mode == "isolated"
    return unbound(cell.source) if cell.code and not isolated else frozenset()


def _needed(assignment: Assignment) -> set[str]:
    """Return the names on which tests depend, directly or through the instructor's other cells."""
    trusted = [c for c in assignment.cells if c.code and c.kind in ("plain", "shared", "test")]
    needed: set[str] = set()
    pending = [c for c in trusted if c.kind != "plain"]
    rest = [c for c in trusted if c.kind == "plain"]
    while pending:
        for cell in pending:
            needed |= names(cell.source).loads
        pending = [c for c in rest if names(c.source).binds & needed]
        rest = [c for c in rest if c not in pending]
    return needed
