"""The two warm servers of a worker: one for students' cells, one for the instructor's tests."""

import contextlib
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from autograder.bridge.channel import Channel
from autograder.examining import Examining, memory_file
from autograder.sandbox.limits import Limits
from autograder.sandbox.server import Base, Check, Child, ForkServer, Role

_COMMON = ("autograder", "autograder.bridge", "autograder.sandbox")
_ROLES = (
    Role("autograder.sandbox.student", _COMMON),
    Role(
        "autograder.examiner",
        (
            *_COMMON,
            "autograder.examiner",
            "autograder.outputs",
            "autograder.references",
            "autograder.traceless",
        ),
        withhold=False,
    ),
)
T = TypeVar("T")
SIDES = ("student", "examiner")


class GraderFaultError(Exception):
    """Something of the grader's own broke."""


class ServersClosedError(GraderFaultError):
    """The servers were closed under one submission, because of another."""


@dataclass
class Pair:
    """The two processes of one submission, and the line to the examiner.

    ``traceless`` is set when the examiner may go on to the next submission.
    """

    student: Child
    examiner: Child
    channel: Channel
    traceless: bool = False


class Servers:
    """A pair of fork servers, which start and import beside what their owner does meanwhile.

    Parameters
    ----------
    unsafe
        Run without any isolation.
    """

    def __init__(self, *, unsafe: bool = False) -> None:
        self.unsafe = unsafe
        self._loaded: dict[str, dict[str, None]] = {side: {} for side in SIDES}
        self._checks: dict[Check, None] = {}
        self._changing = threading.Lock()
        self._shared: tuple[str, ...] = ()
        self._servers: tuple[ForkServer, ...] | None = None
        self._kept: list[Examining] = []

    def start(self, shared: Iterable[str] = ()) -> None:
        """Start both, unless they run; both will want the libraries ``shared``.

        Raises
        ------
        SandboxUnavailableError
            If there is no sandbox on this machine.
        """
        with self._changing:
            self._shared = tuple(shared)
            self._start()

    def load(self, modules: Mapping[str, Iterable[str]], checks: Iterable[Check] = ()) -> None:
        """Have each side import its modules, and the examiner warm the checks, once for all."""
        with self._changing:
            for number, side in enumerate(SIDES):
                wanted = _new(modules.get(side, ()), self._loaded[side])
                warmed = _new(checks, self._checks) if side == "examiner" else []
                if (wanted or warmed) and self._servers is not None:
                    self._servers[number].load(wanted, warmed)

    def warm(self) -> tuple[ForkServer, ...]:
        """Return both when they are ready; start them if they do not run.

        Raises
        ------
        SandboxUnavailableError
            If this machine cannot isolate a submission.
        """
        with self._changing:
            servers = self._start()
            try:
                for server in servers:
                    server.wait()
            except BaseException:
                self._close()
                raise
            return servers

    def close(self) -> None:
        """End both, and all that they forked."""
        with self._changing:
            self._close()

    def _close_once(self, servers: tuple[ForkServer, ...]) -> None:
        """End these, unless others run by now, which other submissions use."""
        with self._changing:
            if self._servers is servers:
                self._close()

    def _close(self) -> None:
        servers, self._servers = self._servers, None
        self._kept.clear()  # they end with their server
        if servers is not None:
            servers[0].close()

    @contextlib.contextmanager
    def pair(
        self,
        limits: Limits,
        students_files: dict[str, bytes],
        instructors_files: dict[str, bytes],
        *,
        profile: bool = False,
    ) -> Iterator[Pair]:
        """Fork a student's side for one submission, connected to an examiner, and end it.

        The examiner is forked, too, unless one was kept. A fault closes the servers, so that the
        next submission finds new ones.

        Raises
        ------
        GraderFaultError
            If a side could not be set up.
        ServersClosedError
            If they were closed meanwhile: nothing of this walk counts, for or against anybody.
        """
        servers = self.warm()
        students, examiners = servers
        room = sum(map(len, instructors_files.values()))
        limits = replace(limits, disk=limits.disk + room)
        bridge = socket.socketpair()
        with bridge[0], bridge[1], memory_file(students_files) as files:
            ended: list[Child | Examining] = []
            try:
                with self._closed_after_faults(servers):
                    ended.append(student := students.fork(limits, [bridge[1].fileno(), files]))
                    examining = self._kept_one(limits, instructors_files) if not profile else None
                    if examining is None:
                        examining = Examining(examiners, limits, instructors_files, profile=profile)
                    ended.append(examining)
                    examining.examine(bridge[0])
                    for theirs in bridge:
                        theirs.close()
                    yield (pair := Pair(student, examining.child, examining.channel))
                    if pair.traceless and not profile:
                        ended.remove(examining)
                        self._keep(servers, examining)
            finally:
                self._end(servers, ended)

    def _kept_one(self, limits: Limits, files: dict[str, bytes]) -> Examining | None:
        """Return an examiner that has nothing to do, and end those that should do no more."""
        with self._changing:
            while self._kept:
                examining = self._kept.pop()
                if examining.fits(limits, files):
                    return examining
                with contextlib.suppress(TimeoutError):
                    examining.end()
        return None

    def _keep(self, servers: tuple[ForkServer, ...], examining: Examining) -> None:
        with self._changing:
            if self._servers is servers:
                self._kept.append(examining)

    @contextlib.contextmanager
    def _closed_after_faults(self, servers: tuple[ForkServer, ...]) -> Iterator[None]:
        try:
            yield
            if self._servers is not servers:
                raise GraderFaultError("the servers ended")
        except (GraderFaultError, OSError) as error:
            if self._servers is not servers:
                raise ServersClosedError("a fault beside it closed the servers") from error
            self._close_once(servers)
            raise

    def _start(self) -> tuple[ForkServer, ...]:
        if self._servers is not None:
            return self._servers
        started = Base(_ROLES, self._shared, unsafe=self.unsafe).servers
        for server, side in zip(started, SIDES, strict=True):
            if self._loaded[side]:
                server.load(self._loaded[side], self._checks if side == "examiner" else ())
        self._servers = started
        return started

    def _end(self, servers: tuple[ForkServer, ...], children: Iterable[Child | Examining]) -> None:
        for child in children:
            try:
                report = child.end()
            except TimeoutError:
                # It does not go away: the server goes, and everything below it.
                self._close_once(servers)
                return
            if "fault" in report:
                self._close_once(servers)
                raise GraderFaultError(report["fault"])


def _new(wanted: Iterable[T], known: dict[T, None]) -> list[T]:
    """Return what is not known yet, and make it known."""
    new = [each for each in dict.fromkeys(wanted) if each not in known]
    known.update(dict.fromkeys(new))
    return new
