# odd: answers with a closure
# why: it changes no value
# rest: right
# %% evens
def multiples_of(k):
    def of(numbers):
        return [n for n in numbers if n % k == 0]

    return of

evens = multiples_of(2)
