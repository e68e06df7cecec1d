# odd: writes to stderr
# why: it is not a mistake
# rest: right
# %% evens
import sys

def evens(numbers):
    print("looking at", numbers, file=sys.stderr)
    sys.stderr.flush()
    return [n for n in numbers if n % 2 == 0]
