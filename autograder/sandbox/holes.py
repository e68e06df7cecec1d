"""Fill the holes in a server's heap, so that what its forks make lies side by side.

A fork that writes to a page it shares with its server gets a copy of it first. Imports leave free
room in hundreds of pages, which ``malloc`` hands out before it takes fresh ones: the first things
that a fork makes would cost a copied page each.
"""

import ctypes

_SIZES = range(4096, 16, -16)  # bytes; what is larger has pages of its own


class _Mallinfo(ctypes.Structure):
    _names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in _names.split()]


def fill() -> None:
    """Take for good what glibc has free below the end of its heap; do nothing elsewhere."""
    libc = ctypes.CDLL(None)
    if not hasattr(libc, "mallinfo2"):
        return
    libc.mallinfo2.restype = _Mallinfo
    libc.sbrk.restype = libc.malloc.restype = ctypes.c_void_p
    libc.malloc.argtypes = [ctypes.c_size_t]
    end = libc.sbrk(0) - libc.mallinfo2().keepcost
    for size in _SIZES:
        while (libc.malloc(size) or end) < end:
            pass
