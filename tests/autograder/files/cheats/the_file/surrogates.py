# tries: hand in text that is not Unicode, and null bytes
# look: no
# %% mean
def mean(values):
    return 0
