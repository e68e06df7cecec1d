# odd: repairs an answer in a cell of its own, before the test
# why: what is defined last counts
# rest: right
# %% mean
def mean(values):
    return 0

# %%
def mean(values):
    return sum(values) / len(values)
