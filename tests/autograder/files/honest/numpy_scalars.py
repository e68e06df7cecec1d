# odd: returns NumPy's numbers and arrays
# why: they compare like Python's
# rest: right
# %% mean
def mean(values):
    return np.array(values).mean()

# %% evens
def evens(numbers):
    numbers = np.array(numbers, dtype=int)
    return numbers[numbers % 2 == 0]

# %% account
class Account:
    def __init__(self):
        self.balance = np.int64(0)

    def deposit(self, amount):
        self.balance += np.int64(amount)
