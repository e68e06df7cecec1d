# odd: returns a tuple where a list is expected
# why: the test makes a list of it
# rest: right
# %% evens
def evens(numbers):
    return tuple(n for n in numbers if n % 2 == 0)
