# odd: yields instead of returning a list
# why: the test makes a list of it
# rest: right
# %% evens
def evens(numbers):
    for n in numbers:
        if n % 2 == 0:
            yield n
