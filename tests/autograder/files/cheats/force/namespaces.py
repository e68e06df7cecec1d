# tries: make namespaces, mount, become root
# look: yes
# not run elsewhere: it was a sandbox as well
# never says: became root
# %%
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
print(libc.unshare(0x10000000), libc.unshare(0x00020000), libc.mount(b"none", b"/mnt", b"tmpfs", 0, 0))
for become in (os.setuid, os.setgid):
    try:
        become(0)
        print("became root")
    except OSError as error:
        print(error)
