# odd: answers with functools.partial
# why: it changes no value
# rest: right
# %% evens
from functools import partial

def _divisible(k, numbers):
    return [n for n in numbers if n % k == 0]

evens = partial(_divisible, 2)
