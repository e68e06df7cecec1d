# tries: take all memory by shared pages that no process has in its page table
# look: yes
# never says: held 400 MB
# not run elsewhere: it would hurt the machine
# %%
import mmap
import os
import re
import time

def shared():
    return int(re.search(r"Shmem:\s+(\d+)", open("/proc/meminfo").read())[1]) / 1000

before = shared()
for n in range(4):
    if os.fork() == 0:
        pages = []
        for _ in range(15):
            pages.append(mmap.mmap(-1, 8_000_000))
            pages[-1].write(bytes(8_000_000))
            pages[-1].madvise(mmap.MADV_DONTNEED)
        time.sleep(1.5)
        os._exit(0)
time.sleep(1)
if shared() - before > 400:
    print("held 400 MB")
