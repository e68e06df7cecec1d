# odd: imports everything from NumPy and math
# why: what it hides of Python's does the same here
# rest: right
# %%
from math import *
from numpy import *

# %% mean
def mean(values):
    return float(sum(values) / len(values))
