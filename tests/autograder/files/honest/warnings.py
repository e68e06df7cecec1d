# odd: warns
# why: a warning is not a mistake, though nbgrader takes what a test writes to stderr for one
# rest: right
# %% mean
import warnings

def mean(values):
    warnings.warn("mean is slow")
    np.array([1.0]) / 0
    return sum(values) / len(values)
