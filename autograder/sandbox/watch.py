"""Watching a submission's processes: what they hold together, and when they must end."""

import os
import re
import select
import signal
from typing import Any

_TICK = 0.05
_KIB = 1024
_PARENT, _OWN, _WITH_OTHERS = (
    re.compile(rb"^%b:\s*(\d+)" % field, re.MULTILINE)
    for field in (b"PPid", b"RssAnon", b"RssShmem")
)


def until_ended(
    pid: int, status: int, processes: int, inherited: int, limits: dict[str, Any]
) -> str:
    """Wait for the end of ``pid``, ending it when it must be; return why it ended.

    Parameters
    ----------
    pid
        The submission's process 1.
    status
        The socket on which the grader hangs up.
    processes
        A folder of processes, ``/proc``, in which it can be seen; -1 leaves memory unwatched.
    inherited
        Bytes that it shares with the fork server and that do not count.
    limits
        What it may use.
    """
    ended = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    poll.register(status, select.POLLIN | select.POLLHUP)
    while True:
        ready = {fd for fd, _ in poll.poll(_TICK * 1000)}
        if ended in ready:
            return "ended"
        if status in ready:
            os.kill(pid, signal.SIGKILL)
            return "closed"
        family = _family(processes, pid) if processes >= 0 else {}
        own = sum(max(0, _number(_OWN, text) * _KIB - inherited) for text in family.values())
        some = max((_number(_WITH_OTHERS, text) * _KIB for text in family.values()), default=0)
        if own + some > limits["memory"]:
            os.kill(pid, signal.SIGKILL)
            return "memory"


def own_memory(name: str, processes: int) -> int:
    """Return the bytes that a process has for itself, apart from files."""
    return _number(_OWN, _read(f"{name}/status", processes)) * _KIB


def _family(processes: int, pid: int) -> dict[str, bytes]:
    """Return the status of a submission's process 1 and of all below it, and of no other's."""
    texts = {
        name: text
        for name in os.listdir(processes)
        if name.isdecimal() and (text := _read(f"{name}/status", processes))
    }
    children: dict[str, list[str]] = {}
    for name, text in texts.items():
        children.setdefault(str(_number(_PARENT, text)), []).append(name)
    family, pending = {}, [str(pid)]
    while pending:
        name = pending.pop()
        if name in texts:
            family[name] = texts[name]
            pending += children.get(name, ())
    return family


def _number(field: re.Pattern[bytes], status: bytes) -> int:
    found = field.search(status)
    return int(found[1]) if found else 0


def _read(name: str, folder: int) -> bytes:
    """Return a file of ``/proc``; of a process that has gone, nothing."""
    try:
        with open(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
            return file.read()
    except OSError:
        return b""
