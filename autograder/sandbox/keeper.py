"""The keeper: makes a submission's namespaces, starts its process 1, watches and ends it."""

import contextlib
import json
import os
import resource
import shutil
import signal
import tempfile
from collections.abc import Callable
from typing import Any, NoReturn

from autograder.sandbox import kernel, watch
from autograder.sandbox.seccomp import forbid_system_calls

HOME = "/home/student"
STAGE = "/.stage"  # where a submission's file system is put together
_UID = 1000
_INODES = 20_000
_FAULT = 99
_PAGE = os.sysconf("SC_PAGE_SIZE")
_NAMESPACES = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)


def keep(
    *,
    status: int,
    limits: dict[str, Any],
    isolate: bool,
    body: Callable[[], None],
    close: list[int],
) -> NoReturn:
    """Run ``body`` as process 1 of new namespaces until it ends, or the grader hangs up."""
    kernel.die_with_parent(signal.SIGKILL)
    processes = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY) if isolate else -1
    if isolate:
        _enter_namespaces(limits["disk"])
    inherited = watch.own_memory("self", processes)
    mapped = _mapped()
    folder = HOME if isolate else tempfile.mkdtemp(prefix="autograder-")
    pid = os.fork()
    if pid == 0:
        os.chdir(folder)
        _become_student(status, processes, mapped, limits, isolate, body)
    for fd in close:
        os.close(fd)
    why = watch.until_ended(pid, status, processes, inherited, limits)
    _, code, usage = os.wait4(pid, 0)
    if not isolate:
        with contextlib.suppress(OSError):
            os.killpg(pid, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
    report = {
        "why": why,
        "exit": os.waitstatus_to_exitcode(code),
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * 1024,
    }
    with contextlib.suppress(OSError):
        os.write(status, json.dumps(report).encode())
    os._exit(0)


def _enter_namespaces(disk: int) -> None:
    outer_uid, outer_gid = os.getuid(), os.getgid()
    kernel.unshare(_NAMESPACES)
    _write("/proc/self/setgroups", "deny")
    _write("/proc/self/uid_map", f"{_UID} {outer_uid} 1")
    _write("/proc/self/gid_map", f"{_UID} {outer_gid} 1")
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    # One file system in three places, so that its size bounds all three together.
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    options = f"size={disk},nr_inodes={_INODES},mode=0755"
    kernel.mount("tmpfs", STAGE, "tmpfs", flags, options)
    for name in ("student", "tmp", "shm"):
        os.mkdir(f"{STAGE}/{name}", 0o700 if name == "student" else 0o1777)
    for path in _libraries_below_home_and_tmp():
        _bind(path, STAGE + path.removeprefix("/home"))
    recursive = kernel.MS_BIND | kernel.MS_REC
    kernel.mount(STAGE, "/home", None, recursive)
    kernel.mount(f"{STAGE}/tmp", "/tmp", None, recursive)
    kernel.mount(f"{STAGE}/shm", "/dev/shm", None, kernel.MS_BIND)


def _libraries_below_home_and_tmp() -> list[str]:
    """Return what the base sandbox shows there: a course may lie in a home, or below /tmp."""
    with open("/proc/self/mountinfo") as file:
        points = [line.split()[4].encode().decode("unicode_escape") for line in file]
    found: list[str] = []
    for point in sorted(p for p in points if p.startswith(("/home/", "/tmp/"))):
        if not any(point == above or point.startswith(f"{above}/") for above in found):
            found.append(point)
    return found


def _bind(path: str, target: str) -> None:
    if os.path.isdir(path):
        os.makedirs(target, 0o755, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), 0o755, exist_ok=True)
        with open(target, "x"):
            pass
    kernel.mount(path, target, None, kernel.MS_BIND | kernel.MS_REC)


def _become_student(
    status: int,
    processes: int,
    mapped: int,
    limits: dict[str, Any],
    isolate: bool,
    body: Callable[[], None],
) -> NoReturn:
    try:
        kernel.die_with_parent(signal.SIGKILL)
        os.setsid()
        if isolate:
            os.close(processes)
            _mount_proc()
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


def _mount_proc() -> None:
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    try:
        kernel.mount("proc", "/proc", "proc", flags)
    except OSError:
        # Inside some containers no new /proc may be had; none at all hides as much.
        kernel.mount("tmpfs", "/proc", "tmpfs", flags | kernel.MS_RDONLY, "size=0")


def _mapped() -> int:
    """Return the bytes of address space that the libraries take, which no limit counts."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * _PAGE


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


def _write(path: str, text: str) -> None:
    fd = os.open(path, os.O_WRONLY)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
