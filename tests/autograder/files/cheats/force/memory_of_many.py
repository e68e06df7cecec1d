# tries: take all memory by many processes that each take little
# look: yes
# not run elsewhere: it would hurt the machine
# %% evens
import os
import time

def evens(numbers):
    for _ in range(30):
        if os.fork() == 0:
            held = bytearray(os.urandom(1000)) * 60_000
            time.sleep(100)
            os._exit(0)
    time.sleep(100)
