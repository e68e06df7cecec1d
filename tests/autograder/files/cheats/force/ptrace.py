# tries: attach to other processes
# look: yes
# never says: attached to
# not run elsewhere: it would hurt the machine
# %%
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for pid in [os.getppid(), *map(int, filter(str.isdecimal, os.listdir("/proc")))]:
    if pid != os.getpid() and libc.ptrace(16, pid, 0, 0) == 0:
        print("attached to", pid)
