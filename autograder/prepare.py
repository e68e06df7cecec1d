"""What the instructor's own solution tells about an assignment, once for all submissions."""

from collections.abc import Mapping, Set
from dataclasses import replace

from autograder.assignment import Assignment, SourceCell
from autograder.beside import belongs_beside
from autograder.early import checks
from autograder.names import names
from autograder.run import Engine
from autograder.sandbox.limits import Limits
from autograder.servers import Servers
from autograder.submission import solution_submission


def prepare(
    assignment: Assignment, limits: Limits | None = None, *, servers: Servers | None = None
) -> Assignment:
    """Decide by the instructor's own solution where each test runs and what is worth preloading.

    A test runs isolated unless the solution then gets fewer points than beside the student's code,
    or it could not tell there what it asks.
    """
    tests = {cell.grade_id: cell for cell in assignment.cells if cell.kind == "test"}
    with Engine(assignment, limits, servers=servers) as engine:
        alone = _points(engine, profile=True)
        assignment = replace(assignment, preload=engine.modules)
    # In the sandbox nnlab's check stands for nothing, and would pass whatever it is given.
    movable = {g for g, cell in tests.items() if not any(checks(cell.source))}
    imported = frozenset[str]().union(
        *(names(c.source).imports for c in assignment.cells if c.code)
    )
    blind = {g for g in movable if belongs_beside(tests[g].source, imported)}
    isolated, alone = alone, {**alone, **dict.fromkeys(blind, 0.0)}
    live, most = set[str](), alone
    tried, beside = set[str](), alone
    # First those that fall short, then also those whose names they use, at last all.
    while tried != movable and (short := _short(tests, beside)):
        wider = movable & (_with_used(tests, tried | short.keys()) if tried else short.keys())
        tried = wider if wider != tried else movable
        with Engine(_with_mode(assignment, tried), limits, servers=servers) as engine:
            beside = _points(engine)
        if sum(beside.values()) > sum(most.values()):
            live, most = tried, beside
    gaining = {g for g in live if most[g] > alone[g] or alone[g] >= tests[g].points}
    prepared = _with_mode(assignment, live & _with_used(tests, gaining))
    best = {g: max(points, isolated[g]) for g, points in most.items()}
    return replace(prepared, short=_short(tests, best))


def _short(tests: Mapping[str, SourceCell], points: Mapping[str, float]) -> dict[str, float]:
    return {g: points[g] for g, cell in tests.items() if points[g] < cell.points}


def _with_used(tests: dict[str, SourceCell], live: Set[str]) -> set[str]:
    """Return the tests with all earlier ones that bind a name that one of them asks for."""
    found: set[str] = set()
    loads: set[str] = set()
    for grade_id, cell in reversed(tests.items()):
        own = names(cell.source)
        if grade_id in live or own.binds & loads:
            found.add(grade_id)
            loads |= own.loads
    return found


def _points(engine: Engine, *, profile: bool = False) -> dict[str, float]:
    result = engine.grade(solution_submission(engine.assignment), profile=profile)
    return {item.grade_id: item.points or 0.0 for item in result.items}


def _with_mode(assignment: Assignment, in_kernel: set[str]) -> Assignment:
    cells = tuple(
        replace(cell, mode="in-kernel") if cell.grade_id in in_kernel else cell
        for cell in assignment.cells
    )
    return replace(assignment, cells=cells)
