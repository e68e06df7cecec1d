# tries: hand in metadata nested nine hundred deep
# look: no
# %% mean
def mean(values):
    return 0
