# odd: answers with a dataclass that inherits
# why: it changes no value
# rest: right
# %% account
from dataclasses import dataclass

@dataclass
class Base:
    balance: int = 0

class Account(Base):
    def deposit(self, amount):
        self.balance = self.balance + amount

    def __repr__(self):
        return f"<{self.balance}>"
