# what: the assignment that all cheats and all honest submissions of this folder answer
# %% [markdown]
# # Problem set 1

# %%
import numpy as np

from nnlab import check

# %% close {"locked": true}
def close(a, b):
    return abs(a - b) < 1e-9

# %% mean {"solution": true}
def mean(values):
    """The sum of the values over their number."""
    ### BEGIN SOLUTION
    return sum(values) / len(values)
    ### END SOLUTION

# %% mean_test {"grade": true, "locked": true, "points": 2}
assert close(mean([1.0, 2.0, 3.0]), 2.0)
### BEGIN HIDDEN TESTS
canary = "canary-5e1f-source"
np.testing.assert_allclose(mean([4.0, 8.0]), 6.0, err_msg=canary)
### END HIDDEN TESTS

# %% heaviside {"solution": true}
def heaviside(z):
    ### BEGIN SOLUTION
    return np.where(z >= 0, 1, 0)
    ### END SOLUTION

# %% heaviside_test {"grade": true, "locked": true, "points": 3}
check("perceptron.heaviside", heaviside)
### BEGIN HIDDEN TESTS
check("perceptron.heaviside", heaviside, seed=5171)
### END HIDDEN TESTS

# %% initials {"solution": true}
def initials(name):
    """The first letters of the words."""
    ### BEGIN SOLUTION
    return "".join(word[0] for word in name.split())
    ### END SOLUTION

# %% initials_test {"grade": true, "locked": true, "points": 2}
assert initials("Ada Lovelace") == "AL"
### BEGIN HIDDEN TESTS
assert initials("canary-5e1f-input Xavier") == "cX"
### END HIDDEN TESTS

# %% evens {"solution": true}
def evens(numbers):
    """The even ones, in their order."""
    ### BEGIN SOLUTION
    return [n for n in numbers if n % 2 == 0]
    ### END SOLUTION

# %% evens_test {"grade": true, "locked": true, "points": 4}
2 * (list(evens([1, 2, 3, 4])) == [2, 4]) + 2 * (list(evens([])) == [])

# %% account {"solution": true}
class Account:
    """Money: ``deposit(amount)``, and the ``balance``."""

    ### BEGIN SOLUTION
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
    ### END SOLUTION

# %% account_test {"grade": true, "locked": true, "points": 2}
account = Account()
account.deposit(5)
account.deposit(7)
assert account.balance == 12

# %% [markdown] words {"grade": true, "solution": true, "points": 4}
Why does the mean of an empty list not exist?

# %% [markdown] essay {"locked": true, "task": true, "points": 3}
Write a page on means.
### BEGIN MARK SCHEME
Full marks for canary-5e1f-scheme.
### END MARK SCHEME
