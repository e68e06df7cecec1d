# odd: draws random numbers
# why: it changes no value
# rest: right
# %% mean
import random

np.random.seed(3)
rng = np.random.default_rng()

def mean(values):
    values = list(values)
    random.shuffle(values)
    return sum(values) / len(values) + 0 * rng.normal()
