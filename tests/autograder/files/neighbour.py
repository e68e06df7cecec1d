# what: an honest submission that looks round and says what it sees: what others left would show
# rest: right
# %%
import os
import sys
import threading

print(sorted(os.listdir(".")), sorted(os.listdir("/tmp")), sorted(os.listdir("/dev/shm")))
print(sorted(os.listdir(os.path.expanduser("~"))), os.getcwd(), os.umask(0o22), sys.path)
print(sorted(os.environ.items()), [thread.name for thread in threading.enumerate()])
print([name for name in sorted(os.listdir("/proc")) if name.isdecimal()])
print(np.random.get_state()[1][:3], np.get_printoptions()["precision"], sys.getrecursionlimit())
print(open("/proc/sysvipc/shm").read(), len(open("/proc/net/unix").readlines()))
