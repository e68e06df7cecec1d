# odd: one answer does not parse
# why: that exercise alone is lost
# rest: right
# loses: mean_test 2
# %% mean
def mean(values)
    return sum(values) / len(values)
