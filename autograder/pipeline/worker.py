"""What a worker does: grades one job after the other with warm servers."""

from dataclasses import dataclass

from autograder.feedback import page
from autograder.outputs import text
from autograder.pipeline.chapter import Chapter
from autograder.pipeline.job import Done, Job, result_from, unpack
from autograder.pipeline.regrade import focused, merged
from autograder.pipeline.rendered import autograded
from autograder.result import CellResult, ItemResult, Result
from autograder.run import Engine
from autograder.sandbox.limits import Limits
from autograder.servers import Servers
from autograder.submission import Cell


@dataclass(frozen=True)
class Setup:
    """All that the jobs of a run share."""

    chapter: Chapter
    limits: Limits
    unsafe: bool = False


class Worker:
    """Grades jobs, in as many threads as there are.

    Parameters
    ----------
    setup
        What the jobs share.
    servers
        Warm servers to use; without, the worker starts its own.
    """

    def __init__(self, setup: Setup, servers: Servers | None = None) -> None:
        self._setup = setup
        self._servers = servers or Servers(unsafe=setup.unsafe)

    def close(self) -> None:
        """End the servers."""
        self._servers.close()

    def grade(self, job: Job) -> Done:
        """Grade one student's notebooks.

        Raises
        ------
        SandboxUnavailableError
            If there is no sandbox on this machine.
        """
        results = {name: self._result(job, name) for name in job.notebooks}
        return render(self._setup.chapter, job, results)

    def _result(self, job: Job, name: str) -> Result:
        assignment = self._setup.chapter.graded[name]
        changed = tuple(job.changed.get(name, ()))
        if name in job.changed:
            assignment = focused(assignment, changed)
        engine = Engine(assignment, self._setup.limits, servers=self._servers)
        fresh = engine.grade(unpack(job.notebooks[name], assignment))
        if name not in job.changed:
            return fresh
        return merged(result_from(job.earlier[name]), fresh, changed)


def render(chapter: Chapter, job: Job, results: dict[str, Result]) -> Done:
    """Make what is written of a submission's results."""
    notebooks, pages = {}, {}
    for name, result in results.items():
        sheet, marks = chapter.sheets[name], job.marks.get(name)
        notebooks[name] = autograded(sheet, result)
        pages[name] = page(result, sheet.assignment, student=job.student, marks=marks)
    plain = {name: result.as_dict() for name, result in results.items()}
    seconds = {name: result.seconds for name, result in results.items()}
    return Done(job.student, plain, seconds, notebooks, pages)


def faulty(chapter: Chapter, job: Job, reason: str) -> Done:
    """Return what is recorded of a submission that no worker could grade: no points, no zeros."""
    results = {}
    for name, packed in job.notebooks.items():
        assignment = chapter.graded[name]
        submission = unpack(packed, assignment)
        results[name] = Result(
            name,
            items=[
                ItemResult(cell.grade_id, "grader_fault", None, cell.points)
                for cell in assignment.items
            ],
            cells=[_not_run(cell) for cell in submission.cells],
            notes=list(submission.notes),
            faults=[reason],
        )
    return render(chapter, job, results)


def _not_run(cell: Cell) -> CellResult:
    origin = cell.origin
    source = origin.visible_source() if origin and cell.kind == "instructor" else cell.source
    grade_id = origin.grade_id if origin else ""
    return CellResult(cell.kind, cell.cell_type, text(source), grade_id)


_workers: dict[str, Worker] = {}  # of this process, by the key of their setup


def enter(setup_key: str, setup: Setup, servers: Servers | None = None) -> None:
    """Tell a process what the jobs to come share."""
    _workers[setup_key] = Worker(setup, servers)


def grade(setup_key: str, job: Job) -> Done:
    """Grade a job in a process that was entered with ``setup_key``."""
    return _workers[setup_key].grade(job)


def leave(setup_key: str) -> None:
    """Forget what was entered, and end what is warm."""
    worker = _workers.pop(setup_key, None)
    if worker is not None:
        worker.close()
