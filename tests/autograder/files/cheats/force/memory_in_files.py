# tries: take all memory by files that only live there
# look: no
# never says: held 480 MB
# not run elsewhere: it would hurt the machine
# %%
import os

files, block = [], bytes(8_000_000)
try:
    for _ in range(60):
        files.append(os.memfd_create("x"))
        os.write(files[-1], block)
finally:
    print("held", 8 * len(files), "MB")
