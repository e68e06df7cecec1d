# tries: overflow the stack of C
# look: no
# deserves: account_test 2
# %% evens
import sys

sys.setrecursionlimit(10**9)

def evens(numbers):
    return evens(numbers)

# %% account
class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
