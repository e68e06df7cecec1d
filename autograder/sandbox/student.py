"""A submission's process: runs the cells that the examiner sends, and answers for their objects."""

import builtins
import importlib
import os
import random
import socket
import sys
import types
from typing import Any, NoReturn

from autograder.bridge.channel import Channel, ChannelClosedError
from autograder.bridge.decode import decode
from autograder.bridge.servant import CellTimeoutError, Servant
from autograder.sandbox import first_use, withheld
from autograder.sandbox.shell import Shell, line_of, message_of


def prepare() -> Shell:
    """Make what every fork starts from."""
    withheld.install_stubs()
    return Shell.create()


def warm(checks: list[tuple[str, int | None]]) -> None:
    """Use libraries for the first time; a check's answers are not for this side."""
    first_use.use_loaded()


def run(shell: Shell, job: dict[str, Any], fds: list[int]) -> None:
    """Serve the examiner until it hangs up."""
    bridge, files = fds
    write_files(files)
    sys.path.insert(0, "")
    os.environ["PWD"] = os.getcwd()
    builtins.input = _no_input  # type: ignore[assignment]
    shell.capture(job["limits"]["output_bytes"])

    def run_cell(source: str) -> dict[str, Any]:
        withheld.restore()
        shell.recorder.clear()  # what functions said while a test called them is no cell's
        error, outputs = shell.run(source)
        return {
            "error": None if error is None else type(error).__name__,
            "message": message_of(error),
            "line": line_of(error),
            "timeout": isinstance(error, CellTimeoutError),
            "memory": isinstance(error, MemoryError),
            "outputs": plain(outputs),
        }

    def begin_test(number: int, kept_back: list[tuple[str, str]], names: list[str]) -> Any:
        withheld.withhold(kept_back)
        seed(number)
        return servant.names(names)

    operations = {
        "run": run_cell,
        "test": begin_test,
        "modules": lambda: list(sys.modules),
    }
    servant = Servant(Channel(socket.socket(fileno=bridge)), shell.user_ns, operations)
    try:
        servant.serve()
    except ChannelClosedError:
        os._exit(0)


def write_files(fd: int) -> None:
    """Write the files that came with the submission into the working folder, and close ``fd``."""
    with open(fd, "rb") as file:
        files = decode(file.read())
    for name, data in files.items():
        os.makedirs(os.path.dirname(name) or ".", exist_ok=True)
        with open(name, "wb") as file:
            file.write(data)


def seed(number: int) -> None:
    """Seed the generators that programs use without naming one."""
    random.seed(number)
    numpy = sys.modules.get("numpy")
    if isinstance(numpy, types.ModuleType):
        importlib.import_module("numpy.random").seed(number % 2**32)


def plain(value: Any) -> Any:
    """Return outputs as texts, numbers, lists and dicts alone."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, bytes)):
        return value
    return str(value)


def _no_input(prompt: object = "") -> NoReturn:
    raise RuntimeError("input() was called, but nobody is there to answer while work is graded")
