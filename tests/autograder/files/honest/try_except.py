# odd: catches exceptions, all of them
# why: it changes no value
# rest: right
# %% mean
def mean(values):
    try:
        return sum(values) / len(values)
    except:
        return None
