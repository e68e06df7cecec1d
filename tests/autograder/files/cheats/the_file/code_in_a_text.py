# tries: answer the question for a person with code that runs
# look: no
# %% mean
def mean(values):
    return 0
