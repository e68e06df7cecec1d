# tries: crash the interpreter
# look: yes
# deserves: account_test 2
# %% evens
import ctypes

def evens(numbers):
    ctypes.string_at(0)

# %% account
class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
