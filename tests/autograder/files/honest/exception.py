# odd: one answer fails as it is defined
# why: that exercise alone is lost
# rest: right
# loses: initials_test 2
# %% initials
letters = {}["missing"]

def initials(name):
    return letters
