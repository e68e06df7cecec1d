"""Frames over a socket: four bytes of length, then the frame; both with a deadline."""

import socket
import time

from autograder.bridge.limits import MAX_FRAME, BridgeError

_CHUNK = 2**16  # larger ones would each be mapped, and unmapped, by the allocator


class ChannelClosedError(Exception):
    """The other side is gone."""


class Channel:
    """One end of a bridge.

    Parameters
    ----------
    sock : socket.socket
        A connected stream socket.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._buffer = bytearray()

    def send(self, frame: bytes, deadline: float | None = None) -> None:
        """Send one frame; ``deadline`` is a time of :func:`time.monotonic`."""
        self._socket.settimeout(_remaining(deadline))
        try:
            self._socket.sendall(len(frame).to_bytes(4, "big") + frame)
        except TimeoutError:
            raise
        except OSError:
            raise ChannelClosedError("the other side is gone") from None

    def receive(self, deadline: float | None = None) -> bytes:
        """Return the next frame.

        Raises
        ------
        TimeoutError
            If it has not arrived by the deadline.
        ChannelClosedError
            If the other side is gone.
        BridgeError
            If the frame claims to be longer than any may be.
        """
        length = int.from_bytes(self._take(4, deadline), "big")
        if length > MAX_FRAME:
            raise BridgeError(f"a frame of {length:,} bytes; at most {MAX_FRAME:,} may cross")
        return self._take(length, deadline)

    def close(self) -> None:
        """Close this end."""
        self._socket.close()

    def _take(self, count: int, deadline: float | None) -> bytes:
        while len(self._buffer) < count:
            self._socket.settimeout(_remaining(deadline))
            try:
                piece = self._socket.recv(_CHUNK)
            except TimeoutError:
                raise
            except OSError:
                piece = b""
            if not piece:
                raise ChannelClosedError("the other side is gone")
            self._buffer += piece
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("no answer in time")
    return remaining
