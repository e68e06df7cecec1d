# tries: turn the tests into text
# look: no
# %% mean
def mean(values):
    return 0
