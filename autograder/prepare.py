"""What the instructor's own solution tells about an assignment, once for all submissions."""

from dataclasses import replace

from autograder.assignment import Assignment
from autograder.plan import rebinds_students_names
from autograder.run import Engine
from autograder.sandbox.limits import Limits
from autograder.servers import Servers
from autograder.submission import solution_submission


def prepare(
    assignment: Assignment, limits: Limits | None = None, *, servers: Servers | None = None
) -> Assignment:
    """Decide by the instructor's own solution where each test runs and what is worth preloading.

    A test runs isolated unless the solution then gets fewer points than beside the student's code.
    """
    with Engine(assignment, limits, servers=servers) as engine:
        alone = _points(engine, profile=True)
        assignment = replace(assignment, preload=engine.modules)
    tests = [cell for cell in assignment.cells if cell.kind == "test"]
    short = {c.grade_id for c in tests if alone[c.grade_id] < c.points}
    if not short:
        return assignment
    with Engine(_with_mode(assignment, short), limits, servers=servers) as engine:
        beside = _points(engine)
    live = {g for g in short if beside[g] > alone[g] or rebinds_students_names(assignment, g)}
    return _with_mode(assignment, live)


def _points(engine: Engine, *, profile: bool = False) -> dict[str, float]:
    result = engine.grade(solution_submission(engine.assignment), profile=profile)
    return {item.grade_id: item.points or 0.0 for item in result.items}


def _with_mode(assignment: Assignment, in_kernel: set[str]) -> Assignment:
    cells = tuple(
        replace(cell, mode="in-kernel") if cell.grade_id in in_kernel else cell
        for cell in assignment.cells
    )
    return replace(assignment, cells=cells)
