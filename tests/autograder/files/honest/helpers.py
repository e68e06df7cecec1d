# odd: calls helper functions from cells of its own
# why: they run before what needs them
# rest: right
# %%
def total(values):
    return sum(values)

# %% mean
def mean(values):
    return total(values) / len(values)
