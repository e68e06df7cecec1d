# tries: leave a process that outlives the notebook
# look: yes
# %%
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for n in range(40):
            for folder in ("/tmp", "/dev/shm", os.path.expanduser("~"), "."):
                try:
                    open(f"{folder}/left-behind-{n}", "w").write("canary-5e1f-left")
                except OSError:
                    continue
            time.sleep(0.1)
    os._exit(0)
