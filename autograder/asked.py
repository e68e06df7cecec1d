"""What a notebook asks: which functions, checked by which cells, for how many points."""

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from autograder.errors import CourseError


@dataclass(frozen=True)
class Functions:
    """A cell that a student fills in with functions.

    ``source`` is the instructor's answer; ``checks`` maps a function's name to its exercise's id.
    """

    grade_id: str
    source: str
    checks: dict[str, str]


@dataclass(frozen=True)
class Test:
    """A cell that gives points if the answers in all of ``cells`` are right."""

    __test__ = False  # for pytest

    grade_id: str
    points: float
    cells: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """All that a notebook asks; ``written`` are the answers that a person grades."""

    functions: list[Functions]
    tests: list[Test]
    written: list[str]

    def points(self, right: Mapping[str, bool]) -> float:
        """Return the automatic points of answers, given which cells are right."""
        return sum(test.points for test in self.tests if all(right[id] for id in test.cells))


def read_asked(notebook: NotebookNode, name: str) -> Asked:
    """Read an instructor's notebook.

    Raises
    ------
    CourseError
        If a test cell calls no ``check(id, answer)``: what earns its points cannot be known then.
    """
    graded = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    solutions = [cell for cell in graded if cell.metadata.nbgrader.get("solution")]
    code = [cell for cell in solutions if cell.cell_type == "code"]
    written = [cell for cell in solutions if cell.cell_type == "markdown"]
    tests = [
        cell for cell in graded if cell.metadata.nbgrader.get("grade") and cell not in solutions
    ]
    where = {function: _id(cell) for cell in code for function in _defined(cell.source)}
    checked: dict[str, str] = {}
    asked_tests = []
    for cell in tests:
        checks = _checks(cell.source)
        if not checks:
            raise CourseError(f"{name}, cell {_id(cell)!r} calls no check(id, answer).")
        checked |= {function: id for id, function in checks.items()}
        cells = frozenset(where[function] for function in checks.values() if function in where)
        asked_tests.append(Test(_id(cell), float(cell.metadata.nbgrader.points), cells))
    functions = [
        Functions(
            _id(cell),
            _without_marks(cell.source),
            {name: checked[name] for name in _defined(cell.source) if name in checked},
        )
        for cell in code
    ]
    return Asked(functions, asked_tests, [_id(cell) for cell in written])


def replace_function(source: str, name: str, replacement: str) -> str:
    """Return the code of a cell with one of its functions rewritten."""
    [function] = [node for node in _functions(source) if node.name == name]
    lines = source.splitlines()
    first = min([function.lineno, *(d.lineno for d in function.decorator_list)])
    lines[first - 1 : function.end_lineno] = replacement.splitlines()
    return "\n".join(lines)


def _id(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader.grade_id


def _functions(source: str) -> list[ast.FunctionDef]:
    return [node for node in _parse(source).body if isinstance(node, ast.FunctionDef)]


def _parse(source: str) -> ast.Module:
    return ast.parse(TransformerManager().transform_cell(source))  # which knows %magics


def _defined(source: str) -> list[str]:
    return [function.name for function in _functions(source)]


def _checks(source: str) -> dict[str, str]:
    """Return the checks that a cell calls, ``{exercise id: name of the answer}``."""
    found = {}
    for node in ast.walk(_parse(source)):
        match node:
            case ast.Call(
                func=ast.Name("check") | ast.Attribute(attr="check"),
                args=[ast.Constant(str(id)), ast.Name(answer), *_],
            ):
                found[id] = answer
    return found


def _without_marks(source: str) -> str:
    return re.sub(r"^.*### (BEGIN|END) SOLUTION.*\n?", "", source, flags=re.MULTILINE).rstrip("\n")
