# tries: return a generator without end
# look: no
# %% evens
def evens(numbers):
    while True:
        yield 2
