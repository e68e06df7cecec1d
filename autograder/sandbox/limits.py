"""What one submission may use."""

from dataclasses import asdict, dataclass

MiB = 2**20
_CELLS = 10  # that may each take their whole time


@dataclass(frozen=True)
class Limits:
    """Bounds for one submission, all on by default.

    Parameters
    ----------
    timeout : float
        Seconds for one cell, as nbgrader's ``Execute.timeout``.
    wall : float
        Seconds for the whole submission, with all its repetitions.
    cpu : float
        Seconds of processor time for one process.
    memory : int
        Bytes that all processes of the submission may hold together, above the libraries' own.
    processes : int
        Processes and threads at once.
    files : int
        Open files of one process.
    disk : int
        Bytes in the submission's own folder, ``/tmp`` and ``/dev/shm`` together.
    output_bytes : int
        Bytes of output kept of one cell.
    notebook_bytes : int
        Size of a notebook that is still read.
    repetitions : int
        How many times the rest is run again after a cell that hung or crashed.
    """

    timeout: float = 30.0
    wall: float = 300.0
    cpu: float = 300.0
    memory: int = 1024 * MiB
    processes: int = 64
    files: int = 256
    disk: int = 64 * MiB
    output_bytes: int = MiB
    notebook_bytes: int = 16 * MiB
    repetitions: int = 8

    @classmethod
    def for_cells(cls, timeout: float, **others: int) -> "Limits":
        """Return limits with that many seconds for a cell, and ten times as many for all."""
        together = max(cls.wall, _CELLS * timeout)
        return cls(timeout=timeout, wall=together, cpu=together, **others)

    def as_dict(self) -> dict:
        """Return the limits as plain data."""
        return asdict(self)
