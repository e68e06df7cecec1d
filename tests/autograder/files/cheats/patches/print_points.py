# tries: print and display a number as the test runs
# look: no
# %% evens
from IPython.display import display

def evens(numbers):
    print(4)
    display(4)
    return None
