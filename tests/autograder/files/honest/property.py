# odd: answers with a property
# why: it changes no value
# rest: right
# %% account
class Account:
    __slots__ = ("_deposits",)

    def __init__(self):
        self._deposits = []

    def deposit(self, amount):
        self._deposits.append(amount)
        return self

    @property
    def balance(self):
        return sum(self._deposits)
