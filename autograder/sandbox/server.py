"""The grader's hold on a fork server: start it, have it fork, end what it forked."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.errors import CourseError
from autograder.sandbox.bubblewrap import command, environment, hidden_paths
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
    """A warm interpreter in the base sandbox; :class:`Base` starts it."""

    def __init__(self, base: "Base", control: socket.socket) -> None:
        self._base = base
        self.control = control
        self.busy = 1  # how often it will yet say that it is ready

    def load(self, modules: Iterable[str], checks: Iterable[Check] = ()) -> None:
        """Have it import libraries, and warm the checks, for all forks from then on."""
        self.busy += 1
        message = {"load": list(modules), "checks": list(checks)}
        self.control.send(json.dumps(message).encode())

    def wait(self) -> "ForkServer":
        """Wait until it is warm.

        Raises
        ------
        SandboxUnavailableError
            If it cannot be had.
        """
        self.control.settimeout(_START_SECONDS)
        while self.busy:
            try:
                greeting = self.control.recv(16)
            except OSError:
                greeting = b""
            if greeting != b"ready":
                raise SandboxUnavailableError(self._base.failure())
            self.busy -= 1
        self.control.settimeout(_END_SECONDS)
        return self

    def fork(self, limits: Limits, fds: list[int], **job: Any) -> Child:
        """Fork a process for ``job`` that gets ``fds``; it ends with :meth:`Child.end`."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        message = json.dumps({"limits": limits.as_dict(), **job}).encode()
        with theirs:
            socket.send_fds(self.control, [message], [theirs.fileno(), *fds])
        return Child(ours)

    def close(self) -> None:
        """End it and its children, and those beside it."""
        self._base.close()


@dataclass(frozen=True)
class Role:
    """What a fork server is for.

    Parameters
    ----------
    module : str
        A module with ``prepare()``, run once, ``warm(checks)``, run at each load, and
        ``run(shell, job, fds)``, run in each fork.
    packages : tuple of str
        Modules of the autograder that it needs; those that another needs it does not see.
    withhold : bool
        Hide nnlab's exercises and checks.
    """

    module: str
    packages: tuple[str, ...]
    withhold: bool = True


class Base:
    """The base sandbox, with a fork server for each role.

    Parameters
    ----------
    roles : sequence of Role
        What the servers are for.
    shared : sequence of str
        Libraries that all of them want: imported once, before one server becomes many.
    unsafe : bool
        Run without any isolation.
    """

    def __init__(
        self, roles: Sequence[Role], shared: Sequence[str] = (), *, unsafe: bool = False
    ) -> None:
        if not unsafe and shutil.which("bwrap") is None:
            raise SandboxUnavailableError(
                "the sandbox needs bubblewrap: install it with `apt-get install bubblewrap`"
            )
        pairs = [socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in roles]
        self.servers = tuple(ForkServer(self, ours) for ours, _ in pairs)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  closed with the servers
        packages = tuple(dict.fromkeys(name for role in roles for name in role.packages))
        told = [
            {
                "module": role.module,
                "control": theirs.fileno(),
                "hide": hidden_paths(set(packages) - set(role.packages), withhold=role.withhold),
            }
            for role, (_, theirs) in zip(roles, pairs, strict=True)
        ]
        config = {
            "roles": told,
            "shared": list(shared),
            "isolate": not unsafe,
            "drop": not unsafe and os.geteuid() == 0,
        }
        words = [] if unsafe else command(packages)
        python = [sys.executable, "-B", "-m", "autograder.sandbox.forkserver", json.dumps(config)]
        self._process = subprocess.Popen(
            [*words, *python],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            pass_fds=[theirs.fileno() for _, theirs in pairs],
            env={**os.environ, **environment()} if unsafe else {},
            cwd="/" if not unsafe else None,
        )
        for _, theirs in pairs:
            theirs.close()

    def close(self) -> None:
        """End the servers and all their children."""
        if any(server.busy for server in self.servers):
            self._process.kill()
        for server in self.servers:
            server.control.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._errors.close()

    def failure(self) -> str:
        """End what did not start; return why."""
        self._process.kill()
        self._process.wait()
        for server in self.servers:
            server.control.close()
        if self._errors.closed:
            return "the sandbox was closed"
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
