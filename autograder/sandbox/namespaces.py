"""The namespaces of the fork servers, and of each submission below them."""

import os
import signal
from collections.abc import Iterable
from typing import NoReturn

from autograder.sandbox import kernel

HOME = "/home/student"
STAGE = "/.stage"  # where a submission's file system is put together
_UID = 1000
_INODES = 20_000
_OWN = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)


def become_server() -> int:
    """Go on as process 1 of a pid namespace that may have others below it; return it.

    The process that was called waits, and ends with the server.
    """
    own = os.open("/proc/self", os.O_PATH)
    kinds = kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID
    _become_user(kinds, os.getuid(), os.getgid(), own)
    os.close(own)
    pid = os.fork()
    if pid:
        _wait(pid)
    kernel.die_with_parent(signal.SIGKILL)
    return os.open("/proc/self/ns/pid", os.O_RDONLY)


def _wait(pid: int) -> NoReturn:
    _, status = os.waitpid(pid, 0)
    os._exit(abs(os.waitstatus_to_exitcode(status)))


def fork(own: int) -> int:
    """Fork a child that is process 1 of a new pid namespace; ``own`` is this process's."""
    kernel.unshare(kernel.CLONE_NEWPID)
    pid = -1
    try:
        pid = os.fork()
    finally:
        if pid:  # the server, which goes back in any case
            kernel.setns(own, kernel.CLONE_NEWPID)
    return pid


def hide(paths: Iterable[str]) -> None:
    """See nothing of these folders and files, nor let any process below see it."""
    kernel.unshare(kernel.CLONE_NEWNS)
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC | kernel.MS_RDONLY
    for path in paths:
        if os.path.isdir(path):
            kernel.mount("tmpfs", path, "tmpfs", flags, "size=0")
        else:
            kernel.mount("/dev/null", path, None, kernel.MS_BIND)


def enter(disk: int) -> None:
    """Leave the server's namespaces for new ones, with a file system of ``disk`` bytes."""
    own = os.open("/proc/self", os.O_PATH)
    kernel.unshare(kernel.CLONE_NEWNS)
    _mount(disk)
    # What is mounted belongs to the server's user: the new one may not touch it.
    _become_user(_OWN, _UID, _UID, own)
    os.close(own)


def _mount(disk: int) -> None:
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
    flags |= kernel.MS_NOEXEC
    try:
        kernel.mount("proc", "/proc", "proc", flags)
    except OSError:
        # Inside some containers no new /proc may be had; none at all hides as much.
        kernel.mount("tmpfs", "/proc", "tmpfs", flags | kernel.MS_RDONLY, "size=0")


def _become_user(kinds: int, uid: int, gid: int, own: int) -> None:
    """Be a user of a new user namespace, which owns the other new ones.

    ``own`` is this process's folder in ``/proc``.
    """
    outer_uid, outer_gid = os.getuid(), os.getgid()
    kernel.unshare(kinds)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {outer_uid} 1"),
        ("gid_map", f"{gid} {outer_gid} 1"),
    ):
        fd = os.open(name, os.O_WRONLY, dir_fd=own)
        os.write(fd, text.encode())
        os.close(fd)


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
