# tries: name a kernel that would run a program of the student's
# look: no
# %% mean
def mean(values):
    return 0
