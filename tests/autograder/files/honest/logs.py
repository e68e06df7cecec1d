# odd: logs
# why: it changes no value
# rest: right
# %% evens
import logging

logging.basicConfig(level=logging.DEBUG)

def evens(numbers):
    logging.warning("looking at %s", numbers)
    return [n for n in numbers if n % 2 == 0]
