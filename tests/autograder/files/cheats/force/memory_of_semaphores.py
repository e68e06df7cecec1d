# tries: take all memory by semaphores, which the kernel keeps for nobody
# look: yes
# never says: made 300
# not run elsewhere: it would hurt the machine
# %%
import ctypes

libc = ctypes.CDLL(None)
print("made", sum(libc.semget(0, 32000, 0o1600) >= 0 for _ in range(300)))
