# tries: hand in six thousand cells
# look: refused
# %% mean
def mean(values):
    return 0
