# what: right answers to assignment.py
# %% mean
def mean(values):
    return sum(values) / len(values)

# %% heaviside
def heaviside(z):
    return np.where(z >= 0, 1, 0)

# %% initials
def initials(name):
    return "".join(word[0] for word in name.split())

# %% evens
def evens(numbers):
    return [n for n in numbers if n % 2 == 0]

# %% account
class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        self.balance += amount
