"""A submission's process 1: shut in, before anything of the submission is read."""

import json
import os
import resource
import signal
from collections.abc import Callable
from typing import Any, NoReturn

from autograder.sandbox import kernel, namespaces
from autograder.sandbox.seccomp import forbid_system_calls

_FAULT = 99


def become(
    body: Callable[[], None],
    status: int,
    limits: dict[str, Any],
    mapped: int,
    folder: str,
    *,
    isolate: bool,
) -> NoReturn:
    """Run ``body`` in ``folder`` behind all walls, and end.

    Parameters
    ----------
    status
        A socket for the fault, if a wall cannot be set up.
    mapped
        Bytes of address space that the libraries take, which no limit counts.
    isolate
        Whether there are walls: limits there always are.
    """
    try:
        kernel.die_with_parent(signal.SIGKILL)
        os.setsid()
        if isolate:
            namespaces.enter(limits["disk"])
        os.chdir(folder)
        _set_limits(mapped, limits)
        kernel.drop_capabilities()
        if isolate:
            forbid_system_calls()
        null = os.open("/dev/null", os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.close(null)
    except BaseException as error:
        os.write(status, json.dumps({"fault": f"{type(error).__name__}: {error}"}).encode())
        os._exit(_FAULT)
    os.close(status)
    try:
        body()
    finally:
        os._exit(0)


def _set_limits(mapped: int, limits: dict[str, Any]) -> None:
    for what, value in (
        (resource.RLIMIT_AS, mapped + limits["memory"]),
        (resource.RLIMIT_CPU, max(1, round(limits["cpu"]))),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_NOFILE, limits["files"]),
        (resource.RLIMIT_FSIZE, limits["disk"]),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        _, hard = resource.getrlimit(what)
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (bound, bound))
