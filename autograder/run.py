"""Grade submissions of one notebook: two warm servers, and a fork of each for every submission."""

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from autograder.assignment import Assignment
from autograder.bridge.channel import ChannelClosedError
from autograder.bridge.decode import decode
from autograder.bridge.encode import encode
from autograder.bridge.limits import BridgeError
from autograder.marking import (
    keeps_something_back,
    mark_cells,
    mark_items,
    without_hidden_tests,
)
from autograder.plan import Step, plan
from autograder.result import ItemResult, Result
from autograder.sandbox.limits import Limits, MiB
from autograder.servers import GraderFaultError, Servers, ServersClosedError
from autograder.submission import Submission
from autograder.suspicion import suspicious
from autograder.traceless import traceless

_ATTEMPTS = 3
_MOST_GROWN = 256 * MiB  # an examiner that ever held more is not kept
_NOT_PRELOADED = ("_", "autograder", "ipykernel")


@dataclass
class _Run:
    """What one walk through the steps gave, and where it stopped early."""

    outcomes: dict[int, dict[str, Any]] = field(default_factory=dict)
    stopped_at: int | None = None
    why: str = ""


class Engine:
    """Grades submissions of one assignment's notebook, one at a time.

    Parameters
    ----------
    assignment
        The instructor's side.
    limits
        What one submission may use.
    servers
        Warm servers to use; without, the engine starts its own and ends them.
    unsafe
        Run students' code without any isolation.

    Examples
    --------
    ::

        with Engine(assignment, Limits()) as engine:
            result = engine.grade(read_submission(folder, assignment, engine.limits))
    """

    def __init__(
        self,
        assignment: Assignment,
        limits: Limits | None = None,
        *,
        servers: Servers | None = None,
        unsafe: bool = False,
    ) -> None:
        self.assignment = assignment
        self.limits = limits or Limits()
        self._borrowed = servers is not None
        self._servers = servers or Servers(unsafe=unsafe)
        self._servers.load(assignment.imports)
        self._servers.load(assignment.preload, assignment.checks)
        self.modules: dict[str, tuple[str, ...]] = {}
        self._profile = False
        self._deadline = 0.0

    def __enter__(self) -> "Engine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the servers, unless they were lent."""
        if not self._borrowed:
            self._servers.close()

    def grade(self, submission: Submission, *, profile: bool = False) -> Result:
        """Grade one submission; never raises for what a student handed in.

        With ``profile`` the engine's ``modules`` are then those that each side had loaded.
        """
        unsafe = self._servers.unsafe
        result = Result(self.assignment.name, refused=submission.refused, unsafe=unsafe)
        if submission.refused:
            result.items = [
                ItemResult(c.grade_id, "refused", 0.0, c.points, feedback=submission.refused)
                for c in self.assignment.items
            ]
            return result
        result.notes = list(submission.notes)
        self._profile = profile
        steps = plan(self.assignment, submission)
        self._servers.load({"student": submission.libraries})
        self._servers.warm()
        started = time.monotonic()
        self._deadline = started + self.limits.wall
        outcomes = self._outcomes(submission, steps, result)
        shown = self._shown(submission, steps, outcomes)
        result.cells = mark_cells(submission, steps, outcomes, shown)
        result.items = mark_items(self.assignment, submission, steps, outcomes, shown)
        result.suspicious += suspicious(submission)
        result.seconds = {
            step.origin.grade_id: outcomes[n].get("seconds", 0.0)
            for n, step in enumerate(steps)
            if step.kind in ("test", "in-kernel") and step.origin and n in outcomes
        }
        result.seconds["total"] = time.monotonic() - started
        return result

    def _outcomes(
        self, submission: Submission, steps: list[Step], result: Result
    ) -> dict[int, dict[str, Any]]:
        """Walk through the steps, again without each that hung or crashed."""
        broken: dict[int, dict[str, Any]] = {}
        run: _Run | None = _Run()
        tests = [step.number for step in steps if step.kind in ("test", "in-kernel")]
        for _ in range(self.limits.repetitions + 1):
            run = self._attempt(submission, steps, broken, result)
            if run is None:
                return broken
            if run.stopped_at is None:
                return {**run.outcomes, **broken}
            broken |= {n: run.outcomes[n] for n in tests if _timed_out(run, n)}  # once is enough
            broken[run.stopped_at] = {"status": run.why, "outputs": [], "lost": run.why}
            if run.why == "forged":
                broken[run.stopped_at]["status"] = "error"
                result.suspicious.append("wrote to the bridge what no function returns")
            if time.monotonic() > self._deadline:
                break
        rest = {n: {"status": "timeout", "outputs": []} for n in range(len(steps))}
        return {**rest, **run.outcomes, **broken}

    def _shown(
        self,
        submission: Submission,
        steps: list[Step],
        outcomes: dict[int, dict[str, Any]],
    ) -> dict[int, dict[str, Any]]:
        """Walk once more without hidden tests, if that shows the student more; points stay."""
        if time.monotonic() > self._deadline or not keeps_something_back(steps, outcomes):
            return {}
        aside = Result(self.assignment.name)
        shown = self._outcomes(submission, without_hidden_tests(steps), aside)
        # A walk that was cut short would tell how much time the other one took.
        return {} if aside.faults or time.monotonic() > self._deadline else shown

    def _attempt(
        self,
        submission: Submission,
        steps: list[Step],
        broken: dict[int, dict[str, Any]],
        result: Result,
    ) -> _Run | None:
        deadline = self._deadline
        for _ in range(_ATTEMPTS):
            try:
                return self._walk(
                    submission, [s for s in steps if s.number not in broken], deadline
                )
            except (GraderFaultError, OSError) as error:
                result.faults.append(str(error))
                self._servers.warm()
                deadline = time.monotonic() + self.limits.wall
        return None

    def _walk(self, submission: Submission, steps: list[Step], deadline: float) -> _Run:
        """Walk through the steps, again whenever a fault beside it ended the servers."""
        while True:
            started = time.monotonic()
            try:
                return self._walk_once(submission, steps, deadline)
            except ServersClosedError:
                self._servers.warm()
                lost = time.monotonic() - started
                deadline += lost
                self._deadline += lost

    def _walk_once(self, submission: Submission, steps: list[Step], deadline: float) -> _Run:
        run = _Run()
        own, instructors = submission.files, self.assignment.files
        with self._servers.pair(
            self.limits, {**own, **instructors}, instructors, profile=self._profile
        ) as pair:
            try:
                pair.channel.send(encode([step.request for step in steps]), deadline)
                while True:
                    message = decode(pair.channel.receive(deadline))
                    if message["kind"] == "end":
                        self.modules = {
                            side: tuple(n for n in loaded if not n.startswith(_NOT_PRELOADED))
                            for side, loaded in message["modules"].items()
                        }
                        small = message["grown"] < _MOST_GROWN
                        pair.traceless = small and _traceless(steps) and _calm(run)
                        return run
                    run.outcomes[message["step"]] = message
                    if "lost" in message:
                        run.stopped_at = message["step"]
                        run.why = _why(message["lost"], pair.student.end(), self.limits)
                        return run
            except TimeoutError:
                # The wall clock of the whole submission: what has not been run by now will not be.
                for step in steps:
                    run.outcomes.setdefault(step.number, {"status": "timeout", "outputs": []})
                return run
            except (ChannelClosedError, BridgeError) as error:
                raise GraderFaultError(f"the examiner ended: {pair.examiner.end()}") from error


def grade_submission(
    assignment: Assignment,
    submission: Submission,
    limits: Limits | None = None,
    *,
    unsafe: bool = False,
) -> Result:
    """Grade one submission with servers of its own; for many, keep an :class:`Engine`."""
    with Engine(assignment, limits, unsafe=unsafe) as engine:
        return engine.grade(submission)


def _traceless(steps: list[Step]) -> bool:
    return traceless(s.request["source"] for s in steps if s.kind in ("shared", "test"))


def _timed_out(run: _Run, number: int) -> bool:
    return run.outcomes.get(number, {}).get("status") == "timeout"


def _calm(run: _Run) -> bool:
    """Tell whether nothing was stopped on its way."""
    return all(o.get("status") not in ("timeout", "memory") for o in run.outcomes.values())


def _why(lost: str, report: dict[str, Any], limits: Limits) -> str:
    """Return the status of the step during which the sandbox was lost."""
    if "fault" in report:
        raise GraderFaultError(report["fault"])
    if report["why"] == "memory":
        return "memory"
    if report.get("cpu", 0.0) >= limits.cpu - 1:  # the kernel counts otherwise
        return "timeout"
    return lost if lost in ("timeout", "forged") else "crashed"
