# odd: imports a module that it handed in
# why: files come along
# rest: right
# %% evens
from helpers import is_even

def evens(numbers):
    return list(filter(is_even, numbers))
