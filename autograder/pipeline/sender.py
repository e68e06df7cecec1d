"""Keeps workers busy, holds only a few submissions at a time, and tries again."""

import contextlib
import uuid
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from types import TracebackType
from typing import TypeVar

from autograder.pipeline import pools, worker
from autograder.pipeline.job import Done, Job
from autograder.pipeline.worker import Setup
from autograder.sandbox.server import SandboxUnavailableError
from autograder.servers import Servers

_ATTEMPTS = 3
_AHEAD = 2  # jobs in hand for each that runs

Tag = TypeVar("Tag")


class Sender:
    """Sends jobs to workers, which are started when the first is sent.

    Parameters
    ----------
    setup
        What the jobs share.
    servers
        The warm servers of this machine.
    workers
        How many submissions to grade at once on this machine.
    scheduler
        The address of a Dask scheduler, to use its workers instead.
    """

    def __init__(
        self, setup: Setup, servers: Servers, workers: int, scheduler: str | None = None
    ) -> None:
        self._setup, self._servers = setup, servers
        self._workers, self._scheduler = workers, scheduler
        self._stack = contextlib.ExitStack()
        self._pool: Executor | None = None
        self._key = ""
        self._room = 0
        self._pending: dict[Future[Done], tuple[object, Job]] = {}
        self._again: list[tuple[object, Job]] = []

    def __enter__(self) -> "Sender":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for future in self._pending:
            future.cancel()
        self._stack.__exit__(kind, error, trace)

    def all(
        self, todo: Iterable[tuple[Tag, Job | Done | None]]
    ) -> Iterator[tuple[Tag, Done | None]]:
        """Yield what became of each, as they are done; what is no job goes straight through.

        Raises
        ------
        SandboxUnavailableError
            If a worker has no sandbox.
        """
        for tag, task in todo:
            if not isinstance(task, Job):
                yield tag, task
                continue
            self._send(tag, task)
            while len(self._pending) >= self._room:
                yield from self._collect()
            if self._again:
                yield from self._rest()
        yield from self._rest()

    def _rest(self) -> Iterator[tuple]:
        """Collect what is under way, and send again what failed: alone, so it harms no other."""
        while self._pending or self._again:
            if not self._pending:
                self._send(*self._again.pop())
            yield from self._collect()

    def _send(self, tag: object, job: Job) -> None:
        pool = self._pool or self._start()
        self._pending[pool.submit(worker.grade, self._key, job)] = tag, job

    def _collect(self) -> Iterator[tuple]:
        done, _ = wait(self._pending, return_when=FIRST_COMPLETED)
        for future in done:
            tag, job = self._pending.pop(future)
            try:
                made = future.result()
            except SandboxUnavailableError:
                raise
            except Exception as error:
                job.attempts += 1
                if job.attempts < _ATTEMPTS:
                    self._again.append((tag, job))
                    continue
                made = worker.faulty(self._setup.chapter, job, f"a worker failed: {error!r}")
            yield tag, made

    def _start(self) -> Executor:
        self._key = uuid.uuid4().hex
        if self._scheduler:
            opened = pools.dask(self._key, self._setup, self._scheduler)
            pool, count = self._stack.enter_context(opened)
        else:
            count = self._workers
            opened = pools.local(self._key, self._setup, count, self._servers)
            pool = self._stack.enter_context(opened)
        self._pool, self._room = pool, _AHEAD * count
        return pool
