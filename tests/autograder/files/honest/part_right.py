# odd: is right in part
# why: the test gives part of the points
# rest: right
# loses: evens_test 2
# %% evens
def evens(numbers):
    return [n for n in numbers if n % 2 == 0] or None or [0]
