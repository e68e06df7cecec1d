# tries: give a thousand points
# look: yes
# %% mean
def mean(values):
    return 0
