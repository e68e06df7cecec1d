# tries: meet another submission at an abstract socket
# look: yes
# not run elsewhere: there was no network and no other socket
# never says: somebody is there already
# %%
import socket

meeting = socket.socket(socket.AF_UNIX)
try:
    meeting.bind("\0canary-5e1f-meeting")
    meeting.listen()
except OSError as error:
    print("somebody is there already", error)
