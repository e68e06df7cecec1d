# tries: knock at every Unix socket of the machine
# look: yes
# not run elsewhere: there was no network and no other socket
# never says: reached
# %%
import os
import socket
import stat

found = 0
for top in ("/run", "/tmp", "/var/run", "/dev"):
    for folder, _, names in os.walk(top):
        for name in names:
            path = os.path.join(folder, name)
            try:
                if stat.S_ISSOCK(os.stat(path).st_mode):
                    socket.socket(socket.AF_UNIX).connect(path)
                    print("reached", path)
            except OSError:
                continue
