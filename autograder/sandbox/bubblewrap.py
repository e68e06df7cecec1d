"""The base sandbox: bubblewrap's command line for one fork server."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.namespaces import HOME, STAGE

_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime")
_WITHHELD = ("exercises", "checks")
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": HOME,
    "USER": "student",
    "LANG": "C.UTF-8",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "NBGRADER_EXECUTION": "autograde",
    # The same result on every run and every machine: sets in one order, one thread a product.
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
}


def environment() -> dict[str, str]:
    """Return the environment of a fork server, and so of every cell."""
    python = str(Path(sys.executable).parent)
    return {**_ENVIRONMENT, "PATH": f"{python}:{_ENVIRONMENT['PATH']}"}


def command(packages: Iterable[str]) -> list[str]:
    """Return the words that come before ``python …`` to run it in the base sandbox.

    Parameters
    ----------
    packages : iterable of str
        Modules of the autograder that are needed inside.
    """
    program = shutil.which("bwrap") or "bwrap"
    words = [program, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    words += ["--unshare-cgroup-try", "--new-session", "--die-with-parent", "--hostname", "sandbox"]
    if os.geteuid() == 0:
        # Enough to mount /proc and to become nobody; both are done before anything is imported.
        words += ["--cap-drop", "ALL", "--cap-add", "CAP_SYS_ADMIN"]
        words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        words += ["--unshare-user"]
    words += ["--clearenv"]
    for name, value in environment().items():
        words += ["--setenv", name, value]
    # For the fork server's own imports; each submission has others mounted above them. They come
    # first, because a course may lie in somebody's home, or below /tmp.
    made: set[Path] = {Path("/home"), Path("/tmp")}
    for path in ("/home", "/tmp"):
        words += ["--perms", "1777", "--tmpfs", path]
    words += ["--perms", "0755", "--dir", STAGE]
    for path in _SYSTEM:
        if os.path.islink(path):
            words += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            words += ["--ro-bind", path, path]
    readable = [Path("/etc") / name for name in _ETC] + _python() + _package_paths(packages)
    for path in readable:
        if path.exists():
            words += [*_parents(path, made), "--ro-bind", str(path), str(path)]
    words += ["--perms", "0755", "--dir", "/proc"]
    words += ["--dev", "/dev", "--perms", "0755", "--dir", "/dev/shm", "--remount-ro", "/dev"]
    # It reads the same, but cannot be mapped as shared memory of no file.
    words += ["--dev-bind", "/dev/full", "/dev/zero"]
    if os.geteuid() != 0:
        words += ["--proc", "/proc"]
    return [*words, "--remount-ro", "/", "--chdir", "/"]


def hidden_paths(packages: Iterable[str], *, withhold: bool) -> list[str]:
    """Return what of the base sandbox a fork server is not to see.

    Parameters
    ----------
    packages : iterable of str
        Modules of the autograder that others need.
    withhold : bool
        Whether nnlab's exercises and checks are hidden, which know the answers.
    """
    paths = [_location(name) for name in packages]
    return sorted(str(path) for path in paths + (_withheld_paths() if withhold else []))


def _withheld_paths() -> list[Path]:
    """Return where nnlab keeps what only the examiner may read."""
    spec = importlib.util.find_spec("nnlab")
    if spec is None or not spec.submodule_search_locations:
        return []
    home = Path(spec.submodule_search_locations[0])
    paths = [home / "__pycache__"]
    for name in _WITHHELD:
        paths += [home / name, home / f"{name}.py"]
    return [path for path in paths if path.exists()]


def _python() -> list[Path]:
    prefixes = {Path(p) for p in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    executable = Path(sys.executable).resolve()
    prefixes |= {executable.parent.parent}
    return sorted(p for p in prefixes if not p.is_relative_to("/usr"))


def _package_paths(packages: Iterable[str]) -> list[Path]:
    paths = [_location(name) for name in packages]
    paths += [_location("nnlab")] if importlib.util.find_spec("nnlab") else []
    inside = (*_python(), Path("/usr"))
    return [p for p in paths if not any(p.is_relative_to(prefix) for prefix in inside)]


def _location(name: str) -> Path:
    """Return the file or the folder of a module; of the autograder itself its own file alone."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no module named {name!r}")
    whole = spec.submodule_search_locations and name != "autograder"
    return Path(spec.origin).parent if whole else Path(spec.origin)


def _parents(path: Path, made: set[Path]) -> list[str]:
    """Return words that make the folders above ``path`` readable by everybody inside."""
    words: list[str] = []
    for parent in reversed(path.parents[:-1]):
        if parent not in made and not parent.is_relative_to("/usr"):
            made.add(parent)
            words += ["--perms", "0755", "--dir", str(parent)]
    return words
