# odd: answers twice in one cell
# why: the last one counts
# rest: right
# %% mean
def mean(values):
    return 0

def mean(values):
    return sum(values) / len(values)
