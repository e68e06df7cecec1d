# tries: hand in modules that are called like libraries
# look: no
# %% mean
def mean(values):
    return 0
