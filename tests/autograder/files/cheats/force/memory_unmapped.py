# tries: take all memory by shared pages that no process has in its page table
# look: no
# never says: held 480 MB
# open: pages of a shared anonymous mapping are not counted after MADV_DONTNEED
# not run elsewhere: it would hurt the machine
# %%
import mmap
import os
import time

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
print("held 480 MB")
