"""The examiner of a submission, which may be kept for the next."""

import contextlib
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from autograder.bridge.channel import Channel
from autograder.sandbox.limits import Limits, MiB
from autograder.sandbox.server import Child, ForkServer

_MEMORY = 4096 * MiB
_MOST_SUBMISSIONS = 50
_MOST_SECONDS = 60.0


class Examining:
    """A process that examines one submission after the other.

    Parameters
    ----------
    server
        The warm server to fork it from.
    limits
        Those of a submission.
    files
        The instructor's files.
    """

    def __init__(
        self, server: ForkServer, limits: Limits, files: dict[str, bytes], *, profile: bool = False
    ) -> None:
        self.limits, self.files = limits, files
        self._submissions = 0
        self._started = time.monotonic()
        self._line, theirs = socket.socketpair()
        with theirs, memory_file(files) as written:
            own = replace(
                limits,
                memory=max(limits.memory, _MEMORY),
                cpu=2 * limits.wall,
                processes=256,
                files=1024,
            )
            self.child: Child = server.fork(own, [written, theirs.fileno()], profile=profile)
        self.channel = Channel(self._line)

    def examine(self, bridge: socket.socket) -> None:
        """Hand over the line to a submission's sandbox; what it is to do follows in the channel."""
        self._submissions += 1
        self._line.settimeout(None)
        socket.send_fds(self._line, [b"+"], [bridge.fileno()])

    def end(self) -> dict[str, Any]:
        """End it as :meth:`Child.end` does."""
        self._line.close()
        return self.child.end()

    def fits(self, limits: Limits, files: dict[str, bytes]) -> bool:
        """Tell whether it may examine another submission, with these limits and files.

        It is no eternal process: what it holds and what it used is bounded.
        """
        young = time.monotonic() - self._started < _MOST_SECONDS
        few = self._submissions < _MOST_SUBMISSIONS
        return young and few and limits == self.limits and files == self.files


@contextlib.contextmanager
def memory_file(files: dict[str, bytes]) -> Iterator[int]:
    """Write files to memory; yield what it can be read from."""
    from autograder.bridge.encode import encode  # not above: servers start before NumPy is there

    fd = os.memfd_create("files", os.MFD_CLOEXEC)
    try:
        with open(fd, "wb", closefd=False) as file:
            file.write(encode(files))
        os.lseek(fd, 0, os.SEEK_SET)
        yield fd
    finally:
        os.close(fd)
