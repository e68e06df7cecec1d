# tries: hand in numbers where texts belong
# look: no
# %% mean
def mean(values):
    return 0
