# tries: return a list nested a hundred thousand deep
# look: no
# %% evens
def evens(numbers):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep
