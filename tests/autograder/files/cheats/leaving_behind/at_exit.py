# tries: have something run when the interpreter ends
# look: no
# %%
import atexit
import os

@atexit.register
def _last():
    for folder in ("/tmp", "/dev/shm", os.path.expanduser("~"), "../../.."):
        try:
            open(f"{folder}/left-behind", "w").write("canary-5e1f-left")
        except OSError:
            continue
