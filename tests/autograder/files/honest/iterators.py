# odd: returns filter's iterator
# why: the test makes a list of it
# rest: right
# %% evens
def evens(numbers):
    return filter(lambda n: n % 2 == 0, numbers)
