# tries: take all memory by segments that no process has mapped
# look: yes
# never says: held 480 MB
# not run elsewhere: it would hurt the machine
# %%
import ctypes

libc = ctypes.CDLL(None)
libc.shmat.restype = ctypes.c_void_p
libc.shmdt.argtypes = [ctypes.c_void_p]
held = 0
for _ in range(60):
    number = libc.shmget(0, 8_000_000, 0o1600)
    address = libc.shmat(number, None, 0)
    if number < 0 or address in (None, 2**64 - 1):
        break
    ctypes.memset(ctypes.c_void_p(address), 1, 8_000_000)
    libc.shmdt(address)
    held += 8
print("held", held, "MB")
