# tries: leave shared memory of the old kind
# look: yes
# never says: canary-5e1f-left
# %%
import ctypes

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
number = libc.shmget(0x5E1F, 4096, 0o1666)
address = libc.shmat(number, None, 0)
if number >= 0 and address not in (None, 2**64 - 1):
    before = ctypes.string_at(address, 16)
    print("found", before)
    ctypes.memmove(address, b"canary-5e1f-left", 16)
