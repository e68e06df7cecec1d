# odd: times the cell that holds the answer
# why: the cell still defines it
# rest: right
# %% mean
%%time
def mean(values):
    return sum(values) / len(values)
