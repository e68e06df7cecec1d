# odd: answers with an object that can be called
# why: it is called like a function
# rest: right
# %% mean
class Mean:
    def __call__(self, values):
        return sum(values) / len(values)

mean = Mean()
