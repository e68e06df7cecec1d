"""Where workers run: processes on this machine, or a Dask cluster. Both are executors."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from autograder.errors import CourseError
from autograder.pipeline import worker
from autograder.pipeline.worker import Setup

if TYPE_CHECKING:
    from distributed import WorkerPlugin

_RETRIES = 3
_CONNECT_SECONDS = 30


@contextmanager
def local(setup_key: str, setup: Setup, count: int) -> Iterator[Executor]:
    """Start worker processes on this machine; end them at once if the block is left early."""
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        count,
        multiprocessing.get_context("spawn"),
        initializer=_enter,
        initargs=(setup_key, setup),
    )
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _enter(setup_key: str, setup: Setup) -> None:
    """Leave Ctrl-C to the parent, and end when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.join,), daemon=True).start()
    worker.enter(setup_key, setup)


def _end_after(join: Callable[[], object]) -> None:
    join()
    os._exit(1)


@contextmanager
def dask(setup_key: str, setup: Setup, address: str) -> Iterator[tuple[Executor, int]]:
    """Use a running Dask cluster; also yields how many jobs it takes at once.

    The cluster runs a job again whose worker was lost.

    Raises
    ------
    CourseError
        If there is no scheduler at that address.
    """
    from distributed import Client

    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise CourseError(f"No Dask scheduler answers at {address}: {error}.") from error
    with client:
        plugin = _plugin(setup_key, setup)
        client.register_plugin(plugin, name=setup_key)
        threads = sum(client.nthreads().values())  # type: ignore[union-attr]  not asynchronous
        executor = client.get_executor(pure=False, retries=_RETRIES)
        try:
            yield executor, max(1, threads)
        finally:
            executor.shutdown(wait=False)
            client.unregister_worker_plugin(setup_key)


def _plugin(setup_key: str, setup: Setup) -> "WorkerPlugin":
    from distributed import WorkerPlugin

    class Enter(WorkerPlugin):
        """Enters every worker, also one that joins later."""

        def setup(self, worker: object) -> None:
            from autograder.pipeline import worker as ours

            ours.enter(setup_key, setup)

        def teardown(self, worker: object) -> None:
            from autograder.pipeline import worker as ours

            ours.leave(setup_key)

    return Enter()
