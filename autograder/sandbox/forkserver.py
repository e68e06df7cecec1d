"""The fork server: a warm interpreter inside the base sandbox, forked for each submission.

Started as ``python -m autograder.sandbox.forkserver CONFIG``. It imports what it is told, waits,
and forks; what a student wrote is read and run in the forks alone.
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
from typing import Any

from autograder.sandbox import kernel
from autograder.sandbox.keeper import keep

_NOBODY = 65534
_MESSAGE_BYTES = 2**18
_MAX_FDS = 4


def main() -> None:
    """Prepare, tell that it is ready, then fork on request until the grader hangs up."""
    gc.disable()  # nothing that is imported is garbage; the forks have theirs collected
    config = json.loads(sys.argv[1])
    control = socket.socket(fileno=config["control"])
    if config["drop"]:
        _become_nobody()
    # A fork inherits no thread, but it would inherit a lock that one held.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    role = importlib.import_module(config["role"])
    shell = role.prepare()
    _ready(control)
    while True:
        data, fds, _, _ = socket.recv_fds(control, _MESSAGE_BYTES, _MAX_FDS)
        if not data:
            os._exit(0)
        job = json.loads(data)
        if "load" in job:
            _load(job["load"])
            role.warm(job["checks"])
            _ready(control)
        elif os.fork() == 0:
            try:
                _serve(job, fds, config, role, shell)
            finally:
                os._exit(1)
        for fd in fds:
            os.close(fd)


def _load(modules: list[str]) -> None:
    """Import what the forks will want. What cannot be had is for the forks to miss."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


def _ready(control: socket.socket) -> None:
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    control.send(b"ready")


def _serve(job: dict[str, Any], fds: list[int], config: dict, role: Any, shell: Any) -> None:
    status = fds[0]
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    _close_all_but(fds)
    try:
        keep(
            status=status,
            limits=job["limits"],
            isolate=config["isolate"],
            body=lambda: role.run(shell, job, fds[1:]),
            close=fds[1:],
        )
    except BaseException as error:
        fault = {"fault": f"{type(error).__name__}: {error}"}
        os.write(status, json.dumps(fault).encode())


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
