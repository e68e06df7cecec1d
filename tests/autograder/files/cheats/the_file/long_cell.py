# tries: hand in a cell of half a million lines
# look: no
# %% mean
def mean(values):
    return 0
