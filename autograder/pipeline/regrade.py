"""After a change of one test, grade that item alone, where nothing else could come out otherwise.

The items left out must not matter to the one that is graded. They do not if they bind no name and
leave nothing behind in the student's functions; where either cannot be seen from the text, the
whole notebook is graded again.
"""

import ast
import builtins
import re
from dataclasses import replace

from autograder.assignment import Assignment
from autograder.names import MAX_CHARACTERS, names, python
from autograder.pipeline.keys import Keys
from autograder.result import CellResult, Result
from autograder.submission import Submission

_MAGIC = re.compile(r"^[ \t]*[%!?]", re.MULTILINE)
_MOST_MAGICS = 20  # of a cell; IPython reads them by the square of their number
_SETTINGS = {
    "seterr",
    "seterrcall",
    "filterwarnings",
    "simplefilter",
    "resetwarnings",
    "setrecursionlimit",
    "set_printoptions",
    "setattr",
    "delattr",
    "globals",
    "exec",
    "eval",
    "environ",
    "rcParams",
    "modules",
    "get_ipython",
}


def changed_items(
    before: dict[str, object], now: Keys, assignment: Assignment, submission: Submission
) -> list[str] | None:
    """Return the items to grade again; None if it must be all of them.

    Parameters
    ----------
    before
        The keys of the last result, as plain data.
    now
        The keys of the result that is wanted.
    """
    items = before.get("items")
    if before.get("context") != now.context or not isinstance(items, dict):
        return None
    changed = [grade_id for grade_id, key in now.items.items() if items.get(grade_id) != key]
    if any(assignment.cell(grade_id).kind != "test" for grade_id in changed):
        return None
    return changed if independent(assignment) and keeps_nothing(submission) else None


def independent(assignment: Assignment) -> bool:
    """Whether no test binds a name or runs beside the student's code."""
    tests = [cell for cell in assignment.cells if cell.kind == "test"]
    return all(cell.mode == "isolated" and not names(cell.source).binds for cell in tests)


def keeps_nothing(submission: Submission) -> bool:
    """Whether the student's cells can be seen to keep nothing between two calls.

    Their functions use no global but functions, classes and modules, have no mutable defaults and
    no decorators, and change no setting. A cell that does not parse is never run; one with very
    many magics takes too long to be looked through.
    """
    trees = []
    for cell in submission.cells:
        if cell.code and cell.kind != "instructor":
            if len(cell.source) > MAX_CHARACTERS or len(_MAGIC.findall(cell.source)) > _MOST_MAGICS:
                return False
            try:
                trees.append((ast.parse(python(cell.source)), names(cell.source)))
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    instructors = [names(c.source) for c in submission.cells if c.code and c.kind == "instructor"]
    fixed = set(dir(builtins)).union(*(found.imports for found in instructors))
    for tree, found in trees:
        fixed |= found.imports | {
            node.name for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        }
    return all(_stateless(tree, fixed) for tree, _ in trees)


def _stateless(tree: ast.Module, fixed: set[str]) -> bool:
    functions = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Lambda))]
    for node in ast.walk(tree):
        if isinstance(node, (ast.Global, ast.Nonlocal, ast.AsyncFunctionDef)):
            return False
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.decorator_list:
            return False
        if isinstance(node, ast.ClassDef) and not all(map(_method_or_text, node.body)):
            return False
        if isinstance(node, ast.Attribute) and node.attr in _SETTINGS:
            return False
        if isinstance(node, ast.Name) and node.id in _SETTINGS:
            return False
    return all(_uses_only(function, fixed) for function in functions)


def _method_or_text(node: ast.stmt) -> bool:
    return isinstance(node, (ast.FunctionDef, ast.Pass)) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


def _uses_only(function: ast.FunctionDef | ast.Lambda, fixed: set[str]) -> bool:
    """Whether a function uses its own names and fixed ones, and changes only its own."""
    defaults = [*function.args.defaults, *filter(None, function.args.kw_defaults)]
    if not all(isinstance(default, ast.Constant) for default in defaults):
        return False
    own = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            own.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node is not function:
            own.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            own |= {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ExceptHandler) and node.name:
            own.add(node.name)
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and node.id not in own | fixed:
            return False
        stored = isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(
            node.ctx, ast.Load
        )
        if stored and _root(node) not in own:
            return False
    return True


def _root(node: ast.AST) -> str:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def focused(assignment: Assignment, changed: tuple[str, ...]) -> Assignment:
    """Return the assignment with no other tests than ``changed``."""
    cells = tuple(
        replace(cell, kind="text", cell_type="raw", points=0.0)
        if cell.kind == "test" and cell.grade_id not in changed
        else cell
        for cell in assignment.cells
    )
    return replace(assignment, cells=cells)


def merged(earlier: Result, fresh: Result, changed: tuple[str, ...]) -> Result:
    """Return ``earlier`` with the items of ``fresh`` that were graded again."""
    new = {item.grade_id: item for item in fresh.items if item.grade_id in changed}
    return replace(
        fresh,
        items=[new.get(item.grade_id, item) for item in earlier.items],
        cells=[
            _merged_cell(old, cell, changed)
            for old, cell in zip(earlier.cells, fresh.cells, strict=True)
        ],
        suspicious=list(dict.fromkeys([*fresh.suspicious, *earlier.suspicious])),
        seconds=fresh.seconds,
    )


def _merged_cell(old: CellResult, fresh: CellResult, changed: tuple[str, ...]) -> CellResult:
    return replace(old, source=fresh.source) if fresh.grade_id in changed else old
