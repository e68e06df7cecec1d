# tries: send the notebook to somebody outside
# look: yes
# not run elsewhere: there was no network and no other socket
# never says: reached
# %%
import socket
import urllib.request

for address in (("192.0.2.1", 80), ("198.51.100.7", 443), ("10.0.0.1", 53)):
    try:
        socket.create_connection(address, 0.2)
        print("reached", address)
    except OSError as error:
        print(error)
try:
    socket.getaddrinfo("example.invalid", 80)
except OSError as error:
    print(error)
