# odd: one function never returns
# why: that exercise alone is lost
# rest: right
# loses: initials_test 2
# %% initials
def initials(name):
    while True:
        name = name + ""
