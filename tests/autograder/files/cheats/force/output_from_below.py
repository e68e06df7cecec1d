# tries: write to the file descriptors themselves
# look: no
# not run elsewhere: its output would mix with the results
# %%
import os
import time

start = time.time()
while time.time() - start < 1:
    os.write(1, b"y" * 100_000)
    os.write(2, b"z" * 100_000)
