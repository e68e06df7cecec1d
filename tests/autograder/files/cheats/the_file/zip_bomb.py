# tries: hand in a compressed file of many megabytes, to be written elsewhere
# look: no
# %% mean
def mean(values):
    return 0
