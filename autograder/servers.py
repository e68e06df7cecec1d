"""The two warm servers of a worker: one for students' cells, one for the instructor's tests."""

import contextlib
import os
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from autograder.bridge.channel import Channel
from autograder.bridge.encode import encode
from autograder.sandbox.limits import Limits, MiB
from autograder.sandbox.server import Child, ForkServer

_STUDENT_PACKAGES = ["autograder", "autograder.bridge", "autograder.sandbox"]
_EXAMINER_PACKAGES = [
    *_STUDENT_PACKAGES,
    "autograder.examiner",
    "autograder.outputs",
    "autograder.references",
]
_ALWAYS = ("numpy", "matplotlib.pyplot")
_WITHHELD = ("nnlab.exercises", "nnlab.checks")
_EXAMINER_MEMORY = 4096 * MiB


class GraderFaultError(Exception):
    """Something of the grader's own broke."""


@dataclass(frozen=True)
class Pair:
    """The two processes of one submission, and the line to the examiner."""

    student: Child
    examiner: Child
    channel: Channel


class Servers:
    """A pair of fork servers that have imported the same libraries.

    Parameters
    ----------
    preload
        Modules to import once for all submissions.
    unsafe
        Run without any isolation.

    Raises
    ------
    SandboxUnavailableError
        If this machine cannot isolate a submission.
    """

    def __init__(self, preload: Iterable[str] = (), *, unsafe: bool = False) -> None:
        self.unsafe = unsafe
        self._preload = tuple(dict.fromkeys((*_ALWAYS, *preload)))
        self._servers: tuple[ForkServer, ForkServer] | None = None
        self.warm()

    def warm(self) -> tuple[ForkServer, ForkServer]:
        """Start both, unless they run; return them."""
        if self._servers is None:
            self._servers = self._start()
        return self._servers

    def close(self) -> None:
        """End both, and all that they forked."""
        servers, self._servers = self._servers, None
        for server in servers or ():
            server.close()

    @contextlib.contextmanager
    def pair(
        self,
        limits: Limits,
        students_files: dict[str, bytes],
        instructors_files: dict[str, bytes],
        *,
        profile: bool = False,
    ) -> Iterator[Pair]:
        """Fork both sides for one submission, connect them, and end both afterwards.

        Raises
        ------
        GraderFaultError
            If a side could not be set up.
        """
        students, examiners = self.warm()
        room = sum(map(len, instructors_files.values()))
        limits = replace(limits, disk=limits.disk + room)
        bridge, report = socket.socketpair(), socket.socketpair()
        with (
            bridge[0],
            bridge[1],
            report[0],
            report[1],
            _memory_file(students_files) as files,
            _memory_file(instructors_files) as instructors,
        ):
            student = students.fork(limits, [bridge[1].fileno(), files])
            fds = [bridge[0].fileno(), instructors, report[1].fileno()]
            examiner = examiners.fork(_examiner_limits(limits), fds, profile=profile)
            for theirs in (*bridge, report[1]):
                theirs.close()
            try:
                yield Pair(student, examiner, Channel(report[0]))
            finally:
                self._end(student, examiner)

    def _start(self) -> tuple[ForkServer, ForkServer]:
        student = ForkServer(
            "autograder.sandbox.student",
            _STUDENT_PACKAGES,
            preload=tuple(n for n in self._preload if not n.startswith(_WITHHELD)),
            unsafe=self.unsafe,
        )
        examiner = ForkServer(
            "autograder.examiner",
            _EXAMINER_PACKAGES,
            preload=self._preload,
            withhold=False,
            unsafe=self.unsafe,
        )
        try:
            student.wait()
            examiner.wait()
        except BaseException:
            student.close()
            examiner.close()
            raise
        return student, examiner

    def _end(self, *children: Child) -> None:
        for child in children:
            try:
                report = child.end()
            except TimeoutError:
                # It does not go away: the server goes, and everything below it.
                self.close()
                return
            if "fault" in report:
                raise GraderFaultError(report["fault"])


def _examiner_limits(limits: Limits) -> Limits:
    memory = max(limits.memory, _EXAMINER_MEMORY)
    return replace(limits, memory=memory, cpu=2 * limits.wall, processes=256, files=1024)


@contextlib.contextmanager
def _memory_file(files: dict[str, bytes]) -> Iterator[int]:
    fd = os.memfd_create("files", os.MFD_CLOEXEC)
    try:
        with open(fd, "wb", closefd=False) as file:
            file.write(encode(files))
        os.lseek(fd, 0, os.SEEK_SET)
        yield fd
    finally:
        os.close(fd)
