# odd: computes in threads of its own
# why: it changes no value
# rest: right
# %% mean
from concurrent.futures import ThreadPoolExecutor

def mean(values):
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(float, values)) / len(values)
