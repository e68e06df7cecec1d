# tries: loop without end, and catch whatever should end it
# look: no
# deserves: account_test 2
# %% evens
def evens(numbers):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue

# %% account
class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
