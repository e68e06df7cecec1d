"""Where workers run: threads of this process, or a Dask cluster. Both are executors.

All heavy work is done in the processes that the warm servers fork, so here a thread waits for it.
"""

import re
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

from autograder.errors import CourseError
from autograder.pipeline import worker
from autograder.pipeline.worker import Setup
from autograder.servers import Servers

if TYPE_CHECKING:
    from distributed import WorkerPlugin

_RETRIES = 3
_CONNECT_SECONDS = 30
_ADDRESS = re.compile(r"(\w+://)?.*:\d+/?|inproc://.+")


@contextmanager
def local(setup_key: str, setup: Setup, count: int, servers: Servers) -> Iterator[Executor]:
    """Grade ``count`` submissions at once on this machine."""
    worker.enter(setup_key, setup, servers)
    pool = ThreadPoolExecutor(count)
    wait = True
    try:
        yield pool
    except KeyboardInterrupt:
        wait = False
        raise
    finally:
        pool.shutdown(wait=wait, cancel_futures=True)
        worker.leave(setup_key)


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

    if not _ADDRESS.fullmatch(address):
        raise CourseError(f"{address} is no scheduler's address, such as tcp://10.0.0.1:8786.")
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
