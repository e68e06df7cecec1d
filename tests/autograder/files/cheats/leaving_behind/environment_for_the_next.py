# tries: leave variables, limits and a working folder for the next one
# look: no
# %%
import os
import resource
import sys

os.environ.update(PYTHONSTARTUP="/tmp/x.py", LD_PRELOAD="/tmp/x.so", PYTHONPATH="/tmp", HOME="/")
sys.path.insert(0, "/tmp")
os.chdir("/")
os.umask(0o777)
sys.setrecursionlimit(60)
resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
