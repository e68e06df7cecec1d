# tries: hand in brackets a million deep
# look: refused
# %% mean
def mean(values):
    return 0
