# tries: hand in a pipe, which nobody ever writes to, beside the notebook
# look: no
# not run elsewhere: it would wait for ever
# %% mean
def mean(values):
    return 0
