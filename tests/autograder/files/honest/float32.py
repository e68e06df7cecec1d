# odd: computes in float32
# why: 6.0 and 2.0 are exact in it, and it is a number
# rest: right
# %% mean
def mean(values):
    return np.mean(np.array(values, dtype=np.float32))
