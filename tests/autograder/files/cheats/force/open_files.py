# tries: open files without end
# look: no
# deserves: evens_test 2, account_test 2
# %% evens
import os

kept = []

def evens(numbers):
    try:
        while True:
            kept.append(os.open("/dev/null", os.O_RDONLY))
    except OSError:
        return []

# %% account
class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
