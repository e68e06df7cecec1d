"""Files of strangers, read within bounds; and files of ours, written whole or not at all."""

import contextlib
import os
import stat
from pathlib import Path

_MAX_FILES = 1000
_MAX_LEVELS = 50
_MOST_NOTES = 10
_SKIPPED_FOLDERS = (".ipynb_checkpoints", "__pycache__", ".git")
PARTIAL = ".partial"  # beside a file while it is written
_READ_WRITE = 0o644


class RefusedError(Exception):
    """A submission that cannot be graded; the message is for its student."""


def read_file(folder: Path, name: str, limit: int) -> bytes:
    """Read a regular file that lies in ``folder`` itself, whatever a student put in its place."""
    try:
        parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        raise RefusedError("There is no folder of this submission, or it is a link.") from None
    try:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        file = os.open(name, flags, dir_fd=parent)
    except FileNotFoundError:
        raise RefusedError(f"There is no {name} in the submission.") from None
    except OSError:
        raise RefusedError(f"{name} cannot be opened, or is a link.") from None
    finally:
        os.close(parent)
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        os.close(file)
        raise RefusedError(f"{name} is not a file.")
    with open(file, "rb") as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        size = max(status.st_size, len(data)) / 2**20
        raise RefusedError(f"{name} is too large: {size:.1f} MB; at most {limit / 2**20:.0f} MB.")
    return data


def read_files(folder: Path, limit: int, notes: list[str]) -> dict[str, bytes]:
    """Read the regular files below a folder, as many as are allowed; note what is left out."""
    files: dict[str, bytes] = {}
    left_out: list[str] = []
    left = limit
    for top, folders, found, parent in os.fwalk(folder, follow_symlinks=False):
        folders[:] = sorted(f for f in folders if f not in _SKIPPED_FOLDERS)
        if folders and len(Path(top).relative_to(folder).parts) >= _MAX_LEVELS:
            left_out.append(f"what lies deeper than {_MAX_LEVELS} folders was left out")
            folders.clear()  # each level is a file held open
        for name in sorted(found):
            path = (Path(top) / name).relative_to(folder).as_posix()
            if name.endswith(".ipynb") or len(path) > 1000 or len(files) >= _MAX_FILES:
                continue
            try:
                status = os.stat(name, dir_fd=parent, follow_symlinks=False)
                if not stat.S_ISREG(status.st_mode):
                    left_out.append(f"{path!r} is a link or no file: it was left out")
                    continue
                if status.st_size > left:
                    left_out.append(f"{path!r} is too large: it was left out")
                    continue
                flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
                with open(os.open(name, flags, dir_fd=parent), "rb") as stream:
                    data = stream.read(left + 1)
                path.encode()
            except (OSError, UnicodeEncodeError):
                continue
            if len(data) <= left:
                files[path] = data
                left -= len(data)
    notes += left_out[:_MOST_NOTES]
    if more := left_out[_MOST_NOTES:]:
        notes.append(f"{len(more):,} more files were left out")
    return files


def write_atomically(path: Path, content: str | bytes, mode: int = _READ_WRITE) -> None:
    """Put a file in its place whole, whatever was there; one that is the same already is left."""
    data = content.encode() if isinstance(content, str) else content
    partial = path.with_name(PARTIAL)  # there may be one of a run that was killed
    with contextlib.suppress(OSError):
        partial.unlink()
    with contextlib.suppress(OSError):
        if path.read_bytes() == data:
            return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial.write_bytes(data)
    partial.chmod(mode)
    partial.replace(path)
