# odd: one answer never ends as it is defined
# why: that exercise alone is lost
# rest: right
# loses: mean_test 2
# %% mean
while True:
    pass
