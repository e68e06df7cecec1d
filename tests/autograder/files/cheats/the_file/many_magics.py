# tries: hand in a cell of more magics than IPython rewrites
# look: no
# %% mean
def mean(values):
    return 0
