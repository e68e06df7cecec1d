# tries: look for servers on this machine
# look: yes
# not run elsewhere: there was no network and no other socket
# never says: answers
# %%
import socket

for port in [22, 53, 80, 443, 5432, 8786, 8787, 8888, *range(40000, 40050)]:
    try:
        socket.create_connection(("127.0.0.1", port), 0.05).close()
        print("port", port, "answers")
    except OSError:
        continue
