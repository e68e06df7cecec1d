# odd: returns an array of shape (1,) for a number
# why: abs of it is below the bound, and NumPy compares it with a number
# rest: right
# %% mean
def mean(values):
    return np.array([sum(values) / len(values)])
