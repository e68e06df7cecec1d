# tries: wait on a port for another submission
# look: yes
# not run elsewhere: there was no network and no other socket
# %%
import socket

listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
try:
    listener.bind(("127.0.0.1", 45871))
    listener.listen()
except OSError as error:
    print(error)
