"""The fork servers: warm interpreters inside the base sandbox, forked for each submission.

Started as ``python -m autograder.sandbox.forkserver CONFIG``. One process imports what all of them
want, and becomes one for each role. A server imports what it is told, waits, and forks; what a
student wrote is read and run in the forks alone.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from typing import Any

from autograder.sandbox import holes, kernel, namespaces
from autograder.sandbox.child import become
from autograder.sandbox.watch import Watch, mapped_memory

_NOBODY = 65534
_MESSAGE_BYTES = 2**18
_MAX_FDS = 4
_GARBAGE = 10_000  # most submissions make less than that; 700 is looked at often


def main() -> None:
    """Import what all roles want, and become a fork server for each."""
    gc.disable()  # nothing that is imported is garbage; the forks have theirs collected
    config = json.loads(sys.argv[1])
    if config["drop"]:
        _become_nobody()
    own = namespaces.become_server() if config["isolate"] else -1
    # A fork inherits no thread, but it would inherit a lock that one held.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    importlib.import_module("autograder.sandbox.shell")
    _load(config["shared"])
    gc.freeze()
    *others, last = config["roles"]
    for role in others:
        if os.fork() == 0:
            kernel.die_with_parent(signal.SIGKILL)
            last = role
            break
    _close_all_but([last["control"], *([own] if own >= 0 else [])])
    if own >= 0 and last["hide"]:
        namespaces.hide(last["hide"])
    _serve(socket.socket(fileno=last["control"]), importlib.import_module(last["module"]), own)


def _serve(control: socket.socket, role: Any, own: int) -> None:
    """Tell that it is ready, then fork on request until the grader hangs up."""
    shell = role.prepare()
    watch = Watch(count=own >= 0)
    _ready(control)
    while True:
        watch.until_ready(control.fileno())
        data, fds, _, _ = socket.recv_fds(control, _MESSAGE_BYTES, _MAX_FDS)
        if not data:
            os._exit(0)
        job = json.loads(data)
        if "load" in job:
            _load(job["load"], watch)
            role.warm(job["checks"])
            _ready(control)
        else:
            _start(job, fds, own, watch, partial(role.run, shell, job, fds[1:]))


def _load(modules: list[str], watch: Watch | None = None) -> None:
    for name in modules:
        # What cannot be had is for the forks to miss.
        with contextlib.suppress(Exception):
            importlib.import_module(name)
        if watch is not None:
            watch.look()


def _ready(control: socket.socket) -> None:
    gc.collect()
    gc.freeze()
    holes.fill()
    control.send(b"ready")


def _start(
    job: dict[str, Any], fds: list[int], own: int, watch: Watch, body: Callable[[], None]
) -> None:
    """Fork a process 1 for ``body``."""
    status, isolate, limits = fds[0], own >= 0, job["limits"]
    folder = namespaces.HOME if isolate else tempfile.mkdtemp(prefix="autograder-")
    mapped = mapped_memory()
    try:
        pid = namespaces.fork(own) if isolate else os.fork()
        if pid == 0:
            try:
                _close_all_but(fds)
                gc.enable()
                gc.set_threshold(_GARBAGE)
                become(body, status, limits, mapped, folder, isolate=isolate)
            finally:
                os._exit(1)
        watch.add(pid, status, limits["memory"], None if isolate else folder)
    except OSError as error:
        fault = {"fault": f"{type(error).__name__}: {error}"}
        os.write(status, json.dumps(fault).encode())
        os.close(status)
    for fd in fds[1:]:
        os.close(fd)


def _close_all_but(kept: list[int]) -> None:
    previous = 2
    for fd in sorted(kept):
        os.closerange(previous + 1, fd)
        previous = fd
    os.closerange(previous + 1, os.sysconf("SC_OPEN_MAX"))


def _become_nobody() -> None:
    """Started by root: mount /proc, which only root may do without leftovers, then be nobody."""
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount("proc", "/proc", "proc", flags)
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    kernel.own_proc_files()


if __name__ == "__main__":
    main()
