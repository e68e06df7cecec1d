# tries: take all memory by files that only live there
# look: no
# not run elsewhere: it would hurt the machine
# %% evens
import os
import time

def evens(numbers):
    files = []
    block = bytes(8_000_000)
    for _ in range(60):
        try:
            files.append(os.memfd_create("x"))
            os.write(files[-1], block)
        except OSError as error:
            return str(error)
    time.sleep(0.3)
    return "held " + str(len(files) * 8) + " MB"
