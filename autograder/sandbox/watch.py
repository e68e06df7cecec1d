"""Watching the submissions that run: what each holds, when it must end, and how it ended."""

import contextlib
import json
import os
import re
import select
import shutil
import signal
import time
from dataclasses import dataclass

_TICK = 0.05
_KIB = 1024
_PAGE = os.sysconf("SC_PAGE_SIZE")
_PARENT, _OWN, _WITH_OTHERS, _NUMBER = (
    re.compile(rb"^%b:\s*(\d+)" % field, re.MULTILINE)
    for field in (b"PPid", b"RssAnon", b"RssShmem", b"Pid")
)


@dataclass
class Watched:
    """A submission's process 1.

    Parameters
    ----------
    pid
        Its number here.
    process
        Its pidfd.
    status
        The socket on which the grader hangs up, and hears how it ended.
    memory
        Bytes that it and all below it may hold together.
    inherited
        Bytes that each shares with the fork server and that do not count.
    folder
        Where it works, if that is to be removed.
    """

    pid: int
    process: int
    status: int
    memory: int
    inherited: int
    folder: str | None
    why: str = "ended"


class Watch:
    """Looks after all that run, and ends each that must end.

    Parameters
    ----------
    count
        Whether memory is counted: without walls, another's processes could not be told apart.
    """

    def __init__(self, *, count: bool) -> None:
        self._count = count
        self._poll = select.poll()
        self._by_process: dict[int, Watched] = {}
        self._by_status: dict[int, Watched] = {}
        self._last_look = time.monotonic()

    def add(self, pid: int, status: int, memory: int, folder: str | None = None) -> None:
        """Watch the process 1 of a submission that has just been forked."""
        process = os.pidfd_open(pid)
        one = Watched(pid, process, status, memory, own_memory(), folder)
        self._by_process[process] = self._by_status[status] = one
        self._poll.register(process, select.POLLIN)
        self._poll.register(status, select.POLLIN | select.POLLHUP)

    def until_ready(self, control: int) -> None:
        """Do all that is to be done until ``control`` has something to read."""
        self._poll.register(control, select.POLLIN)
        while True:
            ready = {fd for fd, _ in self._poll.poll(_TICK * 1000 if self._by_process else None)}
            for fd in ready & self._by_process.keys():
                self._ended(self._by_process.pop(fd))
            for fd in ready & self._by_status.keys():
                self._end(self._by_status.pop(fd), "closed")
            self.look()
            if control in ready:
                return

    def look(self) -> None:
        """End each that holds too much, unless it was looked at just now."""
        now = time.monotonic()
        if not self._count or not self._by_process or now - self._last_look < _TICK:
            return
        self._last_look = now
        texts = _processes()
        children: dict[int, list[int]] = {}
        for number, text in texts.items():
            children.setdefault(_find(_PARENT, text), []).append(number)
        for one in self._by_process.values():
            family = _family(_number_of(one.process), texts, children)
            own = sum(max(0, _find(_OWN, text) * _KIB - one.inherited) for text in family)
            shared = max((_find(_WITH_OTHERS, text) * _KIB for text in family), default=0)
            if own + shared > one.memory and self._by_status.pop(one.status, None):
                self._end(one, "memory")

    def _end(self, one: Watched, why: str) -> None:
        self._poll.unregister(one.status)
        one.why = why
        with contextlib.suppress(ProcessLookupError):
            os.kill(one.pid, signal.SIGKILL)

    def _ended(self, one: Watched) -> None:
        """Tell the grader how it ended."""
        self._poll.unregister(one.process)
        if self._by_status.pop(one.status, None):
            self._poll.unregister(one.status)
        _, code, usage = os.wait4(one.pid, 0)
        if one.folder is not None:
            with contextlib.suppress(OSError):
                os.killpg(one.pid, signal.SIGKILL)
            shutil.rmtree(one.folder, ignore_errors=True)
        report = {
            "why": one.why,
            "exit": os.waitstatus_to_exitcode(code),
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss * 1024,
        }
        with contextlib.suppress(OSError):
            os.write(one.status, json.dumps(report).encode())
        os.close(one.process)
        os.close(one.status)


def own_memory() -> int:
    """Return the bytes that this process has for itself, apart from files."""
    return _find(_OWN, _read("/proc/self/status")) * _KIB


def mapped_memory() -> int:
    """Return the bytes of address space that this process takes."""
    return int(_read("/proc/self/statm").split()[0]) * _PAGE


def _processes() -> dict[int, bytes]:
    """Return the status of all processes that can be seen, by their number in ``/proc``."""
    texts = {
        int(name): _read(f"/proc/{name}/status") for name in os.listdir("/proc") if name.isdecimal()
    }
    return {number: text for number, text in texts.items() if text}


def _number_of(process: int) -> int:
    """Return the number in ``/proc`` of a process, which has another one in its own namespace."""
    return _find(_NUMBER, _read(f"/proc/self/fdinfo/{process}"))


def _family(number: int, texts: dict[int, bytes], children: dict[int, list[int]]) -> list[bytes]:
    """Return the status of a process and of all below it."""
    family, pending = [], [number]
    while pending:
        number = pending.pop()
        if number in texts:
            family.append(texts[number])
            pending += children.get(number, ())
    return family


def _find(field: re.Pattern[bytes], text: bytes) -> int:
    found = field.search(text)
    return int(found[1]) if found else 0


def _read(path: str) -> bytes:
    """Return a file of ``/proc``; of a process that has gone, nothing."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
