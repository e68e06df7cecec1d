"""The examiner: runs the instructor's cells and tests, on proxies of the student's objects.

It walks through the steps of one submission (see :mod:`autograder.plan`), asks the sandbox to run
the student's cells, runs the tests itself, and reports each step to the grader as it ends.
"""

import contextlib
import importlib
import math
import os
import resource
import signal
import socket
import sys
import time
import warnings
from collections.abc import Iterator
from types import FrameType
from typing import Any

from autograder.bridge.channel import Channel, ChannelClosedError
from autograder.bridge.decode import decode
from autograder.bridge.encode import encode
from autograder.bridge.limits import NotPlainError
from autograder.bridge.student import (
    SandboxLostError,
    StudentSide,
    StudentTimeoutError,
)
from autograder.outputs import clean
from autograder.references import references
from autograder.sandbox.shell import MAX_MESSAGE, Shell, line_of, message_of
from autograder.sandbox.student import plain, seed, write_files
from autograder.traceless import traceless

_KEPT_CELLS = 16
_MOST_LINES = 10**7
_ALARM_AGAIN = 0.1
_MAX_VALUE = 400


class TestTimeoutError(BaseException):
    """A test cell took longer than a cell may."""

    __test__ = False


def prepare() -> Shell:
    """Make what every fork starts from."""
    return Shell.create()


def warm(checks: list[tuple[str, int | None]]) -> None:
    """Compute what nnlab's own references and mistakes answer, once for all submissions."""
    for id, number in checks:
        with contextlib.suppress(Exception):
            exercise = importlib.import_module("nnlab.exercises").find(id)
            importlib.import_module("nnlab.checks.diagnose").prepare(exercise, number)


def run(shell: Shell, job: dict[str, Any], fds: list[int]) -> None:
    """Examine one submission after the other, until the grader hangs up.

    For each the grader sends a byte that brings the line to the sandbox, and the steps to take.
    """
    files, line = fds
    at_first = _peak_memory()
    write_files(files)
    sys.path.insert(0, "")
    grader = Channel(own := socket.socket(fileno=line))
    with contextlib.suppress(ChannelClosedError):
        while True:
            own.settimeout(None)
            _, bridge, _, _ = socket.recv_fds(own, 1, 1)
            if not bridge:
                break
            with socket.socket(fileno=bridge[0]) as sandbox:
                shell.capture(job["limits"]["output_bytes"])
                steps = decode(grader.receive())
                examiner = Examiner(shell, StudentSide(Channel(sandbox)), job)
                with warnings.catch_warnings():  # also forgets which were shown
                    _examine(steps, examiner, grader)
                end = {"modules": examiner.modules(), "grown": _peak_memory() - at_first}
                grader.send(encode({"kind": "end", **end}))
            _forget(steps, shell)
    os._exit(0)


def _examine(steps: list[dict[str, Any]], examiner: "Examiner", grader: Channel) -> None:
    for step in steps:
        outcome = examiner.take(step)
        try:
            frame = encode(outcome)
        except NotPlainError:
            frame = encode({**outcome, "outputs": []})
        grader.send(frame)
        if examiner.student.lost is not None:
            break


def _peak_memory() -> int:
    """Return the most bytes that this process ever held."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _forget(steps: list[dict[str, Any]], shell: Shell) -> None:
    """Forget a submission: its names, what was shown, and its answers that checks remember."""
    shell.reset()
    for id in {id for step in steps for id in step.get("exercises", ())}:
        with contextlib.suppress(ValueError, ImportError):
            importlib.import_module("nnlab.exercises").find(id).tried = None


class Examiner:
    """Takes one step after the other."""

    def __init__(self, shell: Shell, student: StudentSide, job: dict[str, Any]) -> None:
        self.shell = shell
        self.student = student
        self.timeout: float = job["limits"]["timeout"]
        self.room: float = _KEPT_CELLS * job["limits"]["output_bytes"]
        self.profile: bool = job["profile"]
        self.lent: dict[str, Any] = {}

    def modules(self) -> dict[str, list[str]]:
        """Return the modules that each side has loaded, to be imported beforehand next time."""
        if not self.profile or self.student.lost is not None:
            return {}
        with self.student.within(self.timeout):
            return {"student": self.student.request("modules"), "examiner": list(sys.modules)}

    def take(self, step: dict[str, Any]) -> dict[str, Any]:
        """Take a step; return its outcome as plain data."""
        started = time.monotonic()
        outcome = getattr(self, "_" + step["kind"].replace("-", "_"))(step)
        if self.student.lost is not None:
            outcome["lost"] = self.student.lost.why
            outcome["message"] = str(self.student.lost)
        return {
            **outcome,
            "kind": "outcome",
            "step": step["number"],
            "seconds": time.monotonic() - started,
        }

    def _student(self, step: dict[str, Any]) -> dict[str, Any]:
        """Run a cell in the sandbox."""
        try:
            with self.student.within(self.timeout):
                outcome = _cell_outcome(self.student.request("run", step["source"]))
        except (SandboxLostError, StudentTimeoutError):
            return {"status": "timeout", "outputs": []}
        except Exception as error:
            return {"status": "error", "error": type(error).__name__, "outputs": []}
        self.room -= _size(outcome["outputs"])
        return outcome if self.room >= 0 else {**outcome, "outputs": []}

    def _in_kernel(self, step: dict[str, Any]) -> dict[str, Any]:
        """Run a test beside the student's code, as nbgrader does."""
        return self._student(step)

    def _shared(self, step: dict[str, Any]) -> dict[str, Any]:
        """Run a cell of the instructor's that is not a test."""
        with contextlib.suppress(BaseException), self.student.within(self.timeout):
            self._lend(step, "names")
            with self._timed():
                self._run(step["source"])
        self.shell.recorder.clear()
        return {}

    def _test(self, step: dict[str, Any]) -> dict[str, Any]:
        """Run a test on proxies."""
        self.student.guessed, self.student.untold = False, ""
        try:
            with self.student.within(self.timeout):
                withheld = references(tuple(step["exercises"]), tuple(step["used"]))
                self._lend(step, "test", step["seed"], withheld)
                with self._timed():
                    seed(step["seed"])
                    error, outputs = self._run(step["source"])
        except (SandboxLostError, StudentTimeoutError, TestTimeoutError) as stopped:
            error, outputs = stopped, self.shell.recorder.take()
        except Exception as broken:
            # The test itself was never run: what came back from the sandbox made no sense.
            error, outputs = broken, []
        guessed = self.profile and self.student.guessed and not step["exercises"]
        if self.student.untold or guessed:
            # With the instructor's own solution: such a test is better off beside the code.
            error = NotPlainError(self.student.untold or "only the object itself can tell")
        message, lost = "", (SandboxLostError, StudentTimeoutError)
        with contextlib.suppress(*lost), self.student.within(self.timeout):
            message = message_of(error)  # it may quote an object of the student's
        return {
            "status": _status(error),
            "error": None if error is None else type(error).__name__,
            "message": message,
            "line": line_of(error),
            "trace": str(getattr(error, "student_traceback", ""))[:MAX_MESSAGE],
            "value": _value(outputs),
            "outputs": plain(outputs),
        }

    def _run(self, source: str) -> tuple[BaseException | None, list[Any]]:
        # Most tests are nothing but checks, and IPython takes as long as they do.
        return self.shell.run_plainly(source) if traceless([source]) else self.shell.run(source)

    def _lend(self, step: dict[str, Any], operation: str, *fields: Any) -> None:
        """Bind the student's names that the cell asks for, and unbind those that are gone."""
        wanted: list[str] = step["owned"] + step["maybe"]
        namespace = self.shell.user_ns
        found = self.student.request(operation, *fields, wanted)
        if type(found) is not dict:
            raise TypeError("the sandbox gave no names")
        for name in wanted:
            lent = name in self.lent and namespace.get(name) is self.lent[name]
            if name in step["maybe"] and name in namespace and not lent:
                continue
            self.lent.pop(name, None)
            if name in found:
                namespace[name] = self.lent[name] = found[name]
            else:
                namespace.pop(name, None)

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        def stop(signum: int, frame: FrameType | None) -> None:
            # While the sandbox is asked its own alarm goes off; to leave would lose the answer.
            if not self.student.waiting:
                raise TestTimeoutError("the time of this cell is up")

        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, self.timeout, _ALARM_AGAIN)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def _cell_outcome(answer: Any) -> dict[str, Any]:
    """Take what the sandbox says of a cell, which a student may have written, for what it is."""
    if type(answer) is not dict or type(answer.get("outputs")) is not list:
        return {"status": "error", "error": "ForgedAnswer", "outputs": []}
    error, message, line = map(answer.get, ("error", "message", "line"))
    status = "ok" if error is None else "error"
    if answer.get("timeout") is True:
        status = "timeout"
    elif answer.get("memory") is True:
        status = "memory"
    outputs = clean(answer["outputs"])
    return {
        "status": status,
        "error": error[:MAX_MESSAGE] if type(error) is str else None,
        "message": message[:MAX_MESSAGE] if type(message) is str else "",
        "line": line if type(line) is int and 0 < line < _MOST_LINES else None,
        "value": _value(outputs),
        "outputs": outputs,
    }


def _size(outputs: list[dict[str, Any]]) -> float:
    try:
        return len(encode(outputs))
    except NotPlainError:
        return math.inf


def _status(error: BaseException | None) -> str:
    if error is None:
        return "passed"
    if isinstance(error, (StudentTimeoutError, TestTimeoutError)):
        return "timeout"
    if isinstance(error, MemoryError):
        return "memory"
    return "failed" if isinstance(error, AssertionError) else "error"


def _value(outputs: list[Any]) -> str | None:
    """Return the text of the cell's last expression, by which nbgrader gives part of the points."""
    for output in outputs:
        if type(output) is dict and output.get("output_type") == "execute_result":
            data = output.get("data")
            text = data.get("text/plain") if type(data) is dict else None
            return text[:_MAX_VALUE] if type(text) is str else None
    return None
