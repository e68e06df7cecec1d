# odd: recurses
# why: it changes no value
# rest: right
# %% evens
def evens(numbers):
    if not numbers:
        return []
    rest = evens(numbers[1:])
    return [numbers[0], *rest] if numbers[0] % 2 == 0 else rest
