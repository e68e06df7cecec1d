"""The grader's hold on a fork server: start it, have it fork, end what it forked."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from typing import Any

from autograder.errors import CourseError
from autograder.sandbox.bubblewrap import command, environment
from autograder.sandbox.limits import Limits

_START_SECONDS = 120.0
_END_SECONDS = 10.0

Check = tuple[str, int | None]
"""An exercise's id, and the seed of its probes."""


class SandboxUnavailableError(CourseError):
    """This machine cannot isolate a submission; the message says how to change that."""


class Child:
    """A process in namespaces of its own, forked for one submission."""

    def __init__(self, status: socket.socket) -> None:
        self._status = status
        self._report: dict[str, Any] | None = None

    def end(self) -> dict[str, Any]:
        """End it and everything it started; return how it ended and what it used.

        Raises
        ------
        TimeoutError
            If it does not go away, and the fork server should be ended as a whole.
        """
        if self._report is None:
            with contextlib.suppress(OSError):
                self._status.shutdown(socket.SHUT_WR)
            self._status.settimeout(_END_SECONDS)
            with contextlib.suppress(ConnectionError):
                data = self._status.recv(65536)
                self._report = json.loads(data) if data else {"why": "closed", "exit": None}
            self._report = self._report or {"why": "closed", "exit": None}
            self._status.close()
        return self._report


class ForkServer:
    """A warm interpreter in the base sandbox.

    Parameters
    ----------
    role : str
        Module with ``prepare()``, run once, ``warm(checks)``, run at each load, and
        ``run(shell, job, fds)``, run in each fork.
    packages : list of str
        Modules of the autograder that the role needs.
    withhold : bool
        Hide nnlab's exercises and checks.
    unsafe : bool
        Run without any isolation.
    """

    def __init__(
        self,
        role: str,
        packages: list[str],
        *,
        withhold: bool = True,
        unsafe: bool = False,
    ) -> None:
        self._unsafe = unsafe
        if not unsafe and shutil.which("bwrap") is None:
            raise SandboxUnavailableError(
                "the sandbox needs bubblewrap: install it with `apt-get install bubblewrap`"
            )
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._busy = 1  # how often it will yet say that it is ready
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the server
        config = {
            "role": role,
            "control": theirs.fileno(),
            "isolate": not unsafe,
            "drop": not unsafe and os.geteuid() == 0,
        }
        words = [] if unsafe else command(packages, withhold=withhold)
        python = [sys.executable, "-B", "-m", "autograder.sandbox.forkserver", json.dumps(config)]
        self._process = subprocess.Popen(
            [*words, *python],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=(theirs.fileno(),),
            env={**os.environ, **environment()} if unsafe else {},
            cwd="/" if not unsafe else None,
        )
        theirs.close()

    def load(self, modules: Iterable[str], checks: Iterable[Check] = ()) -> None:
        """Have it import libraries, and warm the checks, for all forks from then on."""
        self._busy += 1
        message = {"load": list(modules), "checks": list(checks)}
        self._control.send(json.dumps(message).encode())

    def wait(self) -> "ForkServer":
        """Wait until it is warm.

        Raises
        ------
        SandboxUnavailableError
            If it cannot be had.
        """
        self._control.settimeout(_START_SECONDS)
        while self._busy:
            try:
                greeting = self._control.recv(16)
            except OSError:
                greeting = b""
            if greeting != b"ready":
                raise SandboxUnavailableError(self._failure())
            self._busy -= 1
        self._control.settimeout(_END_SECONDS)
        return self

    def fork(self, limits: Limits, fds: list[int], **job: Any) -> Child:
        """Fork a process for ``job`` that gets ``fds``; it ends with :meth:`Child.end`."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        message = json.dumps({"limits": limits.as_dict(), **job}).encode()
        with theirs:
            socket.send_fds(self._control, [message], [theirs.fileno(), *fds])
        return Child(ours)

    def close(self) -> None:
        """End the server and all its children."""
        if self._busy:
            self._process.kill()
        self._control.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def _failure(self) -> str:
        self._process.kill()
        self._process.wait()
        self._control.close()
        self._errors.seek(0)
        said = self._errors.read()[-2000:].decode(errors="replace").strip()
        self._errors.close()
        return f"the sandbox did not start: {_advice(said)}"


def _advice(said: str) -> str:
    last = said.splitlines()[-1] if said else "it said nothing"
    if "uid map" in said or "Creating new namespace failed" in said or "No permissions" in said:
        return (
            f"{last}. Allow user namespaces: `sysctl kernel.unprivileged_userns_clone=1 "
            "kernel.apparmor_restrict_unprivileged_userns=0`, or run the container with "
            "`--security-opt seccomp=unconfined`"
        )
    return last
