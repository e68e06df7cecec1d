# odd: uses SciPy
# why: it changes no value
# rest: right
# %% mean
from scipy import linalg

def mean(values):
    return linalg.norm(values, 1) / len(values)
