# tries: hand in an expression that a reader of syntax trees cannot walk
# look: no
# %% mean
def mean(values):
    return 0
