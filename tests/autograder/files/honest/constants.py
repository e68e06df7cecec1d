# odd: uses global constants
# why: they are in the same notebook
# rest: right
# %% evens
DIVISOR = 2
REST = np.int64(0)

def evens(numbers):
    return [n for n in numbers if n % DIVISOR == REST]
