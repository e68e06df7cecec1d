# odd: one function prints its result and returns nothing
# why: nothing is not a number
# rest: right
# loses: mean_test 2
# %% mean
def mean(values):
    print(sum(values) / len(values))
